"""What is found by words, speaker, day and document; what `find`, `show` and `documents` give to programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_readings import LETTERS, RUN, Place, document_of, reading_of, statement_of, unhurried
from onrecord import codec, views
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Evidence, PartialDate, Party, Position, Reading, Span

MONDAY = (
    "“We crossed no red line,” Łukasz Nowak said.\n\n“The line is red,” Ana Vidal replied.\n\n"
    "“We crossed no red line,” he said."
)
FRIDAY = "Émile Roy said sanctions may follow. He added: “Sanctions work.”"
UNDATED = "“Sanctions again,” a diplomat said."


def _monday() -> Reading:
    document = document_of(MONDAY, published="2022-01-10", title="Lines", publisher="UNX", url="https://example.org/1")
    first = statement_of(document, "We crossed no red line", speaker="Łukasz Nowak", cue="said", id="aa10")
    again = MONDAY.rindex("We crossed")
    piece = Evidence(role="content", span=Span(start=again, end=again + 22), quote="We crossed no red line")
    he = Party(text="he", span=Span(start=MONDAY.rindex("he"), end=MONDAY.rindex("he") + 2), name="Łukasz Nowak")
    second = replace(first, id="ab20", content=(piece,), cue=(), speaker=he, repeats="aa10")
    other = statement_of(document, "The line is red", speaker="Ana Vidal", id="ab21", said_on=PartialDate("2022-01-09"))
    return reading_of(document, first, other, second)


def _friday() -> Reading:
    document = document_of(FRIDAY, published="2022-01-14")
    position = Position(kind="threat", holder=("EU",), toward=("Russia",), confidence=0.5)
    return reading_of(
        document,
        statement_of(document, "sanctions may follow", speaker="Émile Roy", id="b1", position=position),
        statement_of(document, "Sanctions work", speaker="He", id="b2", said_on=PartialDate("2021")),
    )


def _undated() -> Reading:
    document = document_of(UNDATED)
    return reading_of(document, statement_of(document, "Sanctions again", speaker="a diplomat", id="c1"))


@pytest.fixture(scope="module")
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as made:
        for reading in (_monday(), _friday(), _undated()):
            made.writer.add(reading, RUN)
        yield made


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, ["b1", "aa10", "ab21", "b2", "c1"]),
        ({"words": "line RED"}, ["aa10", "ab21"]),
        ({"words": '"red line"'}, ["aa10"]),
        ({"words": "sanct*"}, ["b1", "b2", "c1"]),
        ({"words": "sanct"}, []),
        ({"words": "émile sanctions"}, ["b1"]),
        ({"words": "—"}, []),
        ({"words": "  "}, ["b1", "aa10", "ab21", "b2", "c1"]),
        ({"speaker": "lukasz nowak"}, ["aa10"]),
        ({"speaker": "NOWAK, Ł."}, ["aa10"]),
        ({"speaker": "emile"}, ["b1"]),
        ({"speaker": "he"}, ["aa10", "b2"]),
        ({"speaker": "?"}, []),
        ({"words": "line", "speaker": "vid"}, ["ab21"]),
        ({"since": "2022-01-10"}, ["b1", "aa10"]),
        ({"since": "2022-01", "until": "2022-01"}, ["b1", "aa10", "ab21"]),
        ({"until": "2022-01-09"}, ["ab21", "b2"]),
        ({"since": "2021-06", "until": "2021-06-30"}, ["b2"]),
        ({"words": "sanctions", "since": "2022"}, ["b1"]),
        ({"limit": 2}, ["b1", "aa10"]),
    ],
)
def test_find(ledger: Ledger, asked: dict[str, Any], ids: list[str]) -> None:
    found = [utterance.first.id for utterance in views.find(ledger, **asked)]
    if asked.get("words", "").strip():
        found.sort()
    assert found == ids


def test_a_document_is_named_by_its_id_or_the_beginning_of_it(ledger: Ledger) -> None:
    whole = _friday().document.id
    for id in (whole, whole[:6]):
        assert [utterance.first.id for utterance in views.find(ledger, document=id)] == ["b1", "b2"]
    with pytest.raises(UsageError, match="no document has the id 'zz'"):
        views.find(ledger, document="zz")


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "soon"},
        {"until": "--01-10"},
        {"since": "2022-01-10/2022-01-12"},
        {"limit": 0},
        {"words": "a " * 201},
        {"speaker": "a " * 201},
    ],
)
def test_what_means_nothing_is_refused_at_once(ledger: Ledger, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="expected"):
        views.find(ledger, **asked)


_SYNTAX = st.sampled_from(
    ['"', "*", "AND", "OR", "NOT", "NEAR(", ")", "^", "-", "+", ":", "{quote}", "\0", "\ud800", "a"]
)


@settings(unhurried, max_examples=100)
@given(
    st.text(max_size=30) | st.lists(_SYNTAX, max_size=12).map(" ".join) | st.lists(_SYNTAX, max_size=12).map("".join)
)
def test_no_words_are_a_syntax_error(ledger: Ledger, words: str) -> None:
    for asked in ({"words": words}, {"speaker": words}):
        assert all(isinstance(utterance, views.Utterance) for utterance in views.find(ledger, **asked))


@settings(unhurried, max_examples=20)
@given(st.text(LETTERS, min_size=1, max_size=40), st.data())
def test_a_quotation_is_found_by_its_own_words(place: Place, text: str, data: st.DataObject) -> None:
    word = data.draw(st.text("abcdefgh", min_size=1, max_size=8))
    document = document_of(f"{text} {word} {text}")
    start = len(text) + 1
    piece = Evidence(role="content", span=Span(start=start, end=start + len(word)), quote=word)
    statement = replace(statement_of(document, document.text), content=(piece,))
    with place() as where, open_ledger(where, create=True) as made:
        made.writer.add(reading_of(document, statement), RUN)
        for words in (word.upper(), f'"{word}"', word[:1] + "*"):
            assert [utterance.first for utterance in views.find(made, words)] == [statement]
        assert views.show(made, statement.id).entry.statement == statement


def test_the_json_of_an_utterance_is_the_contracts(ledger: Ledger) -> None:
    (utterance,) = views.find(ledger, "crossed")
    value = views.utterance_to_json(utterance)
    contract = "id speaker said_on position quote independent copies first statements"
    assert " ".join(value) == contract
    assert (value["id"], value["first"], value["independent"], value["copies"]) == ("u-aa10", "aa10", 1, 0)
    assert value["quote"] == "We crossed no red line"
    assert [(s["id"], s["joined_by"], s["review"]) for s in value["statements"]] == [
        ("aa10", None, None),
        ("ab20", "repeats", None),
    ]
    read = codec.statement_to_json(_monday().statements[0])
    statement = value["statements"][0]
    assert {name: statement[name] for name in read} == read
    assert statement["document"] == {
        "id": _monday().document.id,
        "input_id": None,
        "url": "https://example.org/1",
        "title": "Lines",
        "publisher": "UNX",
        "published": "2022-01-10",
    }
    assert statement["recorded_at"].endswith("Z")
    codec.line(value)


def test_the_json_of_a_document_is_the_contracts(ledger: Ledger) -> None:
    values = [views.document_to_json(entry) for entry in views.documents(ledger)]
    assert [value["published"] for value in values] == [None, "2022-01-14", "2022-01-10"]
    contract = "id input_id url title publisher published published_basis language text_sha256 family version_of"
    assert {*contract.split(), "recorded_at"} <= set(values[0])
    assert "text" not in values[0]
    assert [value["statements"] for value in values] == [1, 2, 3]


def test_show_marks_the_evidence_in_its_paragraph(ledger: Ledger) -> None:
    shown = views.show(ledger, "aa10")
    assert shown.text == "“We crossed no red line,” Łukasz Nowak said."
    marked = [(shown.words(segment.span), sorted(segment.roles)) for segment in shown.segments if segment.roles]
    assert marked == [("We crossed no red line", ["content"]), ("Łukasz Nowak", ["speaker"]), ("said", ["cue"])]
    value = views.shown_to_json(shown)
    assert value["paragraph"]["text"] == shown.text
    assert "".join(shown.words(Span(start=s["span"][0], end=s["span"][1])) for s in value["paragraph"]["segments"]) == (
        shown.text
    )


@pytest.mark.parametrize(("asked", "id"), [("aa", "aa10"), ("ab20", "ab20"), ("u-aa10", "aa10"), (" b1 ", "b1")])
def test_show_takes_short_ids(ledger: Ledger, asked: str, id: str) -> None:
    assert views.show(ledger, asked).entry.statement.id == id


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("ab", "begins several statements; expected one of ab20, ab21$"),
        ("aa11", "no statement has the id 'aa11'; near it: aa10; "),
        ("%", "no statement has the id '%'; `onrecord find` lists them"),
        ("", "no statement has the id ''"),
    ],
)
def test_show_helps_on_when_no_one_statement_is_meant(ledger: Ledger, asked: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        views.show(ledger, asked)


def test_show_tells_a_document_from_a_statement(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="is a document; expected a statement"):
        views.show(ledger, _monday().document.id)
