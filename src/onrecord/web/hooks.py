"""Webhooks: after documents were added, tells those who asked to be told. One thread: adding never waits for it.

The body is JSON, signed: `X-Onrecord-Signature: sha256=HEX` is the HMAC-SHA256 of the body under the alert's secret.
What can't be delivered is tried again a few times, and once more with the next documents.
"""

from __future__ import annotations

import hashlib
import hmac
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from urllib.parse import parse_qsl, urlsplit

import urllib3
from starlette.datastructures import QueryParams
from urllib3.exceptions import HTTPError

from onrecord import codec, views
from onrecord.errors import OnrecordError, UsageError
from onrecord.knowledge import Knowledge
from onrecord.ledger import Ledger
from onrecord.sources import reach
from onrecord.views.query import Query
from onrecord.views.watch import Fired, fired, with_changes
from onrecord.web.query import query_of
from onrecord.web.watches import Alert, Watches, moment

SIGNATURE = "X-Onrecord-Signature"
WAITS = (2.0, 15.0, 60.0)
"""Seconds before each further try."""

_TIMEOUT = urllib3.Timeout(connect=5.0, read=10.0)
_AT_ONCE = 100
_LONGEST = 2000
_INSIDE = "an address inside the local network; expected one that leads to the internet"


def query_in(alert: Alert) -> Query:
    """The filter of an alert."""
    return query_of(QueryParams(parse_qsl(alert.asked)))


def signed(body: bytes, secret: str) -> str:
    """The value of the header for a body."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


class Hooks:
    """Checks alerts and calls their webhooks. `known` gives the tables for queries, `is_in` whether an owner still is.

    `inside`: addresses on this machine and in its network may be called, which its owner alone may allow.
    """

    def __init__(
        self,
        ledger: Ledger,
        watches: Watches,
        *,
        known: Callable[[], Knowledge],
        is_in: Callable[[str], bool],
        inside: bool = False,
        waits: Sequence[float] = WAITS,
    ) -> None:
        self._ledger = ledger
        self._watches = watches
        self._known = known
        self._is_in = is_in
        self._inside = inside
        self._waits = waits
        self._stopping = threading.Event()
        self._waiting = threading.Event()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="webhooks")
        self._pools: urllib3.PoolManager = (urllib3.PoolManager if inside else reach.outward_pools)(
            ssl_context=reach.trusting(), timeout=_TIMEOUT, retries=False
        )

    def checked(self, address: str) -> str:
        """The address of a webhook, if it may be called. Raises UsageError."""
        parts = urlsplit(address)
        try:
            usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable or len(address) > _LONGEST or not address.isprintable() or " " in address:
            raise UsageError(f"the webhook '{address[:100]}' is no address; expected https://host/path")
        if not self._inside:
            try:
                reach.check(str(parts.hostname))
            except reach.Inside as error:
                raise UsageError(f"the webhook '{address[:100]}': {_INSIDE}") from error
        return address

    def soon(self) -> None:
        """Check all alerts in the background; calls while a check waits for its turn are one."""
        if not self._waiting.is_set() and not self._stopping.is_set():
            self._waiting.set()
            self._thread.submit(self.check).add_done_callback(_tell_fault)

    def stop(self) -> None:
        """Ends the work after the call that is being made."""
        self._stopping.set()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def check(self) -> None:
        """Call the webhooks of all alerts for which something new is on record."""
        self._waiting.clear()
        for alert in self._watches.hooked():
            if self._stopping.is_set():
                return
            if self._is_in(alert.owner):
                self._check(alert)

    def _check(self, alert: Alert) -> None:
        now = moment()
        try:
            before = self._watches.sent(alert.id)
            found = fired(self._ledger, query_in(alert), since=alert.checked, known=self._known(), without=before)
        except OnrecordError as error:
            self._watches.keep(alert, (), checked=now, tries=0, problem=str(error))
            return
        found.reverse()
        for start in range(0, len(found), _AT_ONCE):
            part = with_changes(self._ledger, found[start : start + _AT_ONCE])
            tries, problem = self._deliver(alert, _body(alert, part, now))
            told = [one.utterance.id for one in part]
            self._watches.keep(alert, told, checked=now, tries=tries, problem=problem)
            if problem is not None:
                return
        self._watches.advance(alert.id, now)

    def _deliver(self, alert: Alert, body: bytes) -> tuple[int, str | None]:
        """How often it was tried, and what went wrong at last."""
        problem: str | None = None
        for number, wait in enumerate((0.0, *self._waits), 1):
            if self._stopping.wait(wait):
                return number - 1, problem or "the server was stopped"
            problem = self._call(alert, body)
            if problem is None:
                return number, None
        return len(self._waits) + 1, problem

    def _call(self, alert: Alert, body: bytes) -> str | None:
        headers = {"Content-Type": "application/json", SIGNATURE: signed(body, alert.secret), "User-Agent": "onrecord"}
        address = str(alert.webhook)
        try:
            if not self._inside:
                reach.check(urlsplit(address).hostname or "")
            # A redirect is no receipt, and its address is not the one that was asked for.
            answer = self._pools.request(
                "POST", address, body=body, headers=headers, redirect=False, preload_content=False
            )
            answer.close()
        except reach.Inside:
            return _INSIDE
        except (HTTPError, OSError, ValueError) as error:
            return f"no answer: {type(error).__name__}; expected a server that answers within 10 s"
        return None if 200 <= answer.status < 300 else f"the answer was {answer.status}; expected 200 to 299"


def _body(alert: Alert, found: Sequence[Fired], now: str) -> bytes:
    told = [views.utterance_to_json(one.utterance) | {"recorded_at": one.at, "change": one.change} for one in found]
    return codec.line({"alert": alert.name, "asked": alert.asked, "at": now, "utterances": told}).encode()


def _tell_fault(work: Future[None]) -> None:
    if not work.cancelled() and (fault := work.exception()) is not None:
        print(f"onrecord: a fault while calling webhooks: {type(fault).__name__}: {fault}", file=sys.stderr)
