"""The interface keeps what docs/openapi.json says, whatever it is asked: no server error, no other shape."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.types import ASGIApp, Receive, Scope, Send

from docs import openapi
from made_pages import fill
from made_readings import RUN, document_of, reading_of
from onrecord.ledger import open_ledger
from onrecord.records import Meeting, PartialDate, Span
from onrecord.web.app import create_app
from onrecord.web.watches import Watches
from team_server import HOST, serving
from watched_site import watched


class Served:
    """The application under test, which is made after the tests have been listed by its description."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


served = Served()
schema = schemathesis.openapi.from_path(openapi.TARGET)
schema.app = served


@schemathesis.serializer("application/x-ndjson")
def as_it_is(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    return str(value).encode("utf-8", "replace")


def test_the_description_is_that_of_the_application() -> None:
    assert openapi.TARGET.read_text(encoding="utf-8") == openapi.description(), "`make docs` brings it up to date"


@pytest.fixture(scope="module")
def headers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Makes the application, over a ledger with something in it; gives what a program sends to get in."""

    def look_nothing_up(*_: Any, **__: Any) -> Any:
        raise socket.gaierror("tests run offline")

    patch = pytest.MonkeyPatch()
    patch.setattr(socket, "getaddrinfo", look_nothing_up)
    with open_ledger(str(tmp_path_factory.mktemp("openapi") / "web.db"), create=True) as ledger:
        fill(ledger)
        document = document_of("Talks are planned in Bergen.")
        talks = Meeting(
            id="m2", name="Talks", kind="talks", start=PartialDate("2025-04-01"), mentions=(Span(start=0, end=5),)
        )
        ledger.writer.add(reading_of(document, meetings=[talks]), RUN)
        folder = tmp_path_factory.mktemp("team")
        with serving(ledger, folder) as team:
            watches = Watches(folder / "made.alerts.db")
            watches.add("admin", "Refusals", "kind=refusal", None)
            with watched(team.site, watches) as site:
                served.app = create_app(site)
                yield {"Authorization": f"Bearer {team.accounts.new_token('admin')}"}
    patch.undo()


@schema.parametrize()
@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case: schemathesis.Case, headers: dict[str, str]) -> None:
    # No schema says which ids, days and cursors there are: what fits it may still be refused, as a problem. And what
    # breaks it is text again in an address, or in a body of text.
    unasked = [schemathesis.checks.positive_data_acceptance]
    if case.media_type != "application/json" or case.query:
        unasked.append(schemathesis.checks.negative_data_rejection)
    case.call_and_validate(base_url=f"https://{HOST}", headers=headers, excluded_checks=unasked)
