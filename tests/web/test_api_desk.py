"""What people do at the desk, done by a program: alerts, the queue, undo, readings under way, accounts; who may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from made_pages import fill
from onrecord import views
from onrecord.ledger import Ledger
from onrecord.web.api.accounts import KeptAccount
from onrecord.web.api.alerts import FiredFor, KeptAlert
from onrecord.web.api.queue import Agreed, Differing, ToReview
from onrecord.web.api.readings import Reading
from onrecord.web.app import create_app
from onrecord.web.site import Site
from onrecord.web.watches import Watches
from team_server import HOST, Team, serving
from watched_site import watched

API = "/api/v1"


@pytest.fixture
def site(ledger: Ledger, site: Site, watches: Watches) -> Iterator[Site]:
    fill(ledger)
    with watched(site, watches) as made:
        yield made


@pytest.fixture
def team(ledger: Ledger, site: Site, watches: Watches, tmp_path: Path) -> Iterator[Team]:
    with serving(ledger, tmp_path) as made:
        yield replace(made, site=replace(made.site, watches=watches))


def items(client: TestClient, path: str, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


REFUSALS = {"name": "Refusals", "asked": {"kind": ["refusal"], "toward": "Iceland"}}


def test_an_alert_is_kept_changed_and_removed(client: TestClient, watches: Watches) -> None:
    answer = client.post(f"{API}/alerts", json=REFUSALS)
    made = answer.json()
    KeptAlert.model_validate_json(answer.text, strict=True)
    assert (answer.status_code, answer.headers["location"]) == (201, f"{API}/alerts/{made['id']}")
    asked = {name: value for name, value in made["asked"].items() if value}
    assert asked == REFUSALS["asked"] and items(client, "alerts") == [made]
    # The page has the same alert, and its feeds are those that the answer names.
    assert "Refusals" in client.get("/watch").text
    assert client.get(made["feeds"]["atom"]).status_code == client.get(made["feeds"]["json_feed"]).status_code == 200
    address = f"{API}/alerts/{made['id']}"
    changed = client.patch(address, json={"name": "No", "asked": {"q": "quota"}}).json()
    assert (changed["name"], changed["asked"]["q"], changed["asked"]["kind"]) == ("No", "quota", [])
    assert client.patch(address, json={"webhook": "https://1.1.1.1/told"}).json()["webhook"] == "https://1.1.1.1/told"
    assert client.patch(address, json={"name": "Yes"}).json()["webhook"] == "https://1.1.1.1/told"
    assert client.patch(address, json={"webhook": None}).json()["webhook"] is None
    renewed = client.post(f"{address}/feeds").json()
    assert client.get(made["feeds"]["atom"]).status_code == 404 and renewed["feeds"] != made["feeds"]
    assert client.delete(address).status_code == 204 and watches.of("Vera") == []
    assert client.get(address).status_code == client.delete(address).status_code == 404
    assert client.patch(address, json={}).status_code == client.post(f"{address}/feeds").status_code == 404


def test_a_new_address_is_not_told_of_what_came_before(client: TestClient, watches: Watches) -> None:
    made = client.post(f"{API}/alerts", json=REFUSALS).json()
    watches.advance(made["id"], "2001-01-01T00:00:00Z")
    client.patch(f"{API}/alerts/{made['id']}", json={"name": "Other"})
    assert watches.of("Vera")[0].checked == "2001-01-01T00:00:00Z"
    client.patch(f"{API}/alerts/{made['id']}", json={"webhook": "https://1.1.1.1/told"})
    assert watches.of("Vera")[0].checked > "2020"


def test_what_an_alert_would_have_fired_is_told_before_it_is_kept_and_after(client: TestClient) -> None:
    (preview,) = items(client, "alerts/preview", kind="refusal")
    FiredFor.model_validate_json(json.dumps(preview), strict=True)
    assert preview["utterance"]["independent"] == 2 and preview["change"] is None
    made = client.post(f"{API}/alerts", json=REFUSALS).json()
    assert items(client, f"alerts/{made['id']}/fired") == [preview]
    assert items(client, f"alerts/{made['id']}/calls") == []


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (REFUSALS | {"asked": {}}, 400, "nothing is asked for"),
        (REFUSALS | {"asked": {"as_of": "2022"}}, 422, "as_of"),
        (REFUSALS | {"asked": {"kind": ["promise"]}}, 400, "expected one of"),
        (REFUSALS | {"name": ""}, 422, "name"),
        (REFUSALS | {"name": "a\nb"}, 400, "on one line"),
        (REFUSALS | {"webhook": "http://127.0.0.1:9/x"}, 400, "inside the local network"),
    ],
)
def test_what_is_no_alert_is_a_problem(
    client: TestClient, watches: Watches, body: dict[str, Any], status: int, said: str
) -> None:
    answer = client.post(f"{API}/alerts", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert said in answer.json()["detail"] and watches.of("Vera") == []
    assert client.get(f"{API}/alerts/{2**63}").status_code == client.post(f"/watch/{2**63}/remove").status_code == 422


def test_nobody_sees_or_changes_the_alerts_of_others(team: Team) -> None:
    one, other, reader = (team.client(name) for name in ("reviewer", "admin", "reader"))
    made = one.post(f"{API}/alerts", json=REFUSALS).json()
    assert items(other, "alerts") == []
    address = f"{API}/alerts/{made['id']}"
    assert other.get(address).status_code == other.delete(address).status_code == 404
    assert other.patch(address, json={"name": "Mine"}).status_code == other.post(f"{address}/feeds").status_code == 404
    assert other.get(f"{address}/fired").status_code == other.get(f"{address}/calls").status_code == 404
    assert reader.get(f"{API}/alerts").status_code == reader.post(f"{API}/alerts", json=REFUSALS).status_code == 403
    assert items(one, "alerts") == [made]


def test_the_queue_is_that_of_the_page_as_it_was_read(client: TestClient, ledger: Ledger) -> None:
    queue = items(client, "reviews/queue")
    for one in queue:
        ToReview.model_validate_json(json.dumps(one), strict=True)
    weights = [one["weight"] for one in queue]
    assert len(queue) == 4 and weights == sorted(weights, reverse=True)
    assert f'action="/review/{queue[0]["statement"]["id"]}"' in client.get("/review").text
    cut = client.get(f"{API}/reviews/queue", params={"limit": 1}).json()
    assert items(client, "reviews/queue", cursor=cut["next"]) == queue[1:]
    # A decision with the copies is what the page's key does: the whole report leaves the queue.
    copied = next(one for one in queue if one["copies"])
    decision = {"verdict": "accept", "statement": copied["statement"]["id"], "copies": True}
    made = client.post(f"{API}/reviews", json=decision).json()["items"]
    assert len(made) == 2 and copied not in items(client, "reviews/queue")


def test_undo_takes_back_what_one_did_last_be_it_by_the_page(team: Team, ledger: Ledger) -> None:
    one, other = team.client("reviewer"), team.client("editor")
    assert one.post(f"{API}/undo").status_code == 404
    first, second = (each["statement"]["id"] for each in items(one, "reviews/queue")[:2])
    assert one.post(f"{API}/reviews", json={"verdict": "reject", "statement": first}).status_code == 201
    assert one.post(f"/review/{second}", data={"verdict": "accept"}).status_code == 303
    assert other.post(f"{API}/undo").status_code == 404
    taken = one.post(f"{API}/undo").json()["items"]
    assert {each["verdict"] for each in taken} == {"withdraw"}
    assert second in {each["target"]["statement"] for each in taken}
    # What was withdrawn otherwise is passed over.
    (standing,) = [each for each in views.reviews(ledger) if each.review.verdict == "reject"]
    one.post(f"{API}/reviews", json={"verdict": "withdraw", "withdraws": standing.review.id})
    assert one.post(f"{API}/undo").status_code == 404


def test_a_second_reviewer_has_a_queue_of_what_others_decided_and_both_are_compared(team: Team) -> None:
    one, other = team.client("reviewer"), team.client("editor")
    assert items(other, "reviews/queue", which="second") == items(one, "reviews/agreement") == []
    card = items(one, "reviews/queue")[0]
    id, read = card["statement"]["id"], card["statement"]["position"]["kind"]
    for client, kind in ((one, "threat"), (other, "demand")):
        decision = {"verdict": "set", "statement": id, "field": "position", "value": kind}
        if client is other:
            (second,) = items(other, "reviews/queue", which="second")
            assert second["statement"]["position"]["kind"] == read and second["weight"] is None
        assert client.post(f"{API}/reviews", json=decision).status_code == 201
    (agreed,) = items(one, "reviews/agreement")
    (differing,) = items(one, "reviews/disagreements")
    Agreed.model_validate_json(json.dumps(agreed), strict=True)
    Differing.model_validate_json(json.dumps(differing), strict=True)
    assert agreed["fields"] == {"position": {"both": 1, "agree": 0.0}}
    assert (differing["statement"], differing["field"]) == (id, "position")
    assert {held["reviewer"]: held["value"] for held in differing["held"]} == {"reviewer": "threat", "editor": "demand"}
    assert items(one, "reviews", of=id) and items(one, "reviews", of=id, reviewer="admin") == []
    reader = team.client("reader")
    for path in ("queue", "agreement", "disagreements"):
        assert reader.get(f"{API}/reviews/{path}").status_code == 403


def test_a_reading_tells_how_far_it_is_and_what_came_of_it(client: TestClient) -> None:
    lines = '{"text": "Vidal said that the harbour stays open."}\n{"text": ""}\n'
    answer = client.post(f"{API}/documents?wait=false", content=lines, headers={"Content-Type": "application/x-ndjson"})
    assert answer.status_code == 202
    Reading.model_validate_json(answer.text, strict=True)
    address = answer.headers["location"]
    while (told := client.get(address).json())["state"] not in ("done", "failed"):
        pass
    assert (told["state"], told["read"], told["skipped"]) == ("done", 1, 1)
    assert items(client, "readings")[0] == told
    read, skipped = items(client, f"readings/{told['id']}/outcomes")
    assert read["status"] == "new" and skipped["status"] == "failed" and skipped["problem"]
    assert client.get(f"{API}/readings/nowhere").status_code == 404


def test_an_admin_makes_accounts_and_tokens_and_takes_them_back(team: Team) -> None:
    admin = team.client("admin")
    new = {"name": "Ann Day", "role": "reviewer", "password": "a password of some length"}
    answer = admin.post(f"{API}/accounts", json=new)
    KeptAccount.model_validate_json(answer.text, strict=True)
    assert answer.status_code == 201 and "password" not in answer.text
    assert admin.post(f"{API}/accounts", json=new).status_code == 400
    assert [one["name"] for one in items(admin, "accounts")] == ["Ann Day", "admin", "editor", "reader", "reviewer"]
    token = admin.post(f"{API}/accounts/Ann%20Day/tokens").json()["token"]
    program = TestClient(
        create_app(team.site), base_url=f"https://{HOST}", headers={"Authorization": f"Bearer {token}"}
    )
    about = program.get(f"{API}/about").json()
    assert (about["name"], about["role"], about["may"]) == ("Ann Day", "reviewer", ["read", "review"])
    assert about["documents"] == 3 and program.get(f"{API}/accounts").status_code == 403
    assert program.post(f"{API}/accounts", json=new | {"name": "Eve", "role": "admin"}).status_code == 403
    assert admin.delete(f"{API}/accounts/Ann%20Day/tokens").json() == {"tokens": 1}
    assert program.get(f"{API}/about").status_code == 401
    assert admin.delete(f"{API}/accounts/Ann%20Day").status_code == 204
    assert admin.delete(f"{API}/accounts/Ann%20Day").status_code == 404
    # Nobody locks themselves out by mistake.
    assert admin.delete(f"{API}/accounts/admin").status_code == 400 and admin.get(f"{API}/about").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "accounts"),
        ("DELETE", "accounts/reader"),
        ("PATCH", "alerts/1"),
        ("DELETE", "alerts/1"),
        ("POST", "undo"),
    ],
)
def test_another_site_changes_nothing_by_the_cookie_of_who_is_in(team: Team, method: str, path: str) -> None:
    admin = team.client("admin")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert admin.request(method, f"{API}/{path}", headers=headers, json={}).status_code == 403
    stranger = team.client()
    assert stranger.request(method, f"{API}/{path}", json={}).status_code == 401
    assert len(team.accounts.all()) == 4


def test_who_is_alone_has_no_accounts(client: TestClient) -> None:
    assert client.get(f"{API}/accounts").status_code == 404
    assert client.get(f"{API}/about").json()["role"] == "admin"
