"""A search means the same in every database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from made_readings import RUN, Place, document_of, reading_of, statement_of
from onrecord.ledger import Asked, Ledger, open_ledger
from onrecord.records import Position

TEXT = (
    "“We won't re-open Żerań's talks in 2022,” Łukasz Nowak said. “The ice-breaker costs 10.5m,” Ana Vidal-Roy said. "
    "“Not now: now!” NATO’s envoy said."
)


@pytest.fixture(scope="module")
def ledger(place: Place) -> Iterator[Ledger]:
    document = document_of(TEXT)
    made = (
        statement_of(document, "We won't re-open Żerań's talks in 2022", speaker="Łukasz Nowak", id="a"),
        statement_of(document, "The ice-breaker costs 10.5m", speaker="Ana Vidal-Roy", id="b"),
        statement_of(document, "Not now: now!", speaker="NATO’s envoy", id="c"),
    )
    with place() as where, open_ledger(where, create=True) as opened:
        opened.writer.add(reading_of(document, *made), RUN)
        yield opened


@pytest.mark.parametrize(
    ("words", "speaker", "found"),
    [
        ("zeran", None, "a"),
        ("ŻERAŃ TALKS", None, "a"),
        ('"open talks"', None, ""),
        ('"open zeran"', None, "a"),
        ("re-open", None, "a"),
        ("won't", None, "a"),
        ("won t", None, "a"),
        ("202*", None, "a"),
        ("10.5m", None, "b"),
        ("5m 10", None, "b"),
        ('"10 5"*', None, "b"),
        ("icebreaker", None, ""),
        ('"now now"', None, "c"),
        ('"now not"', None, ""),
        ("lukasz talks", None, "a"),
        ('"nowak we"', None, ""),
        ('"2022 lukasz"', None, ""),
        ("AND", None, ""),
        ("a & b | !c", None, ""),
        ("talks:*", None, "a"),
        ("'talks'", None, "a"),
        ("\\", None, ""),
        (None, "now", "a"),
        (None, "roy vid", "b"),
        (None, "talks", ""),
        (None, "s", "c"),
        ("now", "nato", "c"),
        ("now", "nowak", ""),
        ("?", "nowak", ""),
    ],
)
def test_words_and_speakers_find_the_same_everywhere(
    ledger: Ledger, words: str | None, speaker: str | None, found: str
) -> None:
    groups = ledger.reader.utterances(Asked(words=words, speaker=speaker))
    assert sorted(entry.statement.id for group in groups for entry in group) == sorted(found)


@pytest.mark.parametrize(("kinds", "found"), [(("demand",), "b"), (("demand", "offer"), "ab"), (("threat",), "")])
def test_of_a_kind_and_by_words_both_must_fit(place: Place, kinds: tuple[str, ...], found: str) -> None:
    document = document_of("“Pay,” Ann said. “Pay now,” Ann Lee said. “Go,” Bo said.")
    said = (("Pay", "Ann", "offer"), ("Pay now", "Ann Lee", "demand"), ("Go", "Bo", "demand"))
    made = [
        statement_of(document, quote, speaker=speaker, id=id, position=Position(kind=kind))
        for id, (quote, speaker, kind) in zip("abc", said, strict=True)
    ]
    with place() as where, open_ledger(where, create=True) as ledger:
        ledger.writer.add(reading_of(document, *made), RUN)
        for asked in (Asked(speaker="ann", kinds=kinds), Asked(words="pay", kinds=kinds)):
            ids = [one[0].statement.id for one in ledger.reader.utterances(asked)]
            assert "".join(sorted(ids)) == found
            latest = ledger.reader.utterances(replace(asked, latest=True))
            assert [one[0].statement.id for one in latest] == sorted(ids, reverse=True)
