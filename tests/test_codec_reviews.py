"""A review goes to JSON and comes back the same, and has an id that its content gives."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import DATES, WORDS
from onrecord import codec
from onrecord.errors import RecordError
from onrecord.records import CORRECTABLE, Party, Review, Span, Target

SPANS = st.tuples(st.integers(0, 50), st.integers(1, 9)).map(lambda pair: Span(start=pair[0], end=sum(pair)))
TARGETS = st.builds(
    Target,
    document_id=WORDS,
    statement_id=WORDS,
    content=st.lists(SPANS, min_size=1, max_size=2).map(tuple),
    quote=WORDS,
    speaker=st.none() | WORDS,
)
PARTIES = st.none() | st.builds(Party, text=WORDS, name=WORDS, span=st.none() | SPANS)
NAMES = st.lists(WORDS, max_size=2).map(tuple)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "speaker": PARTIES,
    "addressee": PARTIES,
    "holder": NAMES,
    "toward": NAMES,
    "said_on": st.none() | DATES,
    "first_hand": st.none() | st.booleans(),
    **{name: st.sampled_from(choices) for name, choices in codec.CHOICES.items()},
}


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    field = draw(st.none() | st.sampled_from(CORRECTABLE))
    return Review(
        id=draw(WORDS),
        reviewer=draw(WORDS),
        at="2026-01-01T00:00:00Z",
        verdict=draw(st.sampled_from(["accept", "set", "join", "withdraw"])),
        target=draw(TARGETS),
        field=field,
        value=None if field is None else draw(VALUES.get(field, st.none() | WORDS)),  # type: ignore[arg-type]
        other=draw(st.none() | TARGETS),
        note=draw(st.none() | WORDS),
        withdraws=draw(st.none() | WORDS),
    )


@given(reviews())
def test_a_review_comes_back_as_it_was(review: Review) -> None:
    assert codec.review_from_json(json.loads(codec.line(codec.review_to_json(review)))) == review


@given(reviews(), reviews())
def test_an_id_is_of_the_content(one: Review, other: Review) -> None:
    assert codec.identified(one) == codec.identified(replace(one, id="another"))
    same = replace(one, id="") == replace(other, id="")
    assert (codec.identified(one).id == codec.identified(other).id) == same


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"verdict": "perhaps"}, "expected one of accept, reject"),
        ({"field": "quote"}, "expected one of speaker"),
        ({"field": "kind", "value": "loud"}, "expected one of direct"),
        ({"field": "holder", "value": "Norway"}, "expected a list"),
        ({"field": "said_on", "value": "Monday"}, "is not a date"),
        ({"target": None}, "target is NoneType"),
        ({"at": None}, "expected a string"),
    ],
)
def test_another_shape_is_refused(change: dict[str, object], problem: str) -> None:
    target = Target(document_id="d", statement_id="s", content=(Span(start=0, end=1),), quote="x")
    made = Review(id="r", reviewer="Ann", at="2026-01-01T00:00:00Z", verdict="accept", target=target)
    with pytest.raises(RecordError, match=problem):
        codec.review_from_json(codec.review_to_json(made) | change)
