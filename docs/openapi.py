"""Write docs/openapi.json, the OpenAPI description of the interface, from the application itself.

usage: python docs/openapi.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord import pipeline
from onrecord.ledger import open_ledger
from onrecord.settings import Settings
from onrecord.web.app import create_app
from onrecord.web.jobs import Jobs
from onrecord.web.security import OneTimeToken
from onrecord.web.site import Site

TARGET = Path(__file__).with_name("openapi.json")


def description() -> str:
    """The description as the file has it."""
    with TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "empty.db"), create=True) as ledger:
        jobs = Jobs(ledger.writer, pipeline.shared_reader)
        gate = OneTimeToken(name="nobody", cookie="none")
        app = create_app(Site(ledger=ledger, chosen=Settings(), gate=gate, hosts=(), jobs=jobs))
        return json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    TARGET.write_text(description(), encoding="utf-8")
    sys.exit(0)
