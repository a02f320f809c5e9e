"""`onrecord learn`: the command that takes what others have compiled into a user's own tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from onrecord import codec, settings
from onrecord.cli import plain
from onrecord.cli.console import tell
from onrecord.errors import UsageError
from onrecord.knowledge import learning
from onrecord.visible import json_line

COLUMNS = ("what", "count", "result", "why")


def learn(files: Sequence[str], *, own: str | None, as_json: bool) -> int:
    """Take files into the folder of own tables and list what came of it; 1 if a file or a line couldn't be read."""
    folder = own or settings.load().knowledge
    if folder is None:
        raise UsageError("no folder is named for your own tables; expected --knowledge FOLDER or knowledge in settings")
    learned = learning.learn(files, Path(folder))
    for failure in learned.failures:
        tell(str(failure), error=True)
    if not as_json:
        tell(plain.tabbed(*COLUMNS))
    for tally in learned.tallies:
        line = plain.tabbed(tally.what, tally.count, tally.result, tally.why)
        tell(json_line(codec.line(asdict(tally))) if as_json else line)
    return int(bool(learned.failures))
