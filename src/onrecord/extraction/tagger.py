"""Words to taggings: the reading model run over a batch of texts, its windows stitched and its tags decoded.

What the numbers are comes with the network (`Network`); this file only cuts windows, gathers and decodes, so that
training judges a model by exactly the code that later reads with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from onrecord.extraction.words import Words

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

OTHER, SOURCE, CUE, CONTENT, ADDRESSEE = range(5)
TAGS = 5
MARK_KINDS = ("person", "role", "time", "meeting")
# What a word in reach may name of the statement: who speaks, whose position it is and toward whom, when, where.
LINK_KINDS = ("speaker", "holder", "toward", "said_on", "occasion")
# Which logits of a judgement are of the act, the kind of position, second or first hand, and the day: not given, that
# of publication, another.
ACT, KIND, HAND, DATED = slice(0, 2), slice(2, 15), slice(15, 17), slice(17, 20)
STATUSES = ("held", "under_way", "scheduled", "proposed", "postponed", "cancelled")
# Words before and after an anchor that the reader sees. What lies further is hardly ever found. Of the network that was
# trained with 56 and 72, so many cost 0.002 of the holders' F1 on the development sets and nothing else, and a tenth
# less of the reader's time; 52 and 44 cost 0.007 of strict_f1 and 0.02 of the F1 of statements inside others.
BEFORE, AFTER = 53, 64
# Pieces a window, its opening and closing piece included, and from one window's start to the next's. Windows of whole
# sentences that don't overlap take a twelfth less of the encoder's time, and are as good in the mean of all measures,
# but 0.01 worse at affiliations and meetings, of which the rules were made for the marks that these windows give.
WINDOW, STRIDE = 256, 232
OPENING, CLOSING = 101, 102
# A last window is as many pieces long as a multiple of this, by reaching back.
GRAIN = 32
# One window a batch: int8 scales a whole batch by its greatest value, so that more would let a text's reading depend
# on its neighbours; it is the fastest too. Anchors share a batch with others of their own text alone.
ANCHORS_A_BATCH = 24
# How many times `ahead` the network is ahead of a long text, at most. With 1,000 pieces two cores are busy for 0.90 of
# the time of 250 reports, 607 MB; 6 gives no more, nothing beyond `ahead` 0.82 (552 MB).
MOST_AHEAD = 3


Each = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]


class Network(Protocol):
    """The reading model's two graphs. A window of P pieces; N anchors with R = BEFORE + AFTER + 1 words in reach."""

    transitions: Floats

    def encode(
        self, pieces: Integers, features: Integers, kept: Integers, least: Floats
    ) -> tuple[Floats, Floats, Integers, Floats, Floats]:
        """[1, P], [1, P, 4], the pieces [K] that are asked for, and a probability.

        To marks [K, 12 + 6 + 1] and seen [K, 2r]; by their numbers, [A], those of them that are an anchor with that
        probability, with their anchor [A, 3] and seer [A, 2r].
        """

    def read(self, seen: Floats, seer: Floats, mask: Floats, least: Floats) -> tuple[Floats, Floats, Floats]:
        """[N, R, 2r], [N, 2r], [N, R], [N] to tags and links [M, R, 5 + 5], real [N], judged [M, ...].

        M: the anchors as real as their `least`, in order.
        """


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability an anchor is looked at, and from which its tagging counts."""

    anchor: float = 0.15
    real: float = 0.5


@dataclass(frozen=True, slots=True)
class Tagging:
    """What one anchor attributes. `tags[i]` is the tag of word `first + i`, `links[i]` its logits by LINK_KINDS.

    judged: logits of the act, the kind of position, whether it is first-hand, and whether the day of speech is none,
    that of publication or another.
    """

    anchor: int
    cued: bool
    first: int
    tags: npt.NDArray[np.int8]
    score: float
    judged: Floats
    links: Floats

    def words(self, tag: int) -> npt.NDArray[np.int64]:
        """The words that bear a tag, in order."""
        return self.first + np.flatnonzero(self.tags == tag)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text's words with its taggings in order of their anchors; marks: [words, 4] of 0 out, 1 begin, 2 in.

    statuses: [words, 6], logits of the status of a meeting that the word begins to name. said: [words], the
    probability that a word is part of what anybody is said to have said. seen: [words, 2r], what the encoder makes of
    each word.
    """

    words: Words
    taggings: list[Tagging]
    marks: npt.NDArray[np.int8]
    statuses: Floats
    said: Floats
    seen: Floats


@dataclass(frozen=True, slots=True)
class _Vectors:
    """What the encoder tells of one text: `marks` and `seen` of each word; `anchors`, which words are one, with the
    `anchor` and the `seer` of each."""

    marks: Floats
    seen: Floats
    anchors: Integers
    anchor: Floats
    seer: Floats


