"""The pages of lines: the register with red lines first, one line, pictures with their data, two compared, mending."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from made_lines import CABLE, CABLE_AGAIN, HERRING, HERRING_TOO, add, fill_lines
from made_readings import RUN, document_of, reading_of, statement_of
from onrecord import views
from onrecord.ledger import Ledger
from onrecord.records import Position
from onrecord.views import Line
from onrecord.web.api.models import PlacedReview


@pytest.fixture
def filled(ledger: Ledger, client: TestClient) -> TestClient:
    fill_lines(ledger)
    return client


def issues(text: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<a class="issue" href="[^"]+">(.*?)</a>', text)]


def line_of(ledger: Ledger, kind: str) -> Line:
    return next(iter(views.register(ledger, kinds=[kind])))


def test_an_empty_ledger_leads_to_the_start(client: TestClient) -> None:
    assert "Nothing is on record yet" in client.get("/positions").text
    for path in ("/positions/timeline", "/positions/toward", "/positions/compare?one=Iran&other=US"):
        assert client.get(path).status_code == 200


def test_red_lines_come_first_with_who_says_so(filled: TestClient) -> None:
    text = filled.get("/positions").text
    assert issues(text) == ["power cable", "herring catch", "herring catch"]
    red, rest = text.split('<h2 id="rest">')
    assert 'id="red"' in red and "first-hand Ana Vidal" in red and "second-hand Bo Lind" in red
    assert "2 reports" in red and "2022-01-10" in red and "to 2022-03-01" in red and "no change" in red
    assert "softened" in rest and "first-hand Eva &lt;b&gt;Holm&lt;/b&gt;" in rest and "<b>" not in rest


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("holder=ISL", 2),
        ("holder=Sweden", 0),
        ("toward=Norway", 2),
        ("issue=cable", 1),
        ("kind=red_line", 1),
        ("kind=commitment&kind=offer", 2),
        ("since=2022-03", 2),
        ("until=2022-02", 1),
        ("independent=2", 1),
        ("as_of=2020-01-01", 0),
    ],
)
def test_the_address_holds_the_filter_and_files_have_the_same_rows(
    filled: TestClient, address: str, count: int
) -> None:
    shown = issues(filled.get(f"/positions?{address}").text)
    rows = list(csv.DictReader(io.StringIO(filled.get(f"/positions.csv?{address}").text)))
    told = [json.loads(line) for line in filled.get(f"/positions.jsonl?{address}").text.splitlines()]
    assert len(shown) == count
    assert [row["issue"] for row in rows] == [one["issue"] for one in told] == shown
    assert filled.get(f"/positions.xlsx?{address}").content.startswith(b"PK")


def test_empty_fields_leave_the_address(filled: TestClient) -> None:
    for path in ("/positions", "/positions/timeline", "/positions/toward"):
        answer = filled.get(f"{path}?holder=ISL&issue=&since=")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?holder=ISL")


@pytest.mark.parametrize("asked", ["since=soon", "kind=x", "independent=many", "independent=0", "offset=-1", "red=9e9"])
def test_a_filter_that_means_nothing_is_one_line(filled: TestClient, asked: str) -> None:
    answer = filled.get(f"/positions?{asked}")
    assert answer.status_code == 400 and "expected" in unescape(answer.text)


@pytest.mark.parametrize("path", ["/l-zzz", ".pdf", "/timeline.pdf", "/toward.pdf", "/l-zzz/issue"])
def test_what_is_not_there_is_404(filled: TestClient, path: str) -> None:
    assert filled.get(f"/positions{path}").status_code == 404


def test_the_register_goes_on_page_by_page(ledger: Ledger, client: TestClient) -> None:
    for number in range(50):
        add(ledger, f"{HERRING} {number}", "2022-02-01", "demand", "herring catch", f"Skipper {number}")
    seen, address = [], "/positions"
    while address:
        text = client.get(address).text
        seen += re.findall(r'<span class="name">(.*?)</span>', text)
        later = re.search(r'rel="next" href="([^"]+)"', text)
        address = unescape(later[1]) if later else ""
    assert len(seen) == len(set(seen)) == 50


def test_a_line_shows_each_change_with_both_quotations(filled: TestClient, ledger: Ledger) -> None:
    line = line_of(ledger, "offer")
    text = unescape(filled.get(f"/positions/{line.id}").text)
    assert text.count('class="change"') == 1 and "2022-05-01: softened" in text
    assert re.search(r"<del>must stop ?</del>", text) and re.search(r"<ins>may go on ?</ins>", text)
    assert text.count('<svg class="timeline"') == 1
    for step in line.steps:
        assert f"/utterances/{step.id}" in text and f"/documents/{step.first.document}#s-" in text
    assert filled.get(f"/positions/{line.steps[0].id}").status_code == 200


def test_what_is_known_of_a_day_is_shown_and_no_more(ledger: Ledger, client: TestClient) -> None:
    add(ledger, CABLE, "2022-01", "red_line", "power cable", "Iceland")
    for path in ("", f"/{line_of(ledger, 'red_line').id}"):
        text = client.get(f"/positions{path}").text
        assert "2022-01" in text and "2022-01-01" not in text


def test_an_utterance_leads_to_its_line(filled: TestClient, ledger: Ledger) -> None:
    line = line_of(ledger, "offer")
    said = line.steps[1].id
    assert f'href="/positions/{said}"' in filled.get(f"/utterances/{said}").text
    assert f"/positions/{line.id}/issue" in filled.get(f"/positions/{said}").text


def test_a_line_that_never_changed_says_so(filled: TestClient, ledger: Ledger) -> None:
    text = filled.get(f"/positions/{line_of(ledger, 'commitment').id}").text
    assert "never" in text and 'id="changes"' not in text and '<svg class="timeline"' not in text


def test_the_words_of_a_line_are_those_of_the_report(ledger: Ledger, client: TestClient) -> None:
    """Interrupted words have an ellipsis, and only the speaker's own stand in quotation marks."""
    document = document_of(
        '"We sell nothing," Vidal said, "and never will." She called talks "too late".', published="2022"
    )
    held = Position(kind="red_line", holder=("Iceland",), issue="power cable")
    said = statement_of(document, "We sell nothing", "and never will", speaker="Vidal", position=held)
    called = statement_of(document, 'talks "too late"', kind="mixed", position=replace(held, kind="criticism"))
    ledger.writer.add(reading_of(document, said, replace(called, speaker=said.speaker)), RUN)
    (line,) = views.register(ledger)
    assert '<q class="direct">We sell nothing … and never will</q>' in client.get("/positions").text
    assert '<q class="direct">We sell nothing … and never will</q>' in client.get(f"/positions/{line.id}/issue").text
    history = unescape(client.get(f"/positions/{line.id}").text)
    for kind, words in (("direct", "We sell nothing … and never will"), ("mixed", 'talks "too late"')):
        assert re.search(f'<blockquote class="{kind}"><a href="[^"]+">{words}</a>', history)


