"""Content cut into pieces and trimmed; spans on whole grapheme clusters."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.document import sentences
from onrecord.extraction.drafts import asks_not_to_be_named, before_agent, cut, drafts
from onrecord.extraction.graphemes import widen
from onrecord.extraction.layout import layout_of
from onrecord.extraction.tagger import CONTENT, CUE, SOURCE, Tagging
from onrecord.records import Span

from .marked import marked


def pieces(text: str, start: int, end: int, sentences: tuple[int, ...] = (0,)) -> list[str]:
    spans = [Span(start=a, end=b) for a, b in pairwise([*sentences, len(text)])]
    return [text[p.start : p.end] for p in cut(layout_of(text, spans), start, end)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Rain will fall,"', ["Rain will fall"]),
        ("rain will fall.", ["rain will fall"]),
        ('"red lines" that stay', ['"red lines" that stay']),
        ('there are "red lines."', ['there are "red lines."']),
        ("“Is it over?”", ["Is it over?"]),
        ('"All said "red lines" stay,"', ['All said "red lines" stay']),
        ("'Rain'", ["Rain"]),
        (" -- ", []),
        ('half a "quotation', ['half a "quotation']),
    ],
)
def test_trim(text: str, expected: list[str]) -> None:
    assert pieces(text, 0, len(text)) == expected


def test_one_piece_a_sentence() -> None:
    text = '"Rain will fall. Snow too," he said'
    assert pieces(text, 0, 26, (0, 17)) == ["Rain will fall", "Snow too"]


def test_a_quotation_that_runs_out_of_the_readers_sight_is_taken_whole() -> None:
    text = "“The first thing that we said to them was no, and the second was never,” said Ana Ferro."
    tagged = marked(text)
    first = int(tagged.words.starts.searchsorted(text.index("was never")))
    tags = np.asarray([CONTENT, CONTENT, CUE, SOURCE, SOURCE], dtype=np.int8)
    seen = Tagging(first + 2, True, first, tags, 0.9, np.zeros(20, np.float32), np.zeros((5, 5), np.float32))
    (draft,) = drafts(layout_of(text, sentences(text)), replace(tagged, taggings=[seen]))
    assert [text[p.start : p.end] for p in draft.content] == [text[1 : text.index(",”")]]


@pytest.mark.parametrize(
    ("text", "content", "kept"),
    [
        ("A pause demanded by Oslo is over.", ("A pause", "is over"), ["A pause"]),
        ("A pause, demanded Oslo, is over.", ("A pause", "is over"), ["A pause", "is over"]),
        ("A pause demanded by Oslo “is over”.", ("A pause", "is over"), ["A pause", "is over"]),
        ("As demanded by Oslo, it is over.", ("it is over",), ["it is over"]),
    ],
)
def test_what_follows_a_passives_agent_is_the_reporters(text: str, content: tuple[str, ...], kept: list[str]) -> None:
    spans = [Span(start=text.index(part), end=text.index(part) + len(part)) for part in (*content, "demanded", "Oslo")]
    found = before_agent(text, spans[:-2], spans[-2:-1], spans[-1])
    assert [text[piece.start : piece.end] for piece in found] == kept


@pytest.mark.parametrize(
    ("text", "at"), [("e\u0301t", 1), ("a\U0001f468\u200d\U0001f469b", 2), ("\U0001f1fa\U0001f1e6", 1)]
)
def test_a_span_never_splits_a_cluster(text: str, at: int) -> None:
    assert widen(text, at, -1) < at < widen(text, at, 1)


@given(st.text(alphabet="ab\"'“” .,\n\u0301\U0001f1fa", max_size=40), st.data())
def test_pieces_stay_within_and_hold_something(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for piece in cut(layout_of(text, []), start, end):
        assert widen(text, piece.start, -1) == piece.start and widen(text, piece.end, 1) == piece.end
        assert any(c.isalnum() for c in text[piece.start : piece.end])


@pytest.mark.parametrize(
    ("content", "asks"),
    [
        ("not to be named", True),
        ("not to be identified because talks are going on", True),
        ("to remain anonymous", True),
        ("that his name not be used", True),
        (
            "not to be named ambassador, and left the hall, since he had served under two governments and a council",
            False,
        ),
        ("to be named ambassador", False),
        ("the ship is not to be named", False),
    ],
)
def test_to_ask_for_no_name_is_no_statement(content: str, asks: bool) -> None:
    assert asks_not_to_be_named(content, [Span(start=0, end=len(content))]) is asks