def _zeros(size: int) -> Floats:
    return np.zeros((0, size), dtype=np.float32)


_NO_WORDS = _Vectors(_zeros(3 * len(MARK_KINDS) + len(STATUSES) + 1), _zeros(2), np.zeros(0, int), _zeros(3), _zeros(2))


@dataclass(frozen=True, slots=True)
class _Window:
    """Words that the encoder sees together: from the `first` to before the `last`, their pieces `start` to `end`."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Encoding:
    """A text whose windows are with the encoder."""

    words: Words
    windows: Sequence[_Window]
    outputs: Iterable[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Looking:
    """A text whose anchors are with the reader."""

    words: Words
    vectors: _Vectors
    found: Iterable[Sequence[Tagging]]


Step = TypeVar("Step", _Encoding, _Looking)


def tag(
    network: Network, texts: Iterable[Words], thresholds: Thresholds, each: Each = map, ahead: int = 0
) -> Iterator[Tagged]:
    """Tag texts, in order. `each` runs a function over batches: `map`, or several at once, begun when it is called.

    Then the network works on the texts to come while the caller does something with the one that it was given: at each
    of its two steps, texts of at least `ahead` pieces are begun behind the one that is waited for.
    """
    encodings = _begun((_encode(network, words, thresholds, each) for words in texts), ahead)
    lookings = _begun((_look(network, encoding, thresholds, each) for encoding in encodings), ahead)
    return map(_tagged, lookings)


def _begun(steps: Iterable[Step], ahead: int) -> Iterator[Step]:
    """The steps in order. Behind each that is given are begun: texts of `ahead` pieces, and of as many as it has
    itself, since it keeps its taker busy for long if it is long, but no more than MOST_AHEAD times `ahead`."""
    begun: deque[Step] = deque()
    pieces = 0
    for step in steps:
        begun.append(step)
        pieces += len(step.words.pieces)
        while begun and pieces - (own := len(begun[0].words.pieces)) >= ahead + min(own, MOST_AHEAD * ahead):
            pieces -= own
            yield begun.popleft()
    yield from begun


def _tagged(looking: _Looking) -> Tagged:
    marked = 3 * len(MARK_KINDS)
    marks = looking.vectors.marks
    return Tagged(
        looking.words,
        [tagging for found in looking.found for tagging in found if (tagging.tags == CONTENT).any()],
        _marks(marks[:, :marked]),
        marks[:, marked:-1],
        chances(marks[:, -1]),
        looking.vectors.seen,
    )


def _windows(words: Words) -> Iterator[_Window]:
    """All words in their order, each with the window in which it stands most central."""
    places, total, first = list(_places(len(words.pieces))), len(words.pieces), 0
    for (start, end), (behind, _) in pairwise([*places, (total, total)]):
        # Up to the middle of what both windows see; the last one to the text's end.
        last = int(np.searchsorted(words.first, (end + behind) / 2, side="right"))
        if last > first:
            yield _Window(first, last, start, end)
        first = last


def _places(total: int) -> Iterator[tuple[int, int]]:
    """Full windows, and a last one that reaches back until its length is a multiple of GRAIN: many are equal so."""
    room, start = WINDOW - 2, 0
    while start + room < total:
        yield start, start + room
        start += STRIDE
    if total:
        length = min(room, -(-(total - start + 2) // GRAIN) * GRAIN - 2)
        yield max(0, total - max(length, total - start)), total


def _encode(network: Network, words: Words, thresholds: Thresholds, each: Each) -> _Encoding:
    # The score is at most the root of this: what can't reach the threshold is not read at all.
    least = np.array(max(thresholds.anchor, thresholds.real**2), dtype=np.float32)
    windows = list(_windows(words))
    return _Encoding(words, windows, each(lambda window: network.encode(*_batch(words, window), least), windows))


def _batch(words: Words, window: _Window) -> tuple[Integers, Integers, Integers]:
    start, end = window.start, window.end
    pieces = np.zeros((1, end - start + 2), dtype=np.int64)
    features = np.zeros((1, end - start + 2, 4), dtype=np.int64)
    pieces[:, 0], pieces[:, -1] = OPENING, CLOSING
    pieces[0, 1:-1] = words.pieces[start:end]
    features[0, 1:-1] = words.features[words.word_of[start:end]]
    return pieces, features, words.first[window.first : window.last].astype(np.int64) - start + 1


def _stitched(encoding: _Encoding) -> _Vectors:
    """What the windows tell, one after another."""
    marks, seen, anchors, anchor, seer = zip(*encoding.outputs, strict=True)
    numbers = [window.first + found for window, found in zip(encoding.windows, anchors, strict=True)]
    return _Vectors(*map(np.concatenate, (marks, seen, numbers, anchor, seer)))


def _look(network: Network, encoding: _Encoding, thresholds: Thresholds, each: Each) -> _Looking:
    vectors = _stitched(encoding) if encoding.windows else _NO_WORDS
    some = 1.0 - _softmax(vectors.anchor)[:, 0]
    batches = [slice(at, at + ANCHORS_A_BATCH) for at in range(0, len(some), ANCHORS_A_BATCH)]
    found = each(lambda batch: list(_read(network, vectors, batch, some[batch], thresholds.real)), batches)
    return _Looking(encoding.words, vectors, found)


def _read(network: Network, vectors: _Vectors, batch: slice, some: Floats, threshold: float) -> Iterator[Tagging]:
    reach = BEFORE + AFTER + 1
    anchors, anchor, seer = vectors.anchors[batch].tolist(), vectors.anchor[batch], vectors.seer[batch]
    words, size = vectors.seen.shape
    seen = np.zeros((len(anchors), reach, size), dtype=np.float32)
    mask = np.zeros((len(anchors), reach), dtype=np.float32)
    for row, word in enumerate(anchors):
        low, high = max(0, word - BEFORE), min(words, word + AFTER + 1)
        at = low - word + BEFORE
        seen[row, at : at + high - low] = vectors.seen[low:high]
        mask[row, at : at + high - low] = 1.0
    # The anchor head proposes, the reader confirms: their geometric mean ranks better than either.
    needed = np.clip(threshold**2 / some, np.float32(1e-7), np.float32(1 - 1e-7))
    least = np.log(needed / (1.0 - needed))
    tags, real, judged = network.read(seen, seer, mask, least)
    enough = np.flatnonzero(real >= least)
    scores = np.sqrt(some * chances(real))
    best = viterbi(tags[..., :TAGS], network.transitions, mask[enough])
    for row, at in enumerate(enough.tolist()):
        inside = np.flatnonzero(mask[at])
        yield Tagging(
            anchor=anchors[at],
            cued=bool(anchor[at, 1] >= anchor[at, 2]),
            first=anchors[at] - BEFORE + int(inside[0]),
            tags=best[row, inside].astype(np.int8),
            score=float(scores[at]),
            judged=judged[row],
            links=tags[row, inside, TAGS:],
        )


def viterbi(tags: Floats, transitions: Floats, mask: Floats) -> Integers:
    """The best tag sequence of each row, [N, R]; tags [N, R, T], mask [N, R] with one run of ones a row.

    What stands at places out of the run means nothing.
    """
    n, reach, kinds = tags.shape
    if not n:
        return np.zeros((0, reach), dtype=np.int64)
    here = mask > 0
    first, lengths = here.argmax(1), here.sum(1)
    rows, steps = np.arange(n), np.arange(int(lengths.max()))
    # Every row's run is brought to its front: then each step is the same for all rows.
    places = (first + steps[:, None]) % reach
    # By step, tag and row. The loops do what a step needs of the one before; the rest is done for all steps at once.
    alphas = tags[rows, places].transpose(0, 2, 1).copy()
    moves, moved = transitions[:, :, None], np.empty((kinds, kinds, n), dtype=alphas.dtype)
    for last, alpha in pairwise(alphas):
        np.add(last[:, None], moves, out=moved)
        alpha += moved.max(0)
    back = (alphas[:-1, :, None] + moves).argmax(1)
    back = np.where(steps[1:, None, None] < lengths, back, np.arange(kinds)[:, None])
    # A tag of a row as one number, so that a step back is one look.
    back = (back * n + rows).reshape(-1, kinds * n)
    best = np.empty((len(steps), n), dtype=np.int64)
    best[-1] = alphas[lengths - 1, :, rows].argmax(1) * n + rows
    for i in steps[:0:-1]:
        back[i - 1].take(best[i], out=best[i - 1])
    path = np.zeros((n, reach), dtype=np.int64)
    path[rows, places] = best // n
    return path


def _marks(logits: Floats) -> npt.NDArray[np.int8]:
    marks: npt.NDArray[np.int8] = logits.reshape(-1, len(MARK_KINDS), 3).argmax(2).astype(np.int8)
    return marks


def chances(logits: Floats) -> Floats:
    """Logits to probabilities."""
    result: Floats = np.float32(1.0) / (np.float32(1.0) + np.exp(-logits))
    return result


def _softmax(logits: Floats) -> Floats:
    risen = np.exp(logits - logits.max(-1, keepdims=True))
    result: Floats = risen / risen.sum(-1, keepdims=True)
    return result