def test_the_timeline_has_its_data_and_its_changes(filled: TestClient, ledger: Ledger) -> None:
    text = filled.get("/positions/timeline").text
    assert "5 utterances that take a position in 3 lines, by the day of saying, 2022-01-10 to 2022-05-01." in text
    line = line_of(ledger, "offer")
    ((_, after),) = line.changes
    assert f'href="/positions/{line.id}#change-{after.id}">softened: demand, then offer' in text
    rows = filled.get("/positions/timeline.json").json()
    assert len(rows) == 5 and {row["kind"] for row in rows} == {"red_line", "demand", "offer", "commitment"}
    assert [row["first-hand"] for row in rows if row["kind"] == "red_line"] == ["yes", "no"]
    table = list(csv.DictReader(io.StringIO(filled.get("/positions/timeline.csv?holder=Norway").text)))
    assert [row["holder"] for row in table] == ["Norway"]


def test_the_picture_of_a_line_has_its_data(filled: TestClient, ledger: Ledger) -> None:
    line = line_of(ledger, "offer")
    text = filled.get(f"/positions/{line.id}").text
    (address,) = re.findall(r'Data: <a href="([^"]+\.csv)">', text)
    table = list(csv.DictReader(io.StringIO(filled.get(address).text)))
    assert [row["utterance"] for row in table] == [step.id for step in line.steps]
    assert [row["kind"] for row in filled.get(address.replace(".csv", ".json")).json()] == ["demand", "offer"]
    assert filled.get("/positions/l-zzz/timeline.csv").status_code == 404


