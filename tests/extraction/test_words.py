"""Text to words: offsets, and the features that the uncased pieces lack."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.words import split
from tests.extraction.toy import pieces
from typed import UNHURRIED

PIECES = pieces()


def features(text: str) -> list[tuple[str, list[int]]]:
    words = split(PIECES, text)
    return [(text[a:b], row.tolist()) for a, b, row in zip(words.starts, words.ends, words.features, strict=True)]


def test_case_boundary_quotation_and_zone() -> None:
    assert features('NATO agreed\n\nHe said: "No "deal" 5"\nand') == [
        ("NATO", [3, 3, 0, 0]),
        ("agreed", [1, 0, 0, 0]),
        ("He", [2, 1, 0, 1]),
        ("said", [1, 0, 0, 1]),
        (":", [0, 0, 0, 1]),
        ('"', [0, 0, 3, 1]),
        ("No", [2, 0, 1, 1]),
        ('"', [0, 0, 3, 1]),
        ("deal", [1, 0, 2, 1]),
        ('"', [0, 0, 4, 1]),
        ("5", [5, 0, 1, 1]),
        ('"', [0, 0, 4, 1]),
        ("and", [1, 1, 0, 1]),
    ]


@UNHURRIED
@given(st.text(max_size=60))
def test_words_are_in_order_and_within_the_text(text: str) -> None:
    words = split(PIECES, text)
    assert (words.starts < words.ends).all()
    assert (words.starts[1:] >= words.ends[:-1]).all()
    assert not len(words) or words.ends[-1] <= len(text)
    assert (words.word_of[words.first] == np.arange(len(words))).all()
    assert len(words.features) == len(words)
