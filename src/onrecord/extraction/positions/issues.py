"""What a statement is about: the run of two to eight of its words that reads most like a name for its subject.

Every run is weighed by a linear model over plain signs (the words at its edges, names in it, words that the title and
the rest of the text repeat); the weights are learned (training/stands.py). No part of speech is known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.extraction.positions.cast import words_of
from onrecord.records import Span

LONGEST, SHORTEST = 8, 2
# Words of the content in which an issue is looked for.
_LOOK = 70
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*\.?(?<=\w)|(?:[A-Z]\.){2,}|[^\w\s]")
_FUNCTION = words_of(
    "a an the this that these those his her its their our your my of in on at to for with by from between among over "
    "about against into under after before during through without within toward towards upon and or but nor as than if "
    "when while because since until unless though although whether which who whom whose what where how why he she it "
    "they we i you him them us me is are was were be been being am has have had do does did will would shall should "
    "can could may might must not no so very more most also only just still even again already now then there here"
)
# Longest first: the first that fits is taken.
_ENDINGS = (
    *("tion", "sion", "ment", "ness", "ance", "ence", "ship"),
    *("ity", "ism", "ing", "ive", "ed", "ly", "al", "ic", "s"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words as a candidate, with its features."""

    span: Span
    features: dict[str, float]


class Topics:
    """What the words of one text tell of its subjects: how often each stands in it, and which stand in the title."""

    def __init__(self, text: str) -> None:
        self.text = text
        title = text.partition("\n")[0]
        self._title = {_stem(m[0]) for m in _WORD.finditer(title[:300]) if _tells(m[0])}
        self._counts = Counter(_stem(m[0]) for m in _WORD.finditer(text) if _tells(m[0]))

    def runs(self, content: Sequence[Span]) -> Iterator[Run]:
        """Every run of SHORTEST to LONGEST words within one piece of the content that may name an issue."""
        left = _LOOK
        for piece in content:
            words = list(_WORD.finditer(self.text, piece.start, piece.end))[:left]
            left -= len(words)
            for first in range(len(words)):
                if not _may_edge(words[first][0]):
                    continue
                for last in range(first, min(len(words), first + LONGEST)):
                    word = words[last][0]
                    if not word[0].isalnum() and word not in "&/":
                        break
                    if last - first + 1 >= SHORTEST and _may_edge(word):
                        span = Span(start=words[first].start(), end=words[last].end())
                        yield Run(span, self._features(words, first, last))

    def _features(self, words: Sequence[re.Match[str]], first: int, last: int) -> dict[str, float]:
        inside = [m[0] for m in words[first : last + 1]]
        before = words[first - 1][0] if first else "^"
        after = words[last + 1][0] if last + 1 < len(words) else "$"
        telling = [_stem(word) for word in inside if _tells(word)]
        found = {
            f"length {len(inside)}": 1.0,
            f"before {_shape(before)}": 1.0,
            f"after {_shape(after)}": 1.0,
            f"first {_shape(inside[0])}": 1.0,
            f"last {_shape(inside[-1])}": 1.0,
            "title": sum(word in self._title for word in telling) / len(inside),
            "often": sum(min(self._counts[word], 6) for word in telling) / 6 / len(inside),
            "telling": len(telling) / len(inside),
            "capitals": sum(word[0].isupper() for word in inside) / len(inside),
            "place": first / _LOOK,
        }
        for word in inside[1:-1]:
            if word.lower() in _FUNCTION:
                found[f"holds {word.lower()}"] = 1.0
        verbs = sum(word.endswith(("ed", "ing")) for word in inside[1:])
        if verbs:
            found["verbs"] = float(verbs)
        if all(word[0].isupper() for word in inside):
            found["all capitals"] = 1.0
        return found


def best(runs: Sequence[Run], weights: Mapping[str, float]) -> Run | None:
    """The run of the greatest weight, the first of equals; None where there is none."""
    return max(runs, key=lambda run: sum(weights.get(n, 0.0) * v for n, v in run.features.items()), default=None)


def _may_edge(word: str) -> bool:
    return word[0].isalnum() and word.lower() not in _FUNCTION


def _tells(word: str) -> bool:
    return len(word) > 2 and word[0].isalpha() and word.lower() not in _FUNCTION


def _stem(word: str) -> str:
    return re.sub(r"(?:['’]s|s)$", "", word.lower())


def _shape(word: str) -> str:
    """A function word or mark as it is; of other words the ending and the case."""
    small = word.lower()
    if small in _FUNCTION or not word[0].isalnum():
        return small
    ending = next((end for end in _ENDINGS if small.endswith(end)), "")
    return f"{'A' if word[0].isupper() else '0' if word[0].isdigit() else 'a'}{ending}"