def test_the_matrix_counts_who_speaks_toward_whom(filled: TestClient) -> None:
    (pair,) = filled.get("/positions/toward.json").json()
    assert (pair["holder"], pair["toward"], pair["utterances"]) == ("Iceland", "Norway", 3)
    assert sorted(pair["kinds"].split(", ")) == ["1 demand", "1 offer", "1 red line"]
    text = unescape(filled.get("/positions/toward").text)
    assert "<title>Iceland toward Norway: " in text and "1 of 1 pairs, in 3 lines" in text
    assert 'href="/positions?holder=Iceland&toward=Norway"' in text


def test_two_are_compared_side_by_side(filled: TestClient) -> None:
    text = filled.get("/positions/compare?one=Iceland&other=NOR").text
    assert text.count('class="pair"') == 1 and HERRING_TOO in text and "may go on catching" in text
    alone = filled.get("/positions/compare?one=Iceland&other=Norway&issue=cable").text
    assert CABLE_AGAIN in alone and "nothing on record" in alone
    assert "There is no issue" in filled.get("/positions/compare?one=Iceland&other=Sweden").text


def test_people_name_an_issue_join_two_and_take_one_out(filled: TestClient, ledger: Ledger) -> None:
    cable, herring = line_of(ledger, "red_line"), line_of(ledger, "offer")
    forms = filled.get(f"/positions/{cable.id}/issue").text
    assert f'<option value="{herring.id}"' in forms
    answer = filled.post(f"/positions/{cable.id}/name", data={"name": "The strait cable"})
    assert answer.status_code == 303 and "The strait cable" in filled.get(answer.headers["location"]).text
    assert filled.post(f"/positions/{cable.id}/same", data={"other": herring.id}).status_code == 303
    assert len(views.line(ledger, cable.id).steps) == 4
    said = herring.steps[1].id
    assert filled.post(f"/positions/{cable.id}/own", data={"utterance": said}).status_code == 303
    assert len(views.line(ledger, cable.id).steps) == 3
    decided = filled.get(f"/positions/{cable.id}/issue").text
    assert "called it “The strait cable”" in decided and "made it one with another" in decided


@pytest.mark.parametrize(
    ("what", "data"),
    [
        ("name", {"name": " "}),
        ("name", {}),
        ("same", {"other": ""}),
        ("same", {"other": "l-zzz"}),
        ("own", {"utterance": "u-zzz"}),
    ],
)
def test_a_decision_that_means_nothing_is_refused(
    filled: TestClient, ledger: Ledger, what: str, data: dict[str, str]
) -> None:
    answer = filled.post(f"/positions/{line_of(ledger, 'red_line').id}/{what}", data=data)
    assert answer.status_code == 400 and not list(views.reviews(ledger))


def test_a_name_that_carries_a_script_is_only_words(ledger: Ledger, client: TestClient) -> None:
    add(ledger, CABLE, "2022-01-10", "red_line", "<script>x</script>", "<img src=x>", toward=("<svg onload=x>",))
    id = line_of(ledger, "red_line").id
    for path in ("", "/timeline", "/toward", f"/{id}", f"/{id}/issue", "/compare?one=img&other=x&issue=script"):
        text = client.get(f"/positions{path}").text
        assert "<script>x" not in text and "<img" not in text and "<svg onload" not in text


def test_a_ledger_without_positions_says_that_nothing_fits(ledger: Ledger, client: TestClient) -> None:
    ledger.writer.add(reading_of(document_of("Nothing was said.")), RUN)
    assert "Nothing fits" in client.get("/positions").text


def test_decisions_about_an_issue_stand_in_the_history_and_the_interface(filled: TestClient, ledger: Ledger) -> None:
    cable, herring = line_of(ledger, "red_line"), line_of(ledger, "offer")
    statement = cable.steps[0].first.statement.id
    for decided in (
        {"verdict": "name_issue", "value": "The strait cable"},
        {"verdict": "same_issue", "other": herring.steps[0].first.statement.id},
        {"verdict": "own_issue"},
    ):
        answer = filled.post("/api/v1/reviews", json=decided | {"statement": statement})
        assert answer.status_code == 201, answer.text
        PlacedReview.model_validate_json(json.dumps(answer.json()["items"][0]), strict=True)
    assert filled.post("/api/v1/reviews", json={"verdict": "name_issue", "statement": statement}).status_code == 422
    text = filled.get(f"/utterances/{cable.steps[0].id}").text
    for said in ("named its issue", "made its issue one with another", "gave it an issue of its own"):
        assert said in text
