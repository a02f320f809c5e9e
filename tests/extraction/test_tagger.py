"""The tagger: windows stitched, anchors read, tags decoded."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from onrecord.extraction.tagger import CONTENT, CUE, MOST_AHEAD, SOURCE, STRIDE, WINDOW, Thresholds, tag, viterbi
from onrecord.extraction.words import Words, split
from tests.extraction.toy import ToyNetwork, pieces

PIECES = pieces()


def tagged_of(*texts: str):  # type: ignore[no-untyped-def]
    return list(tag(ToyNetwork(), [split(PIECES, text) for text in texts], Thresholds()))


def test_one_statement() -> None:
    text = "Smith said rain would fall"
    tagged = tagged_of(text)[0]
    tagging = tagged.taggings[0]
    assert len(tagged.taggings) == 1 and tagging.cued and tagging.anchor == 1
    assert tagging.words(SOURCE).tolist() == [0]
    assert tagging.words(CUE).tolist() == [1]
    assert tagging.words(CONTENT).tolist() == [2, 3, 4]
    assert tagged.marks[:, 0].tolist() == [1, 0, 0, 0, 0]


def test_a_text_of_many_windows_is_tagged_like_a_short_one() -> None:
    filler = "word " * (3 * STRIDE)
    tagged = tagged_of(f"{filler}Smith said rain {filler}")[0]
    assert [t.anchor for t in tagged.taggings] == [3 * STRIDE + 1]
    assert tagged.taggings[0].words(SOURCE).tolist() == [3 * STRIDE]


@given(st.integers(0, 4 * WINDOW))
def test_every_word_is_told_once_by_a_window_that_sees_it(length: int) -> None:
    words = split(PIECES, " ".join(["word", "said", "Smith"][number % 3] for number in range(length)))
    (tagged,) = tag(ToyNetwork(), [words], Thresholds())
    assert tagged.seen[:, 0].tolist() == words.pieces[words.first].tolist()
    assert [tagging.anchor for tagging in tagged.taggings] == list(range(1, length - 2, 3))


def test_what_is_no_statement_for_the_reader_is_told_of_no_more() -> None:
    words = split(PIECES, "Smith said rain would fall and Jones warned of snow")
    unsure = ToyNetwork(real=[9.0, -9.0])
    (tagged,) = tag(unsure, [words], Thresholds())
    assert [tagging.anchor for tagging in tagged.taggings] == [1]
    assert tagged.taggings[0].words(CONTENT).tolist()[0] == 2
    (tagged,) = tag(ToyNetwork(real=[-9.0, -9.0]), [words], Thresholds())
    assert not tagged.taggings


def test_texts_keep_their_order_and_do_not_mix() -> None:
    texts = ["", "nothing here", "Smith said one", "word " * 700 + "Jones warned two", "Smith said three"]
    tagged = tagged_of(*texts)
    assert [len(t.taggings) for t in tagged] == [0, 0, 1, 1, 1]
    assert [len(t.words) for t in tagged] == [0, 2, 3, 703, 3]


@given(
    arrays.arrays(np.float32, (2, 5, 3), elements=st.integers(-8, 8).map(float)),
    arrays.arrays(np.float32, (3, 3), elements=st.integers(-8, 8).map(float)),
    st.integers(0, 3),
    st.integers(1, 5),
)
def test_viterbi_finds_the_best_sequence(tags: np.ndarray, transitions: np.ndarray, low: int, length: int) -> None:
    high = min(5, low + length)
    mask = np.zeros((2, 5), dtype=np.float32)
    mask[:, low:high] = 1.0

    def score(row: int, path: tuple[int, ...]) -> float:
        emitted = sum(tags[row, low + i, k] for i, k in enumerate(path))
        return float(emitted + sum(transitions[a, b] for a, b in itertools.pairwise(path)))

    found = viterbi(tags, transitions, mask)
    for row in range(2):
        best = max(score(row, path) for path in itertools.product(range(3), repeat=high - low))
        assert score(row, tuple(found[row, low:high].tolist())) == best


@pytest.mark.parametrize(
    ("times", "behind"), [(1, 5 + 1), (4, 5 + 4), (90, 5 + MOST_AHEAD * 5)], ids=["short", "long", "too long"]
)
def test_the_network_works_ahead_more_behind_a_long_text_but_not_without_bound(times: int, behind: int) -> None:
    network, text = ToyNetwork(), "Smith said rain would fall"
    pieces = len(split(PIECES, text).pieces)
    taken = 0

    def texts() -> Iterator[Words]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield split(PIECES, " ".join([text] * (1 if number else times)))

    tagged = tag(network, texts(), Thresholds(), ahead=5 * pieces)
    assert next(tagged).taggings
    # The reader has so many behind the first when it gives that; the encoder six more, of texts that are short.
    assert taken == 1 + behind + 6
    assert sum(1 for _ in tagged) == 99
