"""Pages by address, from a server on this machine: polite, bounded, one clear line for each failure."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.records import Declared, Failure, Page
from onrecord.sources import pages
from onrecord.sources.web import Web

HTML = b"<!doctype html><html><body><p>He said so.</p></body></html>"
BOMB = gzip.compress(b"word " * 12_000_000, 1)
# Path: status, headers, body.
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private\n"),
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, HTML),
    "/private": (200, {"Content-Type": "text/html"}, HTML),
    "/moved": (301, {"Location": "/page#part"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/out": (302, {"Location": "file:///etc/hostname"}, b""),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/pdf": (200, {"Content-Type": "text/html"}, b"%PDF-1.4"),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, BOMB),
    "/broken": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"no gzip at all"),
    "/short": (200, {"Content-Type": "text/html", "Content-Length": "500"}, HTML),
    "/empty": (200, {"Content-Type": "text/html"}, b""),
    "/lines": (200, {"Content-Type": "application/x-ndjson"}, b'{"text": "A"}\n{"bad": 1}\n'),
    "/busy": (429, {}, b""),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.seen.append((self.path, self.headers["User-Agent"]))  # type: ignore[attr-defined]
        if self.path == "/drip":
            self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
            for _ in range(100):
                time.sleep(0.05)
                self.wfile.write(b"a")
            return
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some of the tests are about."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        running.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


def read(server: Server, path: str, *, patience: float = 10.0) -> list[Page | Failure]:
    address = f"http://127.0.0.1:{server.server_address[1]}{path}"
    return list(Web(delay=0.0, patience=patience).read(address, Declared()))


def test_a_page_is_fetched_with_its_charset_and_time(server: Server) -> None:
    (page,) = pages([f"http://127.0.0.1:{server.server_address[1]}/page"])
    assert isinstance(page, Page)
    assert (page.body, page.media_type, page.charset) == (HTML, "text/html", "utf-8")
    assert page.retrieved is not None and page.retrieved.endswith("Z")
    assert server.seen[0][0] == "/robots.txt"  # type: ignore[attr-defined]
    assert all(agent.startswith("onrecord/") for _, agent in server.seen)  # type: ignore[attr-defined]


def test_redirects_are_followed_and_the_last_address_kept(server: Server) -> None:
    (page,) = read(server, "/moved")
    assert isinstance(page, Page)
    assert page.url is not None and page.url.endswith("/page")
    assert page.input.endswith("/moved")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/private", "its robots.txt asks programs not to read it"),
        ("/nothing", "not found (status 404)"),
        ("/loop", "redirected more than 5 times"),
        ("/out", "redirected to file:"),
        ("/picture", "its type is image/png"),
        ("/pdf", "a PDF file"),
        ("/bomb", "larger than 50 MB"),
        ("/broken", "its packed data is damaged"),
        ("/short", "the connection failed or broke off"),
        ("/empty", "empty"),
        ("/busy", "the server is too busy (status 429)"),
    ],
)
def test_what_gives_no_page_is_one_failure(server: Server, path: str, problem: str) -> None:
    (failure,) = read(server, path)
    assert isinstance(failure, Failure)
    assert failure.problem == problem


def test_lines_behind_an_address_are_read(server: Server) -> None:
    page, failure = read(server, "/lines")
    assert isinstance(page, Page) and isinstance(failure, Failure)
    assert failure.input.endswith("/lines:2")


def test_a_server_that_drips_is_given_up(server: Server) -> None:
    start = time.monotonic()
    (failure,) = read(server, "/drip", patience=1.0)
    assert isinstance(failure, Failure)
    assert failure.problem == "not read within 1 s"
    assert time.monotonic() - start < 4


def test_requests_to_one_host_are_spaced(server: Server) -> None:
    web = Web(delay=0.3)
    address = f"http://127.0.0.1:{server.server_address[1]}/page"
    start = time.monotonic()
    for _ in range(3):
        list(web.read(address, Declared()))
    assert time.monotonic() - start >= 0.6


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a", "http://", "http://[::bad/a", "https://127.0.0.1:9/"])
def test_an_address_without_a_server_is_one_failure(address: str) -> None:
    (failure,) = Web(delay=0.0).read(address, Declared())
    assert isinstance(failure, Failure)
    assert failure.input == address
