"""Pages by their address: one request at a time, as robots.txt allows, with a limit on everything."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass
from urllib.robotparser import RobotFileParser

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationValueError,
    NameResolutionError,
    ReadTimeoutError,
    SSLError,
)

from onrecord.records import Declared, Failure, Page
from onrecord.sources import jsonl, reach
from onrecord.sources.files import LIMIT, MEDIA, too_large
from onrecord.sources.kinds import NotText, kind_of
from onrecord.sources.streams import Broken, Stream

AGENT = "onrecord"
_HEADERS = {
    "User-Agent": f"{AGENT}/0 (reads single news pages for a person; obeys robots.txt)",
    "Accept": "text/html, application/xhtml+xml, text/plain, application/x-ndjson",
    "Accept-Encoding": "gzip, deflate",
}
_CHUNK = 64 * 1024
_ROBOTS_BYTES = 512 * 1024  # the least that a crawler has to read, RFC 9309
_REDIRECTS = 5
_LONGEST_DELAY = 30.0
_REDIRECTING = (301, 302, 303, 307, 308)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
# What may hold text; anything else is refused by its type, before its body is read.
_TYPES = ("text/", "application/xhtml", "application/xml", "application/json")
_LINES = ("application/jsonl", "application/ndjson", "application/x-ndjson", "application/x-jsonlines")
_PACKED = ("application/gzip", "application/x-gzip")
_UNTYPED = ("", "application/octet-stream", "binary/octet-stream")
_LATER = "expected a server that answers: try again later"
_OTHER_PAGE = "expected the address of a page that anybody can read"
_OUTSIDE = "expected one on the internet: `onrecord add` reads those inside"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server said; `body` is unpacked, None if it is over the limit or of no use."""

    url: str
    status: int
    media_type: str
    charset: str | None
    location: str | None
    body: bytes | None


class _Refused(Exception):
    """Why an address gives no page."""

    def __init__(self, problem: str, expected: str = _OTHER_PAGE) -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected


class Web:
    """Reads addresses. `delay` is the seconds between two requests to one host, `patience` those one page may take.

    `only_public`: none on this machine or inside its network, also by a name that means one or a redirect to one.
    """

    def __init__(self, *, delay: float = 1.0, patience: float = 60.0, only_public: bool = False) -> None:
        self._only_public = only_public
        self._delay = delay
        self._patience = patience
        self._timeout = urllib3.Timeout(connect=min(10.0, patience), read=min(20.0, patience))
        self._pools: dict[str | None, urllib3.PoolManager] = {}
        self._robots: dict[str, RobotFileParser] = {}
        self._asked: dict[str, float] = {}

    def read(self, name: str, defaults: Declared) -> Iterator[Page | Failure]:
        """Yield the page at an address, or those of the JSON Lines there, or one failure."""
        try:
            answer = self._patiently(name)
            if answer.body is None:
                yield too_large(name)
                return
            yield from _pages(name, answer, defaults)
        except (_Refused, NotText) as error:
            yield Failure(input=name, problem=error.problem, expected=error.expected)
        except Broken:
            yield Failure(input=name, problem="its gzip data is damaged or cut short", expected="expected a whole file")

    def _patiently(self, url: str) -> _Answer:
        """Fetch in a thread of its own: a server that sends one byte a second keeps within every other limit."""
        result: list[_Answer | _Refused] = []

        def work() -> None:
            try:
                result.append(self._follow(url))
            except _Refused as error:
                result.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(self._patience)
        if not result:
            raise _Refused(f"not read within {self._patience:.0f} s", _LATER)
        if isinstance(result[0], _Refused):
            raise result[0]
        return result[0]

    def _follow(self, url: str) -> _Answer:
        """Fetch an address and what it redirects to."""
        for _ in range(_REDIRECTS + 1):
            url = urldefrag(url).url
            origin = _origin(url)
            rules = self._rules(origin)
            if not rules.can_fetch(AGENT, url):
                raise _Refused("its robots.txt asks programs not to read it", "expected the page saved to a file")
            self._wait(origin, rules)
            answer = self._get(url, LIMIT)
            if answer.status not in _REDIRECTING or answer.location is None:
                return _checked(answer)
            url = urljoin(url, answer.location)
        raise _Refused(f"redirected more than {_REDIRECTS} times")

    def _rules(self, origin: str) -> RobotFileParser:
        """Return what a site's robots.txt allows: all if it has none; nothing while it can't say."""
        if origin not in self._robots:
            rules = RobotFileParser()
            answer = self._get(f"{origin}/robots.txt", _ROBOTS_BYTES)
            for _ in range(_REDIRECTS):
                if answer.status not in _REDIRECTING or answer.location is None:
                    break
                target = urljoin(answer.url, answer.location)
                _origin(target)
                answer = self._get(target, _ROBOTS_BYTES)
            if answer.status >= 500:
                problem = f"its robots.txt can't be read: the server answers {answer.status}"
                raise _Refused(problem, "expected a server in order: try again later")
            lines = (answer.body or b"").decode("utf-8", "replace").splitlines() if answer.status == 200 else []
            rules.parse(lines)
            self._robots[origin] = rules
        return self._robots[origin]

    def _wait(self, origin: str, rules: RobotFileParser) -> None:
        wanted = rules.crawl_delay(AGENT)
        delay = max(self._delay, min(float(wanted), _LONGEST_DELAY)) if wanted else self._delay
        ready = self._asked.get(origin, -delay) + delay
        time.sleep(max(0.0, ready - time.monotonic()) if origin in self._asked else 0.0)
        self._asked[origin] = time.monotonic()

    def _get(self, url: str, limit: int) -> _Answer:
        """Send one request; the body is read to `limit` bytes, unpacked, whatever its length was said to be."""
        try:
            if self._only_public:
                reach.check(urlsplit(url).hostname or "")
            answer = self._pool(url).request(
                "GET",
                url,
                headers=_HEADERS,
                timeout=self._timeout,
                redirect=False,
                retries=False,
                preload_content=False,
            )
            try:
                return _answer(url, answer, limit)
            finally:
                answer.close()
        except reach.Inside as error:
            raise _Refused("an address inside the local network", _OUTSIDE) from error
        except (HTTPError, OSError, ValueError) as error:
            raise _explained(error) from error

    def _pool(self, url: str) -> urllib3.PoolManager:
        parts = urlsplit(url)
        host = parts.hostname or ""
        proxy = None if host in _LOOPBACK or proxy_bypass(host) else getproxies().get(parts.scheme)
        if proxy not in self._pools:
            direct = reach.outward_pools if self._only_public else urllib3.PoolManager
            make: Any = direct if proxy is None else lambda **k: urllib3.ProxyManager(proxy, **k)
            self._pools[proxy] = make(ssl_context=reach.trusting())
        return self._pools[proxy]


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise _Refused("not an address", "expected https://host/path") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise _Refused(f"redirected to {parts.scheme}:", "expected an address that stays with http or https")
    if not host:
        raise _Refused("no host in the address", "expected https://host/path")
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"


