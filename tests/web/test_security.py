"""Who gets in, and what is refused before any page is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from onrecord.web import security
from onrecord.web.headers import CONTENT_SECURITY_POLICY
from onrecord.web.security import OneTimeToken
from onrecord.web.site import Site


def token_of(site: Site) -> str:
    assert isinstance(site.gate, OneTimeToken)
    return site.gate.token


def test_without_a_session_nothing_but_static_files_is_served(stranger: TestClient) -> None:
    for path in ("/", "/ledger", "/nowhere", "/api/v1/openapi.json"):
        assert stranger.get(path).status_code == 401
    assert stranger.post("/add").status_code == 401
    assert stranger.get("/static/onrecord.css").status_code == 200


def test_the_token_opens_a_session_once_and_leaves_the_address(stranger: TestClient, site: Site) -> None:
    answer = stranger.get("/", params={"token": token_of(site)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    assert token_of(site) not in cookie
    assert stranger.get("/").status_code == 200
    # Who is in may follow the printed address again; anybody else may not.
    assert stranger.get("/", params={"token": token_of(site)}).status_code == 303
    stranger.cookies.clear()
    assert stranger.get("/", params={"token": token_of(site)}).status_code == 401


@pytest.mark.parametrize("token", ["", "x", "ü", "a" * 43])
def test_a_guessed_token_opens_nothing(stranger: TestClient, token: str) -> None:
    answer = stranger.get("/", params={"token": token})
    assert answer.status_code == 401 and "set-cookie" not in answer.headers
    assert stranger.get("/", headers={"Authorization": f"Bearer {token}".encode()}).status_code == 401


def test_a_program_sends_the_token_in_a_header(stranger: TestClient, site: Site) -> None:
    headers = {"Authorization": f"Bearer {token_of(site)}"}
    assert stranger.get("/", headers=headers).status_code == 200
    assert stranger.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "127.0.0.1:8081", "127.0.0.1:8080.example.org", ""])
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400
    assert client.get("/static/onrecord.css", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8081"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8080"},
    ],
)
def test_a_post_from_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/nowhere", headers=headers).status_code == 403


def test_a_post_from_the_own_pages_gets_through(client: TestClient) -> None:
    own = {"Origin": "http://127.0.0.1:8080", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/nowhere", headers=own).status_code == 404


def test_every_answer_bears_the_headers(client: TestClient) -> None:
    for path, host in (("/", None), ("/nowhere", None), ("/static/onrecord.css", None), ("/", "example.org")):
        answer = client.get(path, headers={"Host": host} if host else {})
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_a_body_said_to_be_too_large_is_refused_unread(client: TestClient) -> None:
    def never() -> Iterator[bytes]:
        raise AssertionError("it was read")
        yield b""

    answer = client.post("/nowhere", content=never(), headers={"Content-Length": str(2**30)})
    assert answer.status_code == 413 and "64 MB" in answer.text


def test_pages_have_no_inline_script_or_style(client: TestClient) -> None:
    text = client.get("/").text
    assert "<style" not in text and " style=" not in text and " onclick=" not in text
    assert text.count("<script") == text.count("<script src=")


def test_the_limit_is_what_a_file_may_have() -> None:
    assert f"{security.UPLOAD // 1024**2} MB" in security.TOO_LARGE
