"""What the pages cost to readers: many at once, over HTTP, against `onrecord serve` as a process of its own.

usage: python -m bench.pages LEDGER [--readers 20] [--each 40] [--pause 2] [--only KIND ...]

Each reader logs in and then asks for one page after the other, of every kind in turn, with a pause between two of so
many seconds in the mean, as somebody who reads makes; `--pause 0` asks without any. Which document, utterance, line or
filter a page is of comes from statements of days all over the ledger, so that hardly any is asked for twice. Told are
the milliseconds from the request to the last byte of the answer, and the weight of a page: with its styles, scripts
and pictures, uncompressed, as a browser loads it that was never here. Give it a quiet machine: the readers take a part
of it too. Before, each kind is asked for once, and not told: a server that has just started is slower. The ledger is
opened, and so migrated, by the server; nothing is added to it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

COMMAND = str(Path(sys.executable).with_name("onrecord"))
PASSWORD = "a password for the bench alone"
FLOOR_MS, FLOOR_KB = 300, 300
"""What issue 6 asks for: the 95th percentile of each kind of page, and the weight of each page."""

_STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_DAYS = 12
_WATCHED = ("kind=red_line", "for_whom=Iran&kind=demand", "q=sanctions", "toward=China")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What pages are asked for: ids, names and words from statements of days all over the ledger, and their months.

    `held` are those of the statements that are of a line: they take somebody's position, and not for the second time.
    """

    statements: tuple[str, ...]
    held: tuple[str, ...]
    documents: tuple[str, ...]
    speakers: tuple[str, ...]
    holders: tuple[str, ...]
    issues: tuple[str, ...]
    words: tuple[str, ...]
    months: tuple[str, ...]
    meetings: tuple[str, ...]