def _answer(url: str, answer: Any, limit: int) -> _Answer:
    declared = answer.headers.get("Content-Type", "")
    media_type, _, parameters = declared.partition(";")
    charset = next((p.partition("=")[2].strip("\"' ") for p in parameters.split(";") if "charset=" in p.lower()), None)
    kind = media_type.strip().lower()
    wanted = answer.status == 200 and _may_hold_text(kind)
    body = _body(answer, limit) if wanted else b""
    return _Answer(url, answer.status, kind, charset or None, answer.headers.get("Location"), body)


def _body(answer: Any, limit: int) -> bytes | None:
    body = bytearray()
    for piece in answer.stream(_CHUNK, decode_content=True):
        body += piece
        if len(body) > limit:
            return None
    return bytes(body)


def _may_hold_text(kind: str) -> bool:
    return kind.startswith((*_TYPES, *_LINES, *_PACKED)) or kind in _UNTYPED


def _checked(answer: _Answer) -> _Answer:
    """Return the answer if it holds a page."""
    known = {404: "not found", 410: "gone", 401: "needs a password", 402: "has to be paid for", 403: "refused to us"}
    if answer.status in (429, 503):
        raise _Refused(f"the server is too busy (status {answer.status})", _LATER)
    if answer.status != 200:
        raise _Refused(f"{known.get(answer.status, 'no page')} (status {answer.status})")
    if not _may_hold_text(answer.media_type):
        raise _Refused(f"its type is {answer.media_type[:60]}", "expected HTML, text or JSON Lines")
    return answer


def _explained(error: HTTPError | OSError | ValueError) -> _Refused:
    if isinstance(error, NameResolutionError):
        return _Refused("no such host", "expected an address that exists, and a connection to the network")
    if isinstance(error, SSLError):
        return _Refused(f"no safe connection ({str(error)[:120]})", "expected a valid certificate")
    if isinstance(error, ReadTimeoutError | ConnectTimeoutError) and "refused" not in str(error):
        return _Refused("no answer in time", _LATER)
    if isinstance(error, DecodeError):
        return _Refused("its packed data is damaged", "expected a whole page: try again later")
    if isinstance(error, LocationValueError | UnicodeError):
        return _Refused("not an address", "expected https://host/path")
    return _Refused("the connection failed or broke off", _LATER)


def _pages(name: str, answer: _Answer, defaults: Declared) -> Iterator[Page | Failure]:
    """Make pages of an answer's body, by its content first."""
    stream = Stream(io.BytesIO(answer.body or b""))
    if not stream.head:
        yield Failure(input=name, problem="empty", expected=_OTHER_PAGE)
        return
    kind = kind_of(stream.head, urlsplit(answer.url).path, answer.media_type)
    if kind == "jsonl":
        yield from jsonl.read(name, stream, LIMIT, defaults)
        return
    body = stream.read(LIMIT)
    if body is None:
        yield too_large(name)
        return
    yield Page(
        input=name,
        body=body,
        media_type=MEDIA[kind],
        url=answer.url,
        retrieved=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        charset=answer.charset,
        declared=defaults,
    )
