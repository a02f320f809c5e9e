"""The options of statements in numbers, and the networks that weigh them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import unhurried
from onrecord.errors import ModelError
from onrecord.extraction.drafts import Draft
from onrecord.extraction.network import MODELS
from onrecord.extraction.positions.weights import PARTIES
from onrecord.extraction.weigher import (
    ANCHOR,
    BESIDE,
    INSIDE,
    MOST_OPTIONS,
    SPOT_WORDS,
    SPOTS,
    Frame,
    Look,
    Option,
    Weigher,
    frame,
    inputs,
    look,
    option,
    parted,
)

from .marked import places, said, sight

TEXT = "Iceland met Norway. Portugal said the fish of Norway, and of Norway alone, are small."
TOGETHER = 16
WEIGHER = Weigher(MODELS / PARTIES, TOGETHER)


def named(name: str, text: str = TEXT) -> Option:
    return option(sight(text).places, name, places(text, name))


def draft() -> Draft:
    return said(TEXT, "Portugal", "the fish of Norway, and of Norway alone, are small")


def framed(text: str = TEXT, of: Draft | None = None) -> Frame:
    return frame(sight(text).places, of or draft())


def written(numbers: np.ndarray) -> list[str]:
    words = sight(TEXT).places.words
    return [TEXT[words.starts[n] : words.ends[n]] for n in numbers.ravel().tolist() if n >= 0]


def test_a_statement_is_seen_by_its_words_and_its_options_by_their_mentions() -> None:
    options = [named("Norway"), named("Iceland"), named("Spain")]
    seen = look(framed(), options, [{}, {}, {}], {})
    assert written(seen.words[seen.types == ANCHOR]) == ["said"]
    assert written(seen.words[seen.types == INSIDE])[:4] == ["the", "fish", "of", "Norway"]
    assert "Portugal" in written(seen.words[seen.types == BESIDE])
    norway, iceland, spain = seen.spots
    assert [written(spot) for spot in norway] == [["Norway"]] * 4
    assert len(set(norway[:, 0].tolist())) == 3, "two mentions in the content, one before it"
    assert [written(spot) for spot in iceland] == [[], [], ["Iceland"], ["Iceland"]]
    assert (spain == -1).all()


def test_an_option_named_only_behind_the_statement_is_seen_there() -> None:
    text = "Portugal said the fish are small. Norway was silent. Norway left."
    own = look(framed(text, said(text, "Portugal", "the fish are small")), [named("Norway", text)], [{}], {})
    assert own.spots[0, 2].tolist() == own.spots[0, 3].tolist() != [-1] * SPOT_WORDS


def test_of_many_options_the_first_are_weighed() -> None:
    options = [named("Norway")] * (MOST_OPTIONS + 3)
    seen = look(framed(), options, [{}] * len(options), {})
    assert (len(seen.ids), len(seen.features), len(seen.spots)) == (MOST_OPTIONS,) * 3


def test_an_option_that_nothing_names_is_seen_through_its_persons() -> None:
    persons = option(sight(TEXT).places, "the north", [], places(TEXT, "Iceland"))
    (spots,) = look(framed(), [persons], [{}], {}).spots
    assert [written(spot) for spot in spots] == [[], [], ["Iceland"], ["Iceland"]]


@unhurried
@given(st.lists(st.tuples(st.lists(st.sampled_from("ABCD"), unique=True, max_size=4), st.integers(1, 5)), min_size=1))
def test_every_option_and_word_is_found_again_in_its_place(statements: list[tuple[list[str], int]]) -> None:
    looks = [
        Look(
            ids,
            [{}] * len(ids),
            {},
            np.full((len(ids), SPOTS, SPOT_WORDS), -1),
            np.zeros(words, np.int64),
            np.full(words, INSIDE),
        )
        for ids, words in statements
    ]
    everybody = [id for ids, _ in statements for id in ids]
    given = inputs(np.ones((1, 2), np.float32), looks)
    tokens = np.array([*everybody, *(f"word of {i}" for i, (_, n) in enumerate(statements) for _ in range(n))])
    rows, back = given["rows"], given["back"]
    assert [tokens[row[row >= 0]].tolist() for row in rows] == [
        ids + [f"word of {i}"] * words for i, (ids, words) in enumerate(statements)
    ]
    assert rows.ravel()[back].tolist() == list(range(len(tokens)))
    members, groups = tokens[given["members"]], given["groups"]
    assert groups.ravel()[given["again"]].tolist() == list(range(len(members)))
    for row in groups:
        assert len(set(members[row[row >= 0]])) == 1
    renewed = given["renewed"]
    assert np.concatenate([tokens, members])[renewed].tolist() == tokens.tolist()
    shared = {id for id in everybody if everybody.count(id) > 1}
    assert set(tokens[renewed >= len(tokens)]) == shared
    numbers = np.arange(len(everybody), dtype=np.float32)
    assert [tokens[own.astype(int)].tolist() for own in parted(numbers, looks)] == [ids for ids, _ in statements]


def test_weights_come_statement_by_statement_however_many() -> None:
    place = sight(TEXT)
    one = look(framed(), [named("Norway"), named("Iceland")], [{"in": 1.0}, {"no such feature": 1.0}], {"nested": 1.0})
    none = look(framed(), [], [], {"nested": 1.0})
    found = WEIGHER.weigh(place.seen, [one] * (TOGETHER + 1) + [none])
    assert [len(row) for row in found] == [2] * (TOGETHER + 1) + [0]
    assert all(np.isfinite(row).all() for row in found)
    assert WEIGHER.weigh(place.seen, [one]) == [pytest.approx(found[TOGETHER], abs=0.05)]
    assert [len(row) for row in WEIGHER.weigh(place.seen, [none, none])] == [0, 0]
    assert WEIGHER.weigh(place.seen, []) == []


def test_what_all_options_share_counts_as_if_each_had_it() -> None:
    place, options = sight(TEXT), [named("Norway"), named("Iceland")]
    other = look(framed(), options[:1], [{}], {})
    own = look(framed(), options, [{"in": 1.0, "first hand": 0.5}, {"first hand": 0.5}], {})
    shared = look(framed(), options, [{"in": 1.0}, {}], {"first hand": 0.5, "no such feature": 1.0})
    first, second = (WEIGHER.weigh(place.seen, [other, one]) for one in (own, shared))
    assert [row.tolist() for row in first] == [row.tolist() for row in second]
    neither = WEIGHER.weigh(place.seen, [other, look(framed(), options, [{"in": 1.0}, {}], {})])
    assert neither[1].tolist() != first[1].tolist()


@pytest.mark.parametrize("name", ["holders.onnx", "parties.onnx"])
def test_a_missing_or_broken_file_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(ModelError, match=f"no {name}"):
        Weigher(path, TOGETHER)
    path.write_bytes(b"no graph")
    with pytest.raises(ModelError, match="not a model"):
        Weigher(path, TOGETHER)
    path.write_bytes((MODELS / "reader.onnx").read_bytes())
    with pytest.raises(ModelError, match="no names of features"):
        Weigher(path, TOGETHER)
