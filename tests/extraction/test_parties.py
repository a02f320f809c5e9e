"""The parties of statements in numbers, and the network that weighs them."""

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
from onrecord.extraction.positions.cast import Figure
from onrecord.extraction.positions.counterparts import View
from onrecord.extraction.positions.parties import (
    ANCHOR,
    BESIDE,
    FILE,
    INSIDE,
    MOST_PARTIES,
    SPOT_WORDS,
    SPOTS,
    TOGETHER,
    Look,
    Parties,
    inputs,
    look,
)
from onrecord.extraction.positions.told import weighed_by
from onrecord.records import Span

from .marked import places, said, sight

TEXT = "Iceland met Norway. Portugal said the fish of Norway, and of Norway alone, are small."
PARTIES = Parties(MODELS)


def view(name: str) -> View:
    figure = Figure(name, "state", name, frozenset([name]), mentions=[(span, "name") for span in places(TEXT, name)])
    return View(figure)


def draft() -> Draft:
    return said(TEXT, "Portugal", "the fish of Norway, and of Norway alone, are small")


def written(numbers: np.ndarray) -> list[str]:
    words = sight(TEXT).places.words
    return [TEXT[words.starts[n] : words.ends[n]] for n in numbers.ravel().tolist() if n >= 0]


def test_a_statement_is_seen_by_its_words_and_its_parties_by_their_mentions() -> None:
    views = [view("Norway"), view("Iceland"), view("Spain")]
    seen = look(sight(TEXT).places, draft(), views, [{}, {}, {}])
    assert written(seen.words[seen.types == ANCHOR]) == ["said"]
    assert written(seen.words[seen.types == INSIDE])[:4] == ["the", "fish", "of", "Norway"]
    assert "Portugal" in written(seen.words[seen.types == BESIDE])
    norway, iceland, spain = seen.spots
    assert [written(spot) for spot in norway] == [["Norway"]] * 4
    assert len(set(norway[:, 0].tolist())) == 3, "two mentions in the content, one before it"
    assert [written(spot) for spot in iceland] == [[], [], ["Iceland"], ["Iceland"]]
    assert (spain == -1).all()


def test_a_party_named_only_behind_the_statement_is_seen_there() -> None:
    text = "Portugal said the fish are small. Norway was silent. Norway left."
    figure = Figure("Norway", "state", "N", frozenset("N"), mentions=[(s, "name") for s in places(text, "Norway")])
    own = look(sight(text).places, said(text, "Portugal", "the fish are small"), [View(figure)], [{}])
    assert own.spots[0, 2].tolist() == own.spots[0, 3].tolist() != [-1] * SPOT_WORDS


def test_of_many_parties_the_first_are_weighed() -> None:
    views = [view("Norway") for _ in range(MOST_PARTIES + 3)]
    seen = look(sight(TEXT).places, draft(), views, [{}] * len(views))
    assert (len(seen.ids), len(seen.features), len(seen.spots)) == (MOST_PARTIES,) * 3


@unhurried
@given(st.lists(st.lists(st.sampled_from("ABCD"), unique=True, max_size=4), min_size=1, max_size=6))
def test_every_party_is_found_again_in_its_place(parties: list[list[str]]) -> None:
    looks = [
        Look(
            ids,
            [{}] * len(ids),
            np.full((len(ids), SPOTS, SPOT_WORDS), -1),
            np.zeros(2, np.int64),
            np.array([ANCHOR, INSIDE]),
        )
        for ids in parties
    ]
    given = inputs(np.ones((1, 2), np.float32), looks)
    everybody = [id for ids in parties for id in ids]
    cells = given["cells"]
    named = np.array([everybody[n] if n >= 0 else "" for n in cells.ravel()], dtype=object)
    assert [list(filter(None, row)) for row in named.reshape(cells.shape)] == parties
    groups = given["groups"].ravel()
    both = np.concatenate([named, np.where(groups >= 0, named[groups], "")])
    assert (both[given["back"]] == named).all()
    shared = {id for id in everybody if everybody.count(id) > 1}
    assert {named[row[0]] for row in given["groups"] if row[0] >= 0} == shared
    for row in given["groups"]:
        assert len({named[place] for place in row[row >= 0].tolist()}) <= 1


def test_shares_come_statement_by_statement_however_many() -> None:
    place, views = sight(TEXT), [view("Norway"), view("Iceland")]
    features = weighed_by(views, None, (), 1.0, False)
    one = look(place.places, draft(), views, features)
    none = look(place.places, draft(), [], [])
    shares = PARTIES.shares(place.seen, [one] * (TOGETHER + 1) + [none])
    assert [len(row) for row in shares] == [2] * (TOGETHER + 1) + [0]
    assert all(0 < share < 1 for row in shares for share in row)
    assert PARTIES.shares(place.seen, [one]) == [pytest.approx(shares[TOGETHER], abs=0.01)]
    assert PARTIES.shares(place.seen, [none, none]) == [[], []]
    assert PARTIES.shares(place.seen, []) == []


def test_the_model_s_word_and_the_holders_are_among_the_features() -> None:
    views = [view("Norway"), view("Iceland")]
    views[0].add("in")
    told = {"toward": 0.5, "holder": 0.001}
    norway = places(TEXT, "Norway")[0]

    def score(span: Span, kind: str) -> float | None:
        return told[kind] if span.start >= norway.start else None

    first, second = weighed_by(views, score, ["Iceland"], 0.9, True)
    assert (first["in"], first["is told"], first["told"], first["holds"]) == (1.0, 1.0, 0.0, 0.0)
    assert first["told holder"] < -6
    assert ("is told" in second, second["holds"], second["holders"], second["nested"]) == (False, 1.0, 1.0, 1.0)
    assert second["told"] < first["told holder"]


def test_a_missing_or_broken_file_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"no {FILE}"):
        Parties(tmp_path)
    (tmp_path / FILE).write_bytes(b"no graph")
    with pytest.raises(ModelError, match="not a model"):
        Parties(tmp_path)
    (tmp_path / FILE).write_bytes((MODELS / "reader.onnx").read_bytes())
    with pytest.raises(ModelError, match="no names of features"):
        Parties(tmp_path)
