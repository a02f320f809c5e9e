"""An address that somebody gives leads outside alone: whatever it looks like, redirects to, or comes to mean."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from onrecord.sources import reach

API = "/api/v1"
SECRET = b'"The secret" said Bo.'


class Inside(BaseHTTPRequestHandler):
    """A service on this machine that was meant for nobody else."""

    def do_GET(self) -> None:
        self.path = unquote(self.path)
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(SECRET)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def inside() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Inside) as running:
        running.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


def means(*addresses: str) -> Any:
    """A look-up by which every name has these addresses."""

    def look_up(_host: str, port: Any, *_rest: Any, **_options: Any) -> list[Any]:
        families = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in addresses]
        pairs = zip(families, addresses, strict=True)
        return [(family, socket.SOCK_STREAM, 6, "", (address, port or 0)) for family, address in pairs]

    return look_up


def refused(client: TestClient, url: str) -> str:
    answer = client.post(f"{API}/documents", json={"url": url})
    assert answer.status_code == 422 and SECRET.decode() not in answer.text
    assert client.get(f"{API}/documents").json()["items"] == []
    return str(answer.json()["detail"])


THIS = ["127.0.0.1", "127.1", "127.0.1", "2130706433", "0177.0.0.1", "0x7f000001", "0x7f.0.0.1", "0", "localhost"]
THIS += ["localhost.", "LOCALHOST", "127.0.0.1.nip.example", "u:p@127.0.0.1", "public.example@127.0.0.1", "①②⑦.0.0.1"]


@pytest.mark.parametrize("host", THIS)
def test_no_name_of_this_machine_is_asked(
    client: TestClient, inside: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", means("127.0.0.1"))
    assert "an address inside the local network" in refused(client, f"http://{host}:{inside.server_address[1]}/")
    assert inside.seen == []  # type: ignore[attr-defined]


NUMBERS = ["10.0.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "[::1]", "[::ffff:10.0.0.1]"]
NUMBERS += ["[fd00::1]", "[fe80::1]", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "[::]"]


@pytest.mark.parametrize("host", NUMBERS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_address_of_the_network_is_asked(client: TestClient, scheme: str, host: str) -> None:
    # The tests' own guard would end the run if a connection were tried.
    assert "an address inside the local network" in refused(client, f"{scheme}://{host}/latest/meta-data/")


@pytest.mark.parametrize("found", [("192.168.1.1",), ("93.184.216.34", "10.0.0.1"), ("fd00::1",), ("::ffff:7f00:1",)])
def test_a_public_name_for_an_address_inside_is_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, found: tuple[str, ...]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", means(*found))
    assert "an address inside the local network" in refused(client, "http://printer.example/")


def test_a_name_that_means_something_else_when_it_is_connected_to_is_refused(
    client: TestClient, inside: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [means("93.184.216.34")]

    def rebinding(*asked: Any, **options: Any) -> Any:
        return (answers.pop() if answers else means("127.0.0.1"))(*asked, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    said = refused(client, f"http://news.example:{inside.server_address[1]}/")
    assert "an address inside the local network" in said and answers == []
    assert inside.seen == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::1]/", "http://167772162/", "//169.254.169.254/"])
def test_a_redirect_to_an_address_inside_is_refused(
    client: TestClient, inside: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """This machine stands for the internet here, and everything else inside for what is inside."""
    real = reach.is_public
    monkeypatch.setattr(reach, "is_public", lambda address: address == "127.0.0.1" or real(address))
    look_up = socket.getaddrinfo

    def as_the_system_does(host: str, *rest: Any, **options: Any) -> Any:
        return (means("10.0.0.2") if host == "167772162" else look_up)(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", as_the_system_does)
    said = refused(client, f"http://127.0.0.1:{inside.server_address[1]}/to/{target}")
    assert "an address inside the local network" in said
    assert inside.seen[-1] == f"/to/{target}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://h.example/", "gopher://h.example/", "javascript:x"])
def test_a_redirect_to_something_else_than_the_web_is_refused(
    client: TestClient, inside: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setattr(reach, "is_public", lambda address: address == "127.0.0.1")
    assert "redirected to" in refused(client, f"http://127.0.0.1:{inside.server_address[1]}/to/{target}")


OTHERS = ["/etc/passwd", "file:///etc/passwd", "-", ".", "C:\\secret", "gopher://127.0.0.1/", "ftp://127.0.0.1/"]
OTHERS += ["http:", "http://", "http:///path", "http://[", "http://a b/", "javascript:alert(1)", "data:text/plain,x"]
OTHERS += ["\0", "//h"]


@pytest.mark.parametrize("url", OTHERS)
def test_what_is_no_address_of_a_page_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise socket.gaierror("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    assert "root:" not in refused(client, url)


def test_what_a_form_gives_is_fetched_no_further(
    client: TestClient, inside: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", means("127.0.0.1"))
    port = inside.server_address[1]
    answer = client.post(
        "/add", data={"address": f"http://localhost:{port}/ http://news.example:{port}/ /etc/hostname"}
    )
    job = client.app.state.site.jobs.recent()[0]  # type: ignore[attr-defined]
    while not job.is_over:
        threading.Event().wait(0.01)
    assert answer.status_code == 303 and len(job.skipped) == 3 and not job.read
    assert inside.seen == []  # type: ignore[attr-defined]