@dataclass(slots=True)
class Times:
    """The milliseconds of each answer of one kind, and the bytes of the largest."""

    milliseconds: list[float] = field(default_factory=list)
    bytes: int = 0

    def at(self, share: float) -> float:
        """The time that this share of the answers needs at most."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Client:
    """One reader: a connection that stays open, and a session."""

    def __init__(self, port: int) -> None:
        self._host = f"127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookie = ""

    def log_in(self, name: str) -> None:
        """Opens the session."""
        form = urlencode({"name": name, "password": PASSWORD, "next": "/"})
        status, headers, _ = self._ask("POST", "/login", form)
        if status != 303:
            raise SystemExit(f"pages: the login answered {status}; expected 303")
        self._cookie = headers.get("set-cookie", "").partition(";")[0]

    def get(self, address: str) -> str:
        """The body of what an address answers; SystemExit for anything but 200."""
        status, _, body = self._ask("GET", address)
        if status != 200:
            raise SystemExit(f"pages: {address} answered {status}: {body[:300]}")
        return body

    def post(self, address: str, form: dict[str, str]) -> None:
        """Sends a form."""
        self._ask("POST", address, urlencode(form))

    def _ask(self, method: str, address: str, form: str | None = None) -> tuple[int, dict[str, str], str]:
        headers = {"Host": self._host, "Cookie": self._cookie}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._answer(method, address, form, headers)
        body = answer.read().decode()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    def _answer(self, method: str, address: str, form: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        try:
            self._connection.request(method, address, form, headers)
            return self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server closes a connection on which nothing was asked for some seconds, as it does a browser's.
            self._connection.close()
            self._connection.request(method, address, form, headers)
            return self._connection.getresponse()


@contextmanager
def served(ledger: str, folder: Path, more: Sequence[str]) -> Iterator[int]:
    """A server over the ledger with one account, `Ann`; its port."""
    accounts = ["--accounts", str(folder / "accounts.db")]
    added = [COMMAND, "accounts", "add", "Ann", "--role", "admin", "--ledger", ledger, *accounts]
    subprocess.run(added, input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)
    port = _free()
    command = [COMMAND, "serve", "--ledger", ledger, "--port", str(port), *accounts, *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
    try:
        if process.stdout is None or not process.stdout.readline():
            raise SystemExit("pages: the server did not start; its error stands above")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def sampled(client: Client, rng: random.Random) -> Sample:
    """Looks around in the ledger by its own interface."""
    found: list[dict[str, Any]] = []
    newest = _items(client, "statements", limit=1)[0]["said_on"] or "2026-01-01"
    years = range(int(newest[:4]) - 18, int(newest[:4]) + 1)
    for year in rng.sample(list(years), min(_DAYS, len(years))):
        month = f"{year}-{rng.randrange(1, 13):02}"
        found += _items(client, "statements", since=month, until=month, limit=60)
    words = {word for one in found for word in re.findall(r"[A-Za-z]{5,}", one["quote"])}
    positions = [one["position"] for one in found if one["position"]]
    months = sorted({one["said_on"][:7] for one in found if one["said_on"]})
    meetings = [one["id"] for month in months for one in _items(client, "meetings", since=month, until=month, limit=5)]

    def some(values: set[str]) -> tuple[str, ...]:
        ordered = sorted(values)
        rng.shuffle(ordered)
        return tuple(ordered[:400])

    return Sample(
        statements=some({one["id"] for one in found}),
        held=some({one["id"] for one in found if _is_held(one)}),
        documents=some({one["document"]["id"] for one in found}),
        speakers=some({one["speaker"]["name"] for one in found if one["speaker"] and one["speaker"]["name"]}),
        holders=some({name for one in positions for name in one["holder"]}),
        issues=some({one["issue"] for one in positions if one["issue"]}),
        words=some(words),
        months=tuple(months),
        meetings=some(set(meetings)),
    )


def _is_held(one: dict[str, Any]) -> bool:
    position = one["position"]
    return bool(position and position["holder"]) and position["kind"] != "comment" and one["repeats"] is None


def _items(client: Client, path: str, **asked: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(client.get(f"/api/v1/{path}?{urlencode(asked)}"))["items"]
    return items


Asking = Callable[[Sample, random.Random], str]


def _at(path: str, **names: str | Callable[[Sample, random.Random], str]) -> Asking:
    def address(sample: Sample, rng: random.Random) -> str:
        asked = {name: value if isinstance(value, str) else value(sample, rng) for name, value in names.items()}
        if "since" in asked:
            asked["since"], asked["until"] = sorted((asked["since"], asked["until"]))
        return f"{path}?{urlencode(asked)}" if asked else path

    return address


def _one(of: str) -> Asking:
    return lambda sample, rng: rng.choice(getattr(sample, of) or ("none",))


def _below(path: str, of: str, before: str = "") -> Asking:
    return lambda sample, rng: f"{path}/{before}{_one(of)(sample, rng)}"


_WORD, _SPEAKER, _HOLDER, _ISSUE, _MONTH = map(_one, ("words", "speakers", "holders", "issues", "months"))


def _kind(_: Sample, rng: random.Random) -> str:
    return rng.choice(("red_line", "demand", "refusal", "offer", "threat", "concern", "support", "criticism"))


KINDS: dict[str, tuple[Asking, ...]] = {
    "start": (_at("/"),),
    "ledger": (_at("/ledger"), _at("/ledger", kind=_kind), _at("/ledger", offset="500")),
    "ledger, words": (_at("/ledger", q=_WORD), _at("/ledger", q=lambda s, r: f"{_WORD(s, r)} {_WORD(s, r)}")),
    "ledger, typed": (_at("/ledger", q=lambda s, r: _WORD(s, r)[:3] + "*"),),
    "ledger, fields": (
        _at("/ledger", speaker=_SPEAKER),
        _at("/ledger", for_whom=_HOLDER, kind=_kind),
        _at("/ledger", toward=_HOLDER, for_whom=_HOLDER),
        _at("/ledger", issue=_ISSUE),
        _at("/ledger", since=_MONTH, until=_MONTH),
        _at("/ledger", until=_MONTH, kind=_kind),
        _at("/ledger", q=_WORD, since=_MONTH, until=_MONTH),
        _at("/ledger", independent="2"),
        _at("/ledger", as_of="2026-12-31", for_whom=_HOLDER),
    ),
    "document": (_below("/documents", "documents"),),
    "documents": (_at("/documents"),),
    "utterance": (_below("/utterances", "statements"),),
    "positions": (_at("/positions"), _at("/positions", kind=_kind)),
    "positions, fields": (
        _at("/positions", holder=_HOLDER),
        _at("/positions", issue=_ISSUE),
        _at("/positions", holder=_HOLDER, kind=_kind),
        _at("/positions", toward=_HOLDER),
        _at("/positions", until=_MONTH),
        _at("/positions", independent="2"),
    ),
    "line": (_below("/positions", "held"),),
    "over time": (_at("/positions/timeline"), _at("/positions/timeline", holder=_HOLDER)),
    "who toward whom": (_at("/positions/toward"), _at("/positions/toward", kind=_kind)),
    "two compared": (_at("/positions/compare", one=_HOLDER, other=_HOLDER),),
    "calendar": (_at("/calendar"), _at("/calendar", month=_MONTH), _at("/calendar", month=_MONTH, party=_HOLDER)),
    "review": (_at("/review"), _at("/review", after=_one("statements"))),
    "watch": (_at("/watch"), _at("/watch", q=_WORD)),
    "api utterances": (_at("/api/v1/utterances", q=_WORD), _at("/api/v1/utterances", for_whom=_HOLDER)),
    "api statements": (_at("/api/v1/statements", since=_MONTH, until=_MONTH),),
    "api documents": (_at("/api/v1/documents"), _below("/api/v1/documents", "documents")),
    "api lines": (_at("/api/v1/lines"), _at("/api/v1/lines", holder=_HOLDER)),
    "api meetings": (_at("/api/v1/meetings", since=_MONTH, until=_MONTH), _below("/api/v1/meetings", "meetings")),
    "api actors": (_at("/api/v1/actors"), _at("/api/v1/actors", name=_SPEAKER), _at("/api/v1/actors", name=_HOLDER)),
    "api reviews": (_at("/api/v1/reviews"),),
}


def read(client: Client, sample: Sample, chosen: Sequence[str], each: int, pause: float, rng: random.Random) -> Any:
    """One reader's way through the pages: each kind so many times, in any order; times by kind."""
    found: dict[str, list[tuple[float, int, str]]] = {}
    order = [kind for kind in chosen for _ in range(each)]
    rng.shuffle(order)
    for kind in order:
        time.sleep(rng.uniform(0, 2 * pause))
        address = rng.choice(KINDS[kind])(sample, rng)
        began = time.perf_counter()
        body = client.get(address)
        found.setdefault(kind, []).append((1000 * (time.perf_counter() - began), len(body.encode()), address))
    return found


