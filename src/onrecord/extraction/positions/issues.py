"""What a statement is about: the run of two to eight words that reads most like a name for its subject.

The words are those of its content or, where the content says less, of the title. Every run is weighed by a linear model
over plain signs (its words, those at its edges, names in it, words that the title and the rest of the text repeat);
the weights are learned (training/stands.py). No part of speech is known.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from onrecord.extraction.positions.issue_words import WORD, WORD_OR_MARK, Form, form_of
from onrecord.records import Span

# On 1,144 statements of the development set the chosen run is as like the annotated issue as 0.610, mean cosine; with
# at most six words 0.608. With clauses among the runs it was 0.623, and they read badly.
LONGEST = 8
_BLANK = re.compile(r"\n[^\S\n]*\n")
_SHORT = re.compile(r"\b(?:[A-Z]\.)+[A-Z]\Z")
# Words of the content in which an issue is looked for.
_LOOK = 70
# A longer first line is no title.
_LONGEST_TITLE = 300
# From so many telling words on, a content is no longer short of words to name its subject by.
_FULL_CONTENT = 12
# Where a run's features name the shape of a word; a function word is its own shape.
_SHAPED = ("before", "after", "first", "last", "holds")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words as a candidate, with its features."""

    span: Span
    features: dict[str, float]


@dataclass(slots=True)
class _Brought:
    """What a word or mark weighs in a run, at its edges and beside it."""

    inside: float
    ends: float
    before: float
    after: float
    first: float
    last: float
    holds: float


@dataclass(slots=True)
class _Token:
    """A word or mark of a text with all that its runs ask of it; `brought` is worked out when it is first weighed."""

    form: Form
    title: bool
    often: float
    brought: _Brought | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text as words and marks, and where each stands."""

    words: Sequence[_Token]
    places: Sequence[tuple[int, int]]

    def span(self, first: int, last: int) -> Span:
        """From one word to another."""
        return Span(start=self.places[first][0], end=self.places[last][1])


@dataclass(frozen=True, slots=True)
class _Headed:
    """A run of the title: its weight wherever it is a candidate, and the stems of its telling words."""

    span: Span
    weight: float
    stems: tuple[str, ...]


class Topics:
    """What the words of one text tell of its subjects: how often each stands in it, and which stand in the title."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._counts: Counter[str] = Counter()
        self._title: set[str] = set()
        self._headed: list[_Headed] | None = None
        self._tokens: dict[str, _Token] = {}
        end = text.find("\n", 0, _LONGEST_TITLE)
        self._heading = [Span(start=0, end=end)] if end > 0 else []
        words = map(form_of, WORD.findall(text[: end if end >= 0 else _LONGEST_TITLE]))
        self._title = {form.stem for form in words if form.tells}
        for word, count in Counter(WORD.findall(text)).items():
            form = form_of(word)
            if form.tells:
                self._counts[form.stem] += count

    def runs(self, content: Sequence[Span]) -> Iterator[Run]:
        """Every run of two to LONGEST words that may name an issue: of one piece of the content, or of the title."""
        pieces = list(self._pieces(content))
        stems = _stems(pieces)
        length = _length(stems)
        for piece in pieces:
            for first, last in _places(piece.words):
                features = _features(piece.words, first, last) | {"content length": length}
                yield Run(piece.span(first, last), features)
        for piece in self._pieces(self._heading):
            for first, last in _places(piece.words):
                shared = _shared(_telling(piece.words, first, last), stems)
                own = {"of title": 1.0, "of title, shared": shared, "of title, content length": length}
                yield Run(piece.span(first, last), _features(piece.words, first, last) | own)

    def best(self, content: Sequence[Span], scale: Scale) -> Span | None:
        """The run of the greatest weight, the first of equals; None where there is none."""
        pieces = list(self._pieces(content))
        stems = _stems(pieces)
        length = _length(stems)
        most, found = -math.inf, None
        for piece in pieces:
            weight, first, last = scale.heaviest(piece.words)
            if weight > most:
                most, found = weight, piece.span(first, last)
        most += scale.content_length * length
        if self._headed is None:
            self._headed = list(self._weighed(scale))
        for run in self._headed:
            weight = run.weight + scale.title_shared * _shared(run.stems, stems) + scale.title_length * length
            if weight > most:
                most, found = weight, run.span
        return _with_stop(self.text, found) if found is not None else None

    def _weighed(self, scale: Scale) -> Iterator[_Headed]:
        for piece in self._pieces(self._heading):
            words = piece.words
            for first, last in _places(words):
                weight = scale.of_title + scale.weight(_features(words, first, last))
                yield _Headed(piece.span(first, last), weight, _telling(words, first, last))

    def _pieces(self, content: Sequence[Span]) -> Iterator[_Piece]:
        left = _LOOK
        for start, end in chain.from_iterable(self._stretches(span) for span in content):
            found = list(islice(WORD_OR_MARK.finditer(self.text, start, end), left))
            left -= len(found)
            yield _Piece([self._token(match[0]) for match in found], [match.span() for match in found])

    def _stretches(self, span: Span) -> Iterator[tuple[int, int]]:
        """The parts of a span that blank lines part: no name goes on behind one."""
        start = span.start
        for blank in _BLANK.finditer(self.text, span.start, span.end):
            yield start, blank.start()
            start = blank.end()
        yield start, span.end

    def _token(self, word: str) -> _Token:
        token = self._tokens.get(word)
        if token is None:
            form = form_of(word)
            title = form.tells and form.stem in self._title
            often = min(self._counts[form.stem], 6) / 6 if form.tells else 0.0
            token = self._tokens[word] = _Token(form, title, often)
        return token


