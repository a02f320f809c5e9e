"""Kept answers: made once for a state of the ledger, made anew for another, the oldest forgotten."""

from __future__ import annotations

from starlette.testclient import TestClient

from made_pages import fill
from onrecord import views
from onrecord.ledger import Ledger
from onrecord.web.kept import Kept


def test_an_answer_is_made_once_for_each_state() -> None:
    kept, made = Kept(), []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept.get("a", 1, make), kept.get("a", 1, make), kept.get("a", 2, make), kept.get("b", 2, make)] == [
        1,
        1,
        2,
        3,
    ]


def test_the_oldest_are_forgotten() -> None:
    kept = Kept()
    for number in range(200):
        kept.get(number, 0, lambda: "old")
    assert kept.get(199, 0, lambda: "new") == "old" and kept.get(0, 0, lambda: "new") == "new"


def test_facets_on_the_page_follow_what_is_added_and_decided(ledger: Ledger, client: TestClient) -> None:
    assert "Kind of position" not in client.get("/ledger").text
    fill(ledger)
    assert "criticism</a>" in client.get("/ledger").text
    (found,) = views.find(ledger, kinds=["criticism"])
    for review in views.reviewed(ledger, found.id, [views.Decision(verdict="reject")], reviewer="Vera"):
        ledger.writer.review(review)
    assert "criticism</a>" not in client.get("/ledger").text