def _loaded(client: Client, body: str) -> int:
    """The bytes of all that a page loads."""
    return sum(len(client.get(one).encode()) for one in set(_STATIC.findall(body)))


def measured(port: int, chosen: Sequence[str], options: argparse.Namespace) -> dict[str, list[tuple[float, int, str]]]:
    """All readers at once; what each kind of page took, weighs with all that it loads, and was asked by."""
    first = Client(port)
    first.log_in("Ann")
    sample = sampled(first, random.Random(options.seed))
    for asked in _WATCHED:
        first.post("/watch", {"asked": asked, "name": asked})
    clients = [Client(port) for _ in range(options.readers)]
    for client in clients:
        client.log_in("Ann")
    found: dict[str, list[tuple[float, int, str]]] = {}
    lock = threading.Lock()

    def run(client: Client, seed: int) -> None:
        own = read(client, sample, chosen, options.each, options.pause, random.Random(seed))
        with lock:
            for kind, times in own.items():
                found.setdefault(kind, []).extend(times)

    loaded = {
        kind: max(_loaded(first, first.get(one(sample, random.Random(0)))) for one in KINDS[kind]) for kind in chosen
    }
    threads = [threading.Thread(target=run, args=(client, options.seed + n)) for n, client in enumerate(clients, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {kind: [(took, size + loaded[kind], address) for took, size, address in own] for kind, own in found.items()}


def main() -> int:
    """Read the command line, measure, print a line a kind; 1 if one is above the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--each", type=int, default=6, help="how often a reader asks for each kind")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two pages of a reader, in the mean")
    parser.add_argument("--only", nargs="*", default=list(KINDS), choices=list(KINDS), metavar="KIND")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slowest", action="store_true", help="also say which address took longest")
    parser.add_argument("--serve", nargs="*", default=[], metavar="OPTION", help="further options of `onrecord serve`")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        served(str(Path(options.ledger).resolve()), Path(folder), options.serve) as port,
    ):
        found = measured(port, options.only, options)
    late = False
    for kind in options.only:
        times = sorted(found[kind])
        median, last = times[len(times) // 2][0], times[int(0.95 * (len(times) - 1))][0]
        page = max(size for _, size, _ in times)
        late = late or last > FLOOR_MS or page > FLOOR_KB * 1000
        print(
            f"{kind}\t{median:.0f}\tms median\t{last:.0f}\tms at the 95th percentile\t{page / 1000:.0f}\tkB", flush=True
        )
        if options.slowest:
            for took, _, address in times[-3:]:
                print(f"\t{took:.0f}\t{address}")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
