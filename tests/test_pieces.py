"""Words and pieces are those of the library that made the vocabulary, but for its newest and rarest characters."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

import onrecord
from onrecord.errors import ModelError
from onrecord.pieces import Pieces
from typed import UNHURRIED

FILE = Path(onrecord.__file__).with_name("models") / "tokenizer.json"
PIECES = Pieces.from_file(FILE)
LIBRARY = Tokenizer.from_file(str(FILE))


Word = tuple[int, int, tuple[int, ...]]


def by_us(text: str) -> list[Word]:
    """The words of a text: start, end, pieces."""
    cut = PIECES.words(text)
    return [(start, end, pieces) for (start, end), pieces in zip(cut.places, cut.pieces, strict=True)]


def by_library(text: str) -> list[Word]:
    """The words of a text as the library cuts them."""
    encoding = LIBRARY.encode(text, add_special_tokens=False)
    found: dict[int, Word] = {}
    for number, (start, end), piece in zip(encoding.word_ids, encoding.offsets, encoding.ids, strict=True):
        first, _, before = found.get(number, (start, end, ()))
        found[number] = first, end, (*before, piece)
    return list(found.values())


def is_settled(character: str) -> bool:
    """Whether a character is old enough to be in every table, and has been of one category in all of them."""
    then, now = unicodedata.ucd_3_2_0.category(character), unicodedata.category(character)
    return then[0] == now[0] and (then == "Mn") == (now == "Mn") and then not in ("Cn", "Cs")


SETTLED = st.characters(exclude_categories=("Cs", "Cn")).filter(is_settled)
NEWSLIKE = st.sampled_from(
    (
        *(
            "said",
            "Zürich",
            "e\u0301",
            "naïve",
            "co\u00adoperate",
            "“No”",
            "U.S.",
            "$5bn",
            "€",
            "北京",
            "한국",
            "İzmir",
        ),
        *("ΟΔΟΣ", "12,500", "ﬁ", "ß", "…", "—", "x" * 101),
        *"\u200b\ufffd\x00\x85\x0b\x1c\u2028\xa0",
    )
)


@UNHURRIED
@given(st.lists(NEWSLIKE | SETTLED, max_size=40), st.sampled_from(["", " ", "\n"]))
def test_pieces_are_those_of_the_library(parts: list[str], between: str) -> None:
    text = between.join(parts)
    if "[" not in text:
        assert by_us(text) == by_library(text)


def test_every_settled_character_is_cut_as_by_the_library() -> None:
    characters = [chr(code) for code in range(0x30000) if not 0xD800 <= code < 0xE000]
    text = "".join(f"ab{c}cd {c} x{c}\n" for c in characters if is_settled(c))
    assert by_us(text) == by_library(text)


def test_names_of_the_models_own_marks_are_words_like_others() -> None:
    assert [text for text in ("[CLS]", "[MASK]") if len(by_us(text)) != 3] == []


def test_pieces_of_a_word() -> None:
    ((start, end, pieces),) = by_us("  Unbelievably ")
    names = {piece: name for name, piece in PIECES.vocabulary.items()}
    assert (start, end) == (2, 14)
    assert [names[piece] for piece in pieces] == ["un", "##bel", "##ie", "##va", "##bly"]
    assert PIECES.ids(" Unbelievably") == list(pieces)


@pytest.mark.parametrize("content", ["", "{}", '{"model": {"vocab": {"a": 0}}}', '{"model": []}'])
def test_a_broken_vocabulary_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokenizer.json").write_text(content)
    with pytest.raises(ModelError, match=r"tokenizer\.json: not a vocabulary"):
        Pieces.from_file(tmp_path / "tokenizer.json")
