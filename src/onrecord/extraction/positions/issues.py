"""What a statement is about: the run of two to eight of its words that reads most like a name for its subject.

Every run is weighed by a linear model over plain signs (the words at its edges, names in it, words that the title and
the rest of the text repeat); the weights are learned (training/stands.py). No part of speech is known.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from onrecord.extraction.positions.cast import words_of
from onrecord.records import Span

LONGEST = 8
# Words of the content in which an issue is looked for.
_LOOK = 70
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")
_WORD_OR_MARK = re.compile(rf"{_WORD.pattern}|[^\w\s]")
_STEM_END = re.compile(r"(?:['’]s|s)$")
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
# Where a run's features name the shape of a word; a function word is its own shape.
_SHAPED = ("before", "after", "first", "last", "holds")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words as a candidate, with its features."""

    span: Span
    features: dict[str, float]


@dataclass(slots=True)
class _Form:
    """A word or mark with all that it tells by itself, wherever it stands."""

    stem: str
    joins: bool
    edge: bool
    shape: str
    function: str | None
    tells: bool
    capital: bool
    verb: bool


@dataclass(slots=True)
class _Token:
    """A word or mark of the content with all that its runs ask of it."""

    form: _Form
    start: int
    end: int
    title: bool
    often: float


class Topics:
    """What the words of one text tell of its subjects: how often each stands in it, and which stand in the title."""

    def __init__(self, text: str) -> None:
        self.text = text
        title = map(_form, _WORD.findall(text.partition("\n")[0][:300]))
        self._title = {form.stem for form in title if form.tells}
        self._counts: Counter[str] = Counter()
        for word, count in Counter(_WORD.findall(text)).items():
            form = _form(word)
            if form.tells:
                self._counts[form.stem] += count

    def runs(self, content: Sequence[Span]) -> Iterator[Run]:
        """Every run of two to LONGEST words within one piece of the content that may name an issue."""
        for words in self._pieces(content):
            for first, opening in enumerate(words):
                for last in range(first + 1, _reach(words, first)):
                    if words[last].form.edge:
                        yield Run(Span(start=opening.start, end=words[last].end), _features(words, first, last))

    def best(self, content: Sequence[Span], scale: Scale) -> Span | None:
        """The run of the greatest weight, the first of equals; None where there is none."""
        most, found = -math.inf, None
        for words in self._pieces(content):
            weight, first, last = scale.heaviest(words)
            if weight > most:
                most, found = weight, (words[first].start, words[last].end)
        return None if found is None else Span(start=found[0], end=found[1])

    def _pieces(self, content: Sequence[Span]) -> Iterator[list[_Token]]:
        left = _LOOK
        for piece in content:
            words = [self._token(m) for m in islice(_WORD_OR_MARK.finditer(self.text, piece.start, piece.end), left)]
            left -= len(words)
            yield words

    def _token(self, match: re.Match[str]) -> _Token:
        form, (start, end) = _form(match[0]), match.span()
        if not form.tells:
            return _Token(form, start, end, False, 0.0)
        return _Token(form, start, end, form.stem in self._title, min(self._counts[form.stem], 6) / 6)


