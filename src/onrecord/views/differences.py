"""Two wordings of one saying, word by word: what both have, and what only one has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words with the white space behind them, so that the pieces join to the text again.
_WORD = re.compile(r"\S+\s*|\s+")
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a wording; `shared` if the other one has it too."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Both wordings in stretches, which join to the wordings; `same` if they have the same words."""

    one: tuple[Stretch, ...]
    other: tuple[Stretch, ...]

    @property
    def same(self) -> bool:
        """True if neither has a word that the other lacks."""
        return all(stretch.shared for stretch in (*self.one, *self.other))


def differences(one: str, other: str) -> Differences:
    """Compares by words; case, and punctuation at a word's edges, are no difference."""
    left, right = _WORD.findall(one), _WORD.findall(other)
    matcher = SequenceMatcher(None, [_key(word) for word in left], [_key(word) for word in right], autojunk=False)
    blocks = matcher.get_matching_blocks()
    return Differences(
        one=_stretches(left, [(block.a, block.a + block.size) for block in blocks]),
        other=_stretches(right, [(block.b, block.b + block.size) for block in blocks]),
    )


def _key(word: str) -> str:
    bare = word.strip().casefold()
    return _EDGES.sub("", bare) or bare


def _stretches(words: Sequence[str], shared: Sequence[tuple[int, int]]) -> tuple[Stretch, ...]:
    made, at = [], 0
    for start, end in shared:
        made.append(Stretch(text="".join(words[at:start]), shared=False))
        made.append(Stretch(text="".join(words[start:end]), shared=True))
        at = end
    return tuple(stretch for stretch in made if stretch.text)
