"""What a statement is about: the run of two to eight of its words that reads most like a name for its subject.

Every run is weighed by a linear model over plain signs (the words at its edges, names in it, words that the title and
the rest of the text repeat); the weights are learned (training/stands.py). No part of speech is known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

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


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or mark of the content with all that its runs ask of it."""

    text: str
    start: int
    end: int
    word: bool
    edge: bool
    shape: str
    function: str | None
    tells: bool
    title: bool
    often: float
    capital: bool
    verb: bool


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
            words = [self._token(m) for m in islice(_WORD.finditer(self.text, piece.start, piece.end), left)]
            left -= len(words)
            for first, opening in enumerate(words):
                if not opening.edge:
                    continue
                for last in range(first, min(len(words), first + LONGEST)):
                    closing = words[last]
                    if not closing.word and closing.text not in "&/":
                        break
                    if last - first + 1 >= SHORTEST and closing.edge:
                        yield Run(Span(start=opening.start, end=closing.end), _features(words, first, last))

    def _token(self, match: re.Match[str]) -> _Token:
        text = match[0]
        word, tells, stem = text[0].isalnum(), _tells(text), _stem(text)
        return _Token(
            text=text,
            start=match.start(),
            end=match.end(),
            word=word,
            edge=word and text.lower() not in _FUNCTION,
            shape=_shape(text),
            function=text.lower() if text.lower() in _FUNCTION else None,
            tells=tells,
            title=tells and stem in self._title,
            often=min(self._counts[stem], 6) / 6 if tells else 0.0,
            capital=text[0].isupper(),
            verb=text.endswith(("ed", "ing")),
        )


def _features(words: Sequence[_Token], first: int, last: int) -> dict[str, float]:
    inside = words[first : last + 1]
    count = len(inside)
    capitals = sum(token.capital for token in inside)
    found = {
        f"length {count}": 1.0,
        f"before {words[first - 1].shape if first else '^'}": 1.0,
        f"after {words[last + 1].shape if last + 1 < len(words) else '$'}": 1.0,
        f"first {inside[0].shape}": 1.0,
        f"last {inside[-1].shape}": 1.0,
        "title": sum(token.title for token in inside) / count,
        "often": sum(token.often for token in inside) / count,
        "telling": sum(token.tells for token in inside) / count,
        "capitals": capitals / count,
        "place": first / _LOOK,
    }
    for token in inside[1:-1]:
        if token.function:
            found[f"holds {token.function}"] = 1.0
    verbs = sum(token.verb for token in inside[1:])
    if verbs:
        found["verbs"] = float(verbs)
    if capitals == count:
        found["all capitals"] = 1.0
    return found


def best(runs: Sequence[Run], weights: Mapping[str, float]) -> Run | None:
    """The run of the greatest weight, the first of equals; None where there is none."""
    return max(runs, key=lambda run: sum(weights.get(n, 0.0) * v for n, v in run.features.items()), default=None)


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