class Scale:
    """Weighs the runs of a piece as the sum over their features would, but each word once and not once a run.

    `weights`: of the names of features.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._lengths = [self._of(f"length {count}") for count in range(LONGEST + 1)]
        self._title, self._often = self._of("title"), self._of("often")
        self._telling, self._capitals = self._of("telling"), self._of("capitals")
        self._verbs, self._place, self._all_capitals = self._of("verbs"), self._of("place"), self._of("all capitals")
        self._shapes: dict[str, tuple[float, float, float, float, float]] = {}

    def heaviest(self, words: Sequence[_Token]) -> tuple[float, int, int]:
        """The greatest weight of a run of a piece, the first of equals, with the places of its first and last word."""
        forms, means = [token.form for token in words], [self._mean(token) for token in words]
        shapes = [self._shape("^"), *[self._shape(form.shape) for form in forms], self._shape("$")]
        # By place: what a word brings as the last of a run.
        closes = [shapes[i + 2][1] + shapes[i + 1][3] for i in range(len(words))]
        most, best, lengths = -math.inf, (0, 0), self._lengths
        for first, opening in enumerate(forms):
            if not opening.edge:
                continue
            # What a word brings as the first of a run.
            weight = shapes[first][0] + shapes[first + 1][2] + self._place * first / _LOOK
            mean, held, capitals = means[first], "", opening.capital
            for last in range(first + 1, _reach(words, first)):
                form, inner = forms[last], forms[last - 1].function
                # What stands at neither edge; the first word of a run is never a function word.
                if inner is not None and f" {inner} " not in held:
                    held += f" {inner} "
                    weight += shapes[last][4]
                mean += means[last]
                capitals = capitals and form.capital
                if form.verb:
                    weight += self._verbs
                if form.edge:
                    count = last - first + 1
                    whole = weight + mean / count + lengths[count] + closes[last]
                    if capitals:
                        whole += self._all_capitals
                    if whole > most:
                        most, best = whole, (first, last)
        return most, *best

    def _of(self, name: str) -> float:
        return self._weights.get(name, 0.0)

    def _shape(self, shape: str) -> tuple[float, float, float, float, float]:
        found = self._shapes.get(shape)
        if found is None:
            before, after, first, last, holds = (self._of(f"{n} {shape}") for n in _SHAPED)
            found = self._shapes[shape] = before, after, first, last, holds
        return found

    def _mean(self, token: _Token) -> float:
        form = token.form
        return (
            self._title * token.title
            + self._often * token.often
            + self._telling * form.tells
            + self._capitals * form.capital
        )


def _reach(words: Sequence[_Token], first: int) -> int:
    """The place behind the last word that a run from this word may hold; the word's own place if none begins here."""
    if not words[first].form.edge:
        return first
    most = min(len(words), first + LONGEST)
    for at in range(first + 1, most):
        if not words[at].form.joins:
            return at
    return most


def _features(words: Sequence[_Token], first: int, last: int) -> dict[str, float]:
    inside = words[first : last + 1]
    count = len(inside)
    capitals = sum(token.form.capital for token in inside)
    found = {
        f"length {count}": 1.0,
        f"before {words[first - 1].form.shape if first else '^'}": 1.0,
        f"after {words[last + 1].form.shape if last + 1 < len(words) else '$'}": 1.0,
        f"first {inside[0].form.shape}": 1.0,
        f"last {inside[-1].form.shape}": 1.0,
        "title": sum(token.title for token in inside) / count,
        "often": sum(token.often for token in inside) / count,
        "telling": sum(token.form.tells for token in inside) / count,
        "capitals": capitals / count,
        "place": first / _LOOK,
    }
    for token in inside[1:-1]:
        if token.form.function:
            found[f"holds {token.form.function}"] = 1.0
    verbs = sum(token.form.verb for token in inside[1:])
    if verbs:
        found["verbs"] = float(verbs)
    if capitals == count:
        found["all capitals"] = 1.0
    return found


@lru_cache(maxsize=8192)
def _form(text: str) -> _Form:
    small, word = text.lower(), text[0].isalnum()
    function = small if small in _FUNCTION else None
    return _Form(
        stem=_STEM_END.sub("", small),
        joins=word or text in "&/",
        edge=word and function is None,
        shape=_shape(text, small) if word and function is None else small,
        function=function,
        tells=len(text) > 2 and text[0].isalpha() and function is None,
        capital=text[0].isupper(),
        verb=text.endswith(("ed", "ing")),
    )


def _shape(word: str, small: str) -> str:
    """The ending and the case of a word that is no function word."""
    ending = next(end for end in _ENDINGS if small.endswith(end)) if small.endswith(_ENDINGS) else ""
    return f"{'A' if word[0].isupper() else '0' if word[0].isdigit() else 'a'}{ending}"
