"""Text to words and their word pieces, as BERT's uncased tokenizer cuts them.

The models were trained on the pieces of `tokenizer.json`; this reads its vocabulary and does in a hundred lines what
the library it was made with needs forty megabytes for. tests/test_pieces.py holds both against each other.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Self

import regex

from onrecord.errors import ModelError

UNKNOWN = "[UNK]"
# A word of more characters is not looked up, as in the training of the vocabulary.
_LONGEST = 100
# Words whose pieces are remembered: a hundred reports have some twenty thousand.
_REMEMBERED = 50_000
# What stands for a character that counts for nothing, so that places in the text stay what they are.
_NOTHING = "\0"
_CHINESE = (
    "\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f"
    "\U0002b920-\U0002ceaf\U0002f800-\U0002fa1f"
)
_ALONE = rf"\p{{P}}$+<=>\^`|~{_CHINESE}"
_WORD = regex.compile(rf"[^\s{_ALONE}]+|[{_ALONE}]")


@dataclass(frozen=True, slots=True)
class Cut:
    """A text's words in order: where each stands, in code points, and the ids of its pieces, at least one."""

    places: list[tuple[int, int]]
    pieces: list[tuple[int, ...]]


class _Plain(dict[int, str]):
    """Each character without case and accents, found when first met; one that becomes several is left as it is."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        self[code] = result = plain if len(plain) == 1 else _NOTHING if not plain else chr(code)
        return result


class Pieces:
    """The vocabulary of a model, and what it cuts words into."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary
        self._unknown = (vocabulary[UNKNOWN],)
        self._longest = max(map(len, vocabulary))
        self._plain = _Plain()
        self._found: dict[str, tuple[int, ...]] = {}

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read `tokenizer.json`. Raises ModelError if it can't be read or holds no vocabulary."""
        try:
            return cls(json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"])
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise ModelError(f"{path}: not a vocabulary of word pieces ({error})") from error

    def words(self, text: str) -> Cut:
        """The words of a text; linear in its length."""
        plain = text.translate(self._plain)
        places = [match.span() for match in _WORD.finditer(plain)]
        if _NOTHING in plain:
            places = [place for start, end in places if (place := _printed(plain, start, end)) is not None]
        return Cut(places, self._each([plain[start:end].replace(_NOTHING, "") for start, end in places]))

    def ids(self, text: str) -> list[int]:
        """The ids of a text's pieces."""
        plain = text.translate(self._plain)
        # Without places it takes half as long.
        pieces = self.words(text).pieces if _NOTHING in plain else self._each(_WORD.findall(plain))
        return [*chain.from_iterable(pieces)]

    def _each(self, words: Iterable[str]) -> list[tuple[int, ...]]:
        found = self._found
        return [found.get(word) or self._pieces(word) for word in words]

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The longest piece that begins the word, then the longest that goes on, to its end; unknown if one isn't."""
        if len(self._found) >= _REMEMBERED:
            self._found.clear()
        pieces = self._cut(word if word.isascii() else "".join(map(_expanded, word)))
        self._found[word] = pieces
        return pieces

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST:
            return self._unknown
        pieces: list[int] = []
        at, before = 0, ""
        while at < len(word):
            for end in range(min(len(word), at + self._longest), at, -1):
                piece = self.vocabulary.get(before + word[at:end])
                if piece is not None:
                    break
            else:
                return self._unknown
            pieces.append(piece)
            at, before = end, "##"
        return tuple(pieces)


def _plain(character: str) -> str:
    """Without case and accents; a space for any white space, nothing for what is not printed."""
    if character in "\t\n\r":
        return " "
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
        return ""
    if character.isspace():
        return " "
    parts = unicodedata.normalize("NFD", character)
    return "".join(part.lower() for part in parts if unicodedata.category(part) != "Mn")


def _printed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of a word without what counts for nothing at its edges; None if all of it does."""
    word = text[start:end]
    kept = word.strip(_NOTHING)
    start += len(word) - len(word.lstrip(_NOTHING))
    return (start, start + len(kept)) if kept else None


def _expanded(character: str) -> str:
    return character if character.isascii() else _plain(character)
