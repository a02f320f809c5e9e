"""A server for a team: the way in and out, what each role may do, and what a stranger gets."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from made_pages import fill
from onrecord.ledger import Ledger
from onrecord.web import logins
from onrecord.web.accounts import LONGEST
from onrecord.web.roles import MAY, ROLES
from team_server import HOST, PASSWORD, Team, serving

API = "/api/v1"


@pytest.fixture
def team(ledger: Ledger, tmp_path: Path) -> Iterator[Team]:
    with serving(ledger, tmp_path) as made:
        yield made


def log_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/login", data={"name": name, "password": password} | more)


def test_a_login_opens_a_session_that_a_logout_ends(team: Team) -> None:
    client = team.client()
    answer = log_in(client, "reviewer")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-onrecord=") and f"Max-Age={LONGEST}" in cookie
    assert (
        all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/")) and "Domain" not in cookie
    )
    page = client.get("/").text
    assert "reviewer, reviewer" in page and 'action="/logout"' in page
    session = client.cookies["__Host-onrecord"]
    answer = client.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert team.accounts.by_session(session) is None
    assert client.get(f"{API}/documents").status_code == 401


def test_a_new_login_ends_the_session_before_it(team: Team) -> None:
    client = team.client("reader")
    before = client.cookies["__Host-onrecord"]
    assert log_in(client, "editor").status_code == 303
    assert client.cookies["__Host-onrecord"] != before and team.accounts.by_session(before) is None


def test_a_wrong_password_and_a_wrong_name_look_the_same(team: Team) -> None:
    answers = [log_in(team.client(), name, "a wrong password") for name in ("reader", "nobody", "<script>", "' OR 1=1")]
    assert {answer.status_code for answer in answers} == {401}
    assert all("The name or the password is wrong." in answer.text for answer in answers)
    assert "<script>" not in answers[2].text.replace("<script src=", "")
    assert not any("set-cookie" in answer.headers for answer in answers)


def test_passwords_are_not_guessed(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(logins.time, "monotonic", lambda: now[0])
    client = team.client()
    for _ in range(5):
        assert log_in(client, "reader", "a wrong password").status_code == 401
        now[0] += 1
    refused = log_in(client, "reader")
    assert refused.status_code == 429 and 0 < int(refused.headers["retry-after"]) <= 15 * 60
    # Others may go on, also those who write the name with other spaces.
    assert log_in(client, " reader ").status_code == 429
    assert log_in(team.client(), "editor").status_code == 303
    now[0] += 15 * 60
    assert log_in(client, "reader").status_code == 303


def test_many_names_from_one_address_are_no_way_around(team: Team) -> None:
    client = team.client()
    attempts = team.site.gate.attempts  # type: ignore[attr-defined]
    for number in range(50):
        attempts.begun(f"name {number}", "testclient")
    assert log_in(client, "reader").status_code == 429


def test_right_passwords_use_up_nothing(team: Team) -> None:
    assert {log_in(team.client(), "reader").status_code for _ in range(7)} == {303}


def test_a_program_comes_by_its_token(team: Team) -> None:
    token = team.accounts.new_token("reader")
    client = team.client()
    assert client.get(f"{API}/documents", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    for name, status in (("reader", 200), ("editor", 401), ("", 401)):
        basic = base64.b64encode(f"{name}:{token}".encode()).decode()
        answer = client.get(f"{API}/utterances.atom", headers={"Authorization": f"Basic {basic}"})
        assert answer.status_code == status
    password = base64.b64encode(f"reader:{PASSWORD}".encode()).decode()
    for header in (f"Basic {password}", "Basic ###", "Bearer", "Bearer x", f"Token {token}", f"Bearer {PASSWORD}"):
        assert client.get(f"{API}/documents", headers={"Authorization": header}).status_code == 401


def test_a_stranger_is_led_to_the_login_and_back(team: Team) -> None:
    client = team.client()
    answer = client.get("/ledger", params={"q": "red line"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/ledger%3Fq%3Dred%2Bline")
    page = client.get(answer.headers["location"])
    assert page.status_code == 200 and 'value="/ledger?q=red+line"' in page.text
    assert log_in(client, "reader", next="/ledger?q=red+line").headers["location"] == "/ledger?q=red+line"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:x", ""]
)
def test_a_login_leads_nowhere_else(team: Team, elsewhere: str) -> None:
    assert log_in(team.client(), "reader", next=elsewhere).headers["location"] == "/"
    assert "evil" not in team.client().get("/login", params={"next": elsewhere}).text


def test_a_stranger_sends_no_more_than_a_password(team: Team) -> None:
    client = team.client()
    assert log_in(client, "reader", "x" * 20_000).status_code == 413
    assert client.post(f"{API}/documents", content=b"x" * 20_000).status_code == 401
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/login", content=iter([b"name=" + b"x" * 10_000] * 2), headers=form).status_code == 413


def test_a_login_from_another_site_is_refused(team: Team) -> None:
    data = {"name": "reader", "password": PASSWORD}
    answer = team.client().post("/login", data=data, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
    answer = team.client("reader").post("/logout", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_every_path_but_the_login_and_static_files_needs_an_account(team: Team) -> None:
    client = team.client()
    assert client.get("/static/onrecord.css").status_code == 200
    for path, scheme in (("documents", "Bearer"), ("openapi.json", "Bearer"), ("utterances.json", "Basic"),
                         ("utterances.atom", "Basic"), ("meetings.ics", "Basic")):  # fmt: skip
        answer = client.get(f"{API}/{path}")
        assert (answer.status_code, answer.headers["www-authenticate"].split()[0]) == (401, scheme)
    for path in ("/", "/ledger", "/login/", "/nowhere", "/logout"):
        assert client.get(path).status_code in (303, 401)
    assert client.post("/add").status_code == client.post("/logout").status_code == 401
    assert client.get("/ledger", headers={"HX-Request": "true"}).headers["hx-redirect"] == "/login"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_table_says(team: Team, ledger: Ledger, role: str) -> None:
    fill(ledger)
    client = team.client(role)
    statement = client.get(f"{API}/statements").json()["items"][0]["id"]
    added = client.post(f"{API}/documents", json={"text": '"Yes" said Bo.'})
    assert added.status_code == (201 if "add" in MAY[role] else 403)
    judged = client.post(f"{API}/reviews", json={"verdict": "accept", "statement": statement})
    assert judged.status_code == (201 if "review" in MAY[role] else 403)
    others = team.client("editor").post(f"{API}/reviews", json={"verdict": "accept", "statement": statement})
    withdrawn = client.post(
        f"{API}/reviews", json={"verdict": "withdraw", "withdraws": others.json()["items"][0]["id"]}
    )
    assert withdrawn.status_code == (201 if "oversee" in MAY[role] or role == "editor" else 403)
    if judged.status_code == 403:
        assert judged.json()["detail"] == "a reader may not review; expected the role reviewer or editor or admin"
    else:
        assert judged.json()["items"][0]["reviewer"] == role
        own = {"verdict": "withdraw", "withdraws": judged.json()["items"][0]["id"]}
        assert client.post(f"{API}/reviews", json=own).status_code == 201


def test_who_may_not_add_is_not_asked_to(team: Team, ledger: Ledger) -> None:
    for _ in range(2):
        for role in ROLES:
            assert ('action="/add"' in team.client(role).get("/").text) is ("add" in MAY[role])
        fill(ledger)


def test_every_route_that_changes_something_asks_for_a_role(team: Team) -> None:
    """Also those of the pages: a route that forgot to ask is open to reviewers, and to no reader."""
    app = team.client("reader")
    for path in ("/add", f"{API}/documents", f"{API}/reviews"):
        assert app.post(path).status_code == 403, path
    assert team.client("reviewer").post("/add", data={"text": "x"}).status_code == 403


def test_no_answer_tells_anybody_elses_browser_anything(team: Team) -> None:
    answer = team.client("reader").get("/")
    assert "access-control-allow-origin" not in answer.headers
    assert team.client("reader").get("/", headers={"Host": f"{HOST}.evil.example"}).status_code == 400