def _with_stop(text: str, span: Span) -> Span:
    """ "Support for the U.S" with its last stop."""
    short = text.startswith(".", span.end) and _SHORT.search(text, span.start, span.end)
    return Span(start=span.start, end=span.end + 1) if short else span


def _stems(pieces: Sequence[_Piece]) -> set[str]:
    return {token.form.stem for piece in pieces for token in piece.words if token.form.tells}


def _length(stems: set[str]) -> float:
    return min(len(stems), _FULL_CONTENT) / _FULL_CONTENT


def _places(words: Sequence[_Token]) -> Iterator[tuple[int, int]]:
    """The places of the first and the last word of every run."""
    ends = _ends(words)
    for first in range(len(words)):
        for last in range(first + 1, _reach(words, first)):
            if ends[last]:
                yield first, last


def _ends(words: Sequence[_Token]) -> list[bool]:
    """Where a run may end: not within a name ("from President | Ana Ferro"), where names alone have capitals."""
    titled = 2 * sum(token.form.capital for token in words) > len(words)
    behind = [*[token.form for token in words[1:]], None]
    return [
        token.form.ends and (titled or not (token.form.capital and after is not None and after.edge and after.capital))
        for token, after in zip(words, behind, strict=False)
    ]


def _telling(words: Sequence[_Token], first: int, last: int) -> tuple[str, ...]:
    return tuple(token.form.stem for token in words[first : last + 1] if token.form.tells)


def _shared(own: Sequence[str], stems: set[str]) -> float:
    return sum(map(stems.__contains__, own)) / max(1, len(own))


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
        self.content_length = self._of("content length")
        self.of_title, self.title_shared = self._of("of title"), self._of("of title, shared")
        self.title_length = self._of("of title, content length")
        self._before_all, self._after_all = self._of("before ^"), self._of("after $")
        self._stems: dict[str, tuple[float, float]] = {}
        self._shapes: dict[str, tuple[float, float, float, float, float]] = {}

    def weight(self, features: Mapping[str, float]) -> float:
        """The weight of one run, by its features."""
        return sum(self._of(name) * value for name, value in features.items())

    def heaviest(self, words: Sequence[_Token]) -> tuple[float, int, int]:
        """The greatest weight of a run of a piece, the first of equals, with the places of its first and last word."""
        forms, brought = [token.form for token in words], [token.brought or self._bring(token) for token in words]
        before = [self._before_all, *[one.before for one in brought]]
        after = [*[one.after for one in brought[1:]], self._after_all]
        # By place: what a word brings as the last of a run.
        closes = [behind + one.last + one.ends for one, behind in zip(brought, after, strict=False)]
        most, best, lengths, ends = -math.inf, (0, 0), self._lengths, _ends(words)
        for first, opening in enumerate(forms):
            if not opening.edge:
                continue
            # What a word brings as the first of a run.
            weight = before[first] + brought[first].first + self._place * first / _LOOK
            mean, held, capitals = brought[first].inside, "", opening.capital
            for last in range(first + 1, _reach(words, first)):
                form, inner = forms[last], forms[last - 1].function
                # What stands at neither edge; the first word of a run is never a function word.
                if inner is not None and f" {inner} " not in held:
                    held += f" {inner} "
                    weight += brought[last - 1].holds
                mean += brought[last].inside
                capitals = capitals and form.capital
                if form.verb:
                    weight += self._verbs
                if ends[last]:
                    count = last - first + 1
                    whole = weight + mean / count + lengths[count] + closes[last]
                    if capitals:
                        whole += self._all_capitals
                    if whole > most:
                        most, best = whole, (first, last)
        return most, *best

    def _of(self, name: str) -> float:
        return self._weights.get(name, 0.0)

    def _bring(self, token: _Token) -> _Brought:
        """What a word brings, kept with it."""
        form = token.form
        word, ends = self._stem(form.stem)
        inside = (
            self._title * token.title
            + self._often * token.often
            + self._telling * form.tells
            + self._capitals * form.capital
            + word
        )
        token.brought = _Brought(inside, ends, *self._shape(form.shape))
        return token.brought

    def _stem(self, stem: str) -> tuple[float, float]:
        """What a word weighs in a run, and besides at its end."""
        found = self._stems.get(stem)
        if found is None:
            found = self._stems[stem] = self._of(f"word {stem}"), self._of(f"ends {stem}")
        return found

    def _shape(self, shape: str) -> tuple[float, float, float, float, float]:
        found = self._shapes.get(shape)
        if found is None:
            before, after, first, last, holds = (self._of(f"{n} {shape}") for n in _SHAPED)
            found = self._shapes[shape] = before, after, first, last, holds
        return found


def _reach(words: Sequence[_Token], first: int) -> int:
    """The place behind the last word that a run from this word may hold; the word's own place if none begins here."""
    if not words[first].form.edge or (first and words[first - 1].form.modal):
        return first
    most = min(len(words), first + LONGEST)
    if words[first].form.past and first + 1 < most and words[first + 1].form.function:
        return first
    for at in range(first + 1, most):
        if not words[at].form.joins:
            return at
        if words[at].form.article and words[at - 1].form.past:
            return at - 1
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
        f"ends {inside[-1].form.stem}": 1.0,
        "title": sum(token.title for token in inside) / count,
        "often": sum(token.often for token in inside) / count,
        "telling": sum(token.form.tells for token in inside) / count,
        "capitals": capitals / count,
        "place": first / _LOOK,
    }
    for token in inside:
        word = f"word {token.form.stem}"
        found[word] = found.get(word, 0.0) + 1 / count
    for token in inside[1:-1]:
        if token.form.function:
            found[f"holds {token.form.function}"] = 1.0
    verbs = sum(token.form.verb for token in inside[1:])
    if verbs:
        found["verbs"] = float(verbs)
    if capitals == count:
        found["all capitals"] = 1.0
    return found
