"""The page for reviewing: a card after the other, a decision by one form, corrections, undo, a second opinion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from made_pages import fill
from onrecord import views
from onrecord.ledger import Ledger
from team_server import PASSWORD, Team, serving


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    fill(ledger)
    return ledger


def card(client: TestClient, address: str = "/review") -> str:
    """The statement on the card, empty if there is none."""
    found = re.search(r'action="/review/(\w+)"', client.get(address).text)
    return found[1] if found else ""


def text_of(client: TestClient, address: str) -> str:
    return " ".join(unescape(client.get(address).text).split())


def test_a_card_shows_the_words_in_their_paragraph_and_how_sure_each_part_is(
    filled: Ledger, client: TestClient
) -> None:
    text = text_of(client, "/review")
    assert '<mark class="content">Norway will' in text and '<mark class="speaker">' in text
    assert "4 waiting" in text and "refusal" in text and "For whom" in text and "likely right" in text
    assert all(f'data-key="{key}"' in text for key in "axes") and 'data-key="u"' not in text


def test_a_decision_leads_to_the_next_card_and_undo_back(filled: Ledger, client: TestClient) -> None:
    first = card(client)
    answer = client.post(f"/review/{first}", data={"verdict": "accept"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    second = card(client)
    assert second and second != first
    reviews = list(views.reviews(filled))
    assert {one.review.verdict for one in reviews} == {"accept"} and {one.review.reviewer for one in reviews} == {
        "Vera"
    }
    back = client.post("/review", data={})
    assert back.headers["location"] == f"/review?card={first}"
    assert card(client, back.headers["location"]) == first and card(client) == first
    assert all(one.withdrawn_by or one.review.verdict == "withdraw" for one in views.reviews(filled))
    assert client.post("/review", data={}).headers["location"] == "/review"


def test_a_decision_holds_for_the_copies_too(filled: Ledger, client: TestClient) -> None:
    act = next(iter(views.find(filled, "reopen")))
    report = next(one for one in act.reports if one.copies)
    client.post(f"/review/{report.entry.statement.id}", data={"verdict": "reject"})
    decided = {one.statement for one in views.reviews(filled)}
    family = {entry.statement.id for entry in act.statements if entry.document.family == report.entry.document.family}
    assert decided == family and len(family) == 2
    client.post("/review", data={})
    assert len(next(iter(views.find(filled, "reopen"))).statements) == 3


def test_what_is_skipped_comes_again_at_the_end(filled: Ledger, client: TestClient) -> None:
    seen, address = [], "/review"
    while id := card(client, address):
        seen.append(id)
        address = f"/review?after={id}"
    assert len(set(seen)) == 4 and "4 skipped" in text_of(client, address)
    assert card(client) == seen[0]
    answer = client.post(f"/review/{seen[1]}", data={"verdict": "accept", "after": seen[0]})
    assert card(client, answer.headers["location"]) == seen[2]


def test_a_correction_keeps_what_was_changed_and_nothing_else(filled: Ledger, client: TestClient) -> None:
    id = card(client)
    form = {
        name: unescape(value)
        for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', client.get("/review").text)
        if name not in ("verdict", "after")
    }
    entry = views.show(filled, id).entry
    form |= {"position": "demand", "first_hand": "", "kind": entry.statement.kind, "act": "speech"}
    form |= {"toward": "Iceland; Denmark", "note": "it asks"}
    assert client.post(f"/review/{id}", data={**form, "verdict": "edit"}).status_code == 303
    made = [one.review for one in views.reviews(filled) if one.statement == id]
    assert sorted((one.field, one.value, one.note) for one in made) == [
        ("position", "demand", "it asks"),
        ("toward", ("Iceland", "Denmark"), "it asks"),
    ]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"verdict": "edit", "said_on": "last Tuesday"}, "said_on"),
        ({"verdict": "edit", "position": "promise"}, "expected one of"),
        ({"verdict": "edit"}, "nothing was changed"),
        ({"verdict": "praise"}, "expected accept, reject or edit"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_in_the_form(
    filled: Ledger, client: TestClient, form: dict[str, str], said: str
) -> None:
    id = card(client)
    answer = client.post(f"/review/{id}", data=form)
    assert answer.status_code == 400 and said in unescape(answer.text)
    assert unescape(answer.text).count(form.get("said_on", "Review")) > 0
    assert list(views.reviews(filled)) == []


def test_a_statement_that_is_not_there_is_404(filled: Ledger, client: TestClient) -> None:
    assert client.post("/review/nothing", data={"verdict": "accept"}).status_code == 404
    assert client.get("/review?card=nothing").status_code == 404


def test_an_empty_ledger_has_nothing_to_review(client: TestClient) -> None:
    assert "Nothing waits" in text_of(client, "/review")
    assert "No statement was judged by two" in text_of(client, "/review/agreement")


@pytest.fixture
def team(filled: Ledger, tmp_path: Path) -> Iterator[Team]:
    with serving(filled, tmp_path) as made:
        yield made


def entered(team: Team, name: str) -> TestClient:
    client = team.client()
    assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
    return client


def test_a_reader_may_not_review_and_is_not_led_there(team: Team) -> None:
    client = entered(team, "reader")
    assert client.get("/review").status_code == client.get("/review/agreement").status_code == 403
    assert 'href="/review"' not in client.get("/ledger").text
    assert 'href="/review"' in entered(team, "reviewer").get("/ledger").text


def test_a_second_reviewer_sees_what_was_read_and_not_what_was_decided(team: Team, filled: Ledger) -> None:
    one, other = entered(team, "reviewer"), entered(team, "editor")
    id = card(one)
    one.post(f"/review/{id}", data={"verdict": "edit", "position": "threat"})
    assert "you have judged all" in text_of(one, "/review?which=second")
    assert card(other, "/review?which=second") == id
    text = text_of(other, "/review?which=second")
    assert "threat</dd>" not in text and '<option value="refusal" selected>' in text
    answer = other.post(f"/review/{id}", data={"verdict": "edit", "position": "demand", "which": "second"})
    assert answer.headers["location"] == "/review?which=second"
    text = text_of(one, "/review/agreement")
    assert "editor, reviewer" in text and "position 0 of 1" in text
    assert "1 disagreement" in text and "editor: demand; reviewer: threat" in text


def test_nobody_takes_back_what_another_decided(team: Team, filled: Ledger) -> None:
    one, other = entered(team, "reviewer"), entered(team, "editor")
    one.post(f"/review/{card(one)}", data={"verdict": "accept"})
    other.post("/review", data={})
    assert all(entry.withdrawn_by is None for entry in views.reviews(filled))
