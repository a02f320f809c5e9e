"""Webhooks: signed, told once of what is new, tried again, kept out of the local network; adding never waits."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import pytest

from made_pages import fill
from onrecord import knowledge
from onrecord.ledger import Ledger
from onrecord.records import Handed
from onrecord.web.hooks import SIGNATURE, Hooks
from onrecord.web.jobs import Jobs
from onrecord.web.watches import Alert, Watches
from quick_reader import QuickReader


class Program(BaseHTTPRequestHandler):
    """A program that is told; it answers with the codes that it was given, the last one for ever."""

    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.told.append((self.headers[SIGNATURE], body))
        self.send_response(server.answers.pop(0) if len(server.answers) > 1 else server.answers[0])
        self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def program() -> Iterator[Any]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Program) as running:
        running.told, running.answers = [], [204]  # type: ignore[attr-defined]
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


Make = Callable[..., Hooks]


@pytest.fixture
def hooks(ledger: Ledger, watches: Watches) -> Iterator[Make]:
    made = []

    def make(*, inside: bool = True, is_in: bool = True) -> Hooks:
        hooks = Hooks(
            ledger, watches, known=knowledge.shipped, is_in=lambda _name: is_in, inside=inside, waits=(0.0, 0.0)
        )
        made.append(hooks)
        return hooks

    yield make
    for one in made:
        one.stop()


def alert(watches: Watches, program: Any, asked: str = "kind=refusal") -> Alert:
    return watches.add("Vera", "Refusals", asked, f"http://127.0.0.1:{program.server_port}/told")


def test_a_program_is_told_once_of_what_is_new_in_a_signed_body(
    ledger: Ledger, watches: Watches, program: Any, hooks: Make
) -> None:
    made, running = alert(watches, program), hooks()
    running.check()
    assert program.told == []
    fill(ledger)
    running.check()
    running.check()
    ((signature, body),) = program.told
    assert signature == "sha256=" + hmac.new(made.secret.encode(), body, hashlib.sha256).hexdigest()
    value = json.loads(body)
    assert (value["alert"], value["asked"]) == ("Refusals", "kind=refusal")
    assert [one["quote"] for one in value["utterances"]] == ["Norway will not reopen the quota"]
    (delivery,) = watches.deliveries(made.id)
    assert (delivery.utterances, delivery.tries, delivery.problem) == (1, 1, None)


def test_what_fails_is_tried_again(ledger: Ledger, watches: Watches, program: Any, hooks: Make) -> None:
    made = alert(watches, program)
    program.answers = [500, 503, 200]
    fill(ledger)
    hooks().check()
    (delivery,) = watches.deliveries(made.id)
    assert (len(program.told), delivery.tries, delivery.problem) == (3, 3, None)


@pytest.mark.parametrize(("code", "said"), [(500, "the answer was 500"), (302, "the answer was 302")])
def test_what_fails_for_good_is_kept_and_told_with_the_next_documents(
    ledger: Ledger, watches: Watches, program: Any, hooks: Make, code: int, said: str
) -> None:
    made, running = alert(watches, program), hooks()
    program.answers = [code]
    fill(ledger)
    running.check()
    (delivery,) = watches.deliveries(made.id)
    assert delivery.problem and said in delivery.problem and delivery.tries == 3 == len(program.told)
    program.answers = [200]
    running.check()
    assert watches.deliveries(made.id)[0].problem is None
    running.check()
    assert len(program.told) == 4


def test_a_program_that_is_not_there_is_a_problem_in_a_line(ledger: Ledger, watches: Watches, hooks: Make) -> None:
    made = watches.add("Vera", "Refusals", "kind=refusal", "http://127.0.0.1:9/told")
    fill(ledger)
    hooks().check()
    (delivery,) = watches.deliveries(made.id)
    assert delivery.problem and delivery.problem.startswith("no answer") and "\n" not in delivery.problem


def test_an_address_inside_is_never_called_whatever_was_kept(
    ledger: Ledger, watches: Watches, program: Any, hooks: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = alert(watches, program)
    fill(ledger)
    running = hooks(inside=False)
    running.check()
    # A name that comes to mean another address between look-up and connection.
    monkeypatch.setattr("onrecord.sources.reach.check", lambda host: None)
    running.check()
    assert program.told == []
    assert all("inside the local network" in str(one.problem) for one in watches.deliveries(made.id))
    assert len(watches.deliveries(made.id)) == 2


def test_nothing_is_sent_for_who_has_no_account_any_more(
    ledger: Ledger, watches: Watches, program: Any, hooks: Make
) -> None:
    made = alert(watches, program)
    fill(ledger)
    hooks(is_in=False).check()
    assert program.told == [] and watches.deliveries(made.id) == []


def test_a_removed_alert_is_not_called(ledger: Ledger, watches: Watches, program: Any, hooks: Make) -> None:
    made = alert(watches, program)
    watches.remove("Vera", made.id)
    fill(ledger)
    hooks().check()
    assert program.told == []


def until(reached: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_adding_reports_calls_and_does_not_wait(ledger: Ledger, watches: Watches, program: Any, hooks: Make) -> None:
    made, running = alert(watches, program, "q=harbour"), hooks()
    program.answers = [500]
    jobs = Jobs(ledger.writer, QuickReader, after=running.soon)
    job = jobs.add("a report", [Handed(name="a", raw=BytesIO(b'Rain.\n\n"The harbour stays open" said Vidal.\n'))])
    until(lambda: job.is_over)
    until(lambda: watches.deliveries(made.id))
    assert job.state == "done" and len(job.read) == 1 and len(program.told) == 3
    jobs.stop()


def test_a_job_that_added_nothing_calls_nobody(ledger: Ledger) -> None:
    called: list[bool] = []
    jobs = Jobs(ledger.writer, QuickReader, after=lambda: called.append(True))
    job = jobs.add("nothing", [Handed(name="a.pdf", raw=BytesIO(b"%PDF-1.4"))])
    until(lambda: job.is_over)
    jobs.stop()
    assert job.skipped and called == []
