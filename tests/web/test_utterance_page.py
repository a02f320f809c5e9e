"""An utterance's page: the words, the reports in order of time, how wordings differ, why this kind, the decisions."""

from __future__ import annotations

from html import unescape

import pytest
from starlette.testclient import TestClient

from made_pages import fill
from made_readings import RUN, document_of, reading_of, statement_of
from onrecord import views
from onrecord.ledger import Ledger


def words(page: str) -> str:
    """The page with its line breaks as single spaces."""
    return " ".join(unescape(page).split())


@pytest.fixture
def page(ledger: Ledger, client: TestClient) -> str:
    fill(ledger)
    found = next(iter(views.find(ledger, "reopen")))
    return words(client.get(f"/utterances/{found.id}").text)


def test_the_reports_come_in_order_of_time_the_first_marked(page: str) -> None:
    first, second = page.index("Ministers met in Bergen</a>"), page.index("Quota</a>")
    assert first < page.index("first report") < second
    assert "2 reports, 1 copy" in page and "1 copy of this report" in page and "Island Daily" in page


def test_wordings_stand_side_by_side_with_their_differences(page: str) -> None:
    assert "Norway will <del>not </del>reopen the quota" in page
    assert "Norway will <ins>never </ins>reopen the quota <ins>this year</ins>" in page


def test_it_says_why_it_is_of_its_kind(page: str) -> None:
    assert "Why refusal" in page and "80% sure" in page and "told" in page


def test_decisions_are_listed_also_withdrawn_ones(ledger: Ledger, client: TestClient) -> None:
    fill(ledger)
    found = next(iter(views.find(ledger, "reopen")))
    address = f"/utterances/{found.id}"
    assert "Nobody has decided" in client.get(address).text

    def decide(*decisions: views.Decision) -> None:
        for review in views.reviewed(ledger, found.first.id, decisions, reviewer="Vera"):
            ledger.writer.review(review)

    decide(
        views.Decision(verdict="set", assignment="position=red_line", note="it says never"),
        views.Decision(verdict="accept"),
    )
    text = words(client.get(address).text)
    assert "Vera: position is red line: it says never" in text and "Vera: accepted" in text
    assert "As it was read: position refusal" in text and "Why red line" in text
    assert "A person decided on the kind; it was read as refusal." in text and "100% sure" not in text
    first = next(one for one in views.reviews(ledger) if one.review.verdict == "set").review
    ledger.writer.review(views.withdrawal(ledger, first.id, reviewer="Olga"))
    text = words(client.get(address).text)
    assert "Olga: withdrew a decision" in text and "Why refusal" in text and 'class="withdrawn"' in text


def test_what_was_rejected_is_shown_as_such(ledger: Ledger, client: TestClient) -> None:
    fill(ledger)
    found = next(iter(views.find(ledger, "wrong", kinds=["criticism"])))
    for review in views.reviewed(ledger, found.id, [views.Decision(verdict="reject")], reviewer="Vera"):
        ledger.writer.review(review)
    answer = client.get(f"/utterances/{found.first.id}")
    assert answer.status_code == 200 and "A person rejected this" in answer.text
    assert "1 rejected by a person" in client.get(f"/documents/{found.first.document_id}").text


def test_one_that_is_not_there_is_404(client: TestClient) -> None:
    assert client.get("/utterances/u-0").status_code == 404


def test_words_that_the_report_interrupts_have_an_ellipsis(ledger: Ledger, client: TestClient) -> None:
    document = document_of('"We came with an offer," Vidal said, "and we expect an answer."')
    statement = statement_of(document, "We came with an offer", "and we expect an answer", speaker="Vidal", cue="said")
    ledger.writer.add(reading_of(document, statement), RUN)
    whole = "We came with an offer … and we expect an answer"
    for path in ("/ledger", f"/documents/{document.id}", f"/utterances/{statement.id}"):
        assert whole in client.get(path).text
    assert f"Vidal: “{whole}” made.txt." in unescape(client.get("/ledger").text)
    (item,) = client.get("/api/v1/utterances.json").json()["items"]
    assert item["title"] == f"Vidal: {whole}" and item["content_text"].splitlines()[0] == f"“{whole}”"


@pytest.mark.parametrize("kind", ["mixed", "indirect"])
def test_the_words_of_a_report_are_never_shown_as_the_speakers_own(
    ledger: Ledger, client: TestClient, kind: str
) -> None:
    """They have no marks but those that the report has in them; a citation says whose words they are."""
    words = 'she had "no objection" to a third delegation' if kind == "mixed" else "she would not object to a third"
    document = document_of(f"Vidal said {words}.")
    ledger.writer.add(reading_of(document, statement_of(document, words, speaker="Vidal", cue="said", kind=kind)), RUN)
    text = unescape(client.get("/ledger").text)
    assert (
        f'<q class="{kind}">{words}</q>' in text and f"Vidal, in the words of the report: “{words}” made.txt." in text
    )
    (item,) = client.get("/api/v1/utterances.json").json()["items"]
    assert item["content_text"].splitlines()[0] == words
