"""Words to taggings: the reading model run over a batch of texts, its windows stitched and its tags decoded.

What the numbers are comes with the network (`Network`); this file only cuts windows, gathers and decodes, so that
training judges a model by exactly the code that later reads with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

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
# Words before and after an anchor that the reader sees: the source, cue and content of 98.5 % of the attributions of
# both training sets lie within. The network is trained with these.
BEFORE, AFTER = 64, 96
# Pieces a window, its opening and closing piece included, and from one window's start to the next's.
WINDOW, STRIDE = 256, 208
OPENING, CLOSING = 101, 102
# One window a batch: int8 scales a whole batch by its greatest value, so that more would let a text's reading depend
# on its neighbours; it is the fastest too. Anchors share a batch with others of their own text alone.
GRAIN = 32
# How much surer "no meeting" must be to be believed, in logits: chosen on the development set, where it finds 0.4 to 1
# more of a hundred meetings.
OF_MEETINGS = 0.5
WINDOWS_A_BATCH, ANCHORS_A_BATCH = 1, 24


Each = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]


class Network(Protocol):
    """The reading model's two graphs. B windows of P pieces; N anchors with R = BEFORE + AFTER + 1 words in reach."""

    transitions: Floats

    def encode(self, pieces: Integers, features: Integers) -> tuple[Floats, Floats, Floats, Floats]:
        """[B, P], [B, P, 4] to anchor [B, P, 3], marks [B, P, 12 + 6 + 1], seen [B, P, 2r], seer [B, P, 2r]."""

    def read(self, seen: Floats, seer: Floats, mask: Floats) -> tuple[Floats, Floats, Floats]:
        """[N, R, 2r], [N, 2r], [N, R] to tags and links [N, R, 5 + 5], real [N], judged [N, ...]."""


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
    probability that a word is part of what anybody is said to have said.
    """

    words: Words
    taggings: list[Tagging]
    marks: npt.NDArray[np.int8]
    statuses: Floats
    said: Floats


@dataclass(slots=True)
class _Vectors:
    """Word-wise outputs of the encoder for one text; each word's come from the window where it is most central."""

    anchor: Floats
    marks: Floats
    seen: Floats
    seer: Floats


def tag(network: Network, texts: Sequence[Words], thresholds: Thresholds, each: Each = map) -> list[Tagged]:
    """Tag a few texts together; the order is kept. `each` runs a function over batches: `map`, or several at once."""
    vectors = _encode(network, texts, each)
    anchors: list[tuple[int, int, float]] = []
    # The score is at most the root of this: what can't reach the threshold is not read at all.
    least = max(thresholds.anchor, thresholds.real**2)
    for i, vector in enumerate(vectors):
        some = 1.0 - _softmax(vector.anchor)[:, 0]
        anchors += [(i, int(w), float(some[w])) for w in np.flatnonzero(some >= least)]
    taggings: list[list[Tagging]] = [[] for _ in texts]
    batches = [
        own[at : at + ANCHORS_A_BATCH]
        for _, group in itertools.groupby(anchors, key=lambda anchor: anchor[0])
        for own in [list(group)]
        for at in range(0, len(own), ANCHORS_A_BATCH)
    ]
    for found in each(lambda batch: list(_read(network, vectors, batch)), batches):
        for i, tagging in found:
            if tagging.score >= thresholds.real and (tagging.tags == CONTENT).any():
                taggings[i].append(tagging)
    marked = 3 * len(MARK_KINDS)
    return [
        Tagged(
            words,
            found,
            _marks(vector.marks[:, :marked]),
            vector.marks[:, marked:-1],
            chances(vector.marks[:, -1]),
        )
        for words, found, vector in zip(texts, taggings, vectors, strict=True)
    ]


def _windows(words: Words) -> Iterator[tuple[int, int]]:
    """Full windows, and a last one that reaches back until its length is a multiple of GRAIN: many are equal so."""
    room, total, start = WINDOW - 2, len(words.pieces), 0
    while start + room < total:
        yield start, start + room
        start += STRIDE
    if total:
        length = min(room, -(-(total - start + 2) // GRAIN) * GRAIN - 2)
        yield max(0, total - max(length, total - start)), total


def _encode(network: Network, texts: Sequence[Words], each: Each) -> list[_Vectors]:
    """Run every window of every text and keep, for each word, the window in which it stands most central."""
    cut = [(i, a, b) for i, words in enumerate(texts) for a, b in _windows(words) if b > a]
    cut.sort(key=lambda w: w[2] - w[1])
    out: list[_Vectors | None] = [None] * len(texts)
    edge = [np.full(len(words), -1, dtype=np.int32) for words in texts]
    batches = list(_batches(cut))
    for batch, outputs in zip(batches, each(lambda b: network.encode(*_batch(texts, b)), batches), strict=True):
        for row, (i, a, b) in enumerate(batch):
            words = texts[i]
            if out[i] is None:
                out[i] = _Vectors(*(np.zeros((len(words), o.shape[2]), dtype=np.float32) for o in outputs))
            inside = np.arange(*np.searchsorted(words.first, [a, b]))
            first = words.first[inside]
            # How far a word is from the window's nearer edge; the text's own ends are no edges.
            whole = np.full(len(inside), len(words.pieces))
            room = np.minimum(first - a if a else whole, b - first if b < len(words.pieces) else whole)
            better = room > edge[i][inside]
            edge[i][inside[better]] = room[better]
            target = out[i]
            assert target is not None
            for name, output in zip(("anchor", "marks", "seen", "seer"), outputs, strict=True):
                getattr(target, name)[inside[better]] = output[row, first[better] - a + 1]
    return [v if v is not None else _Vectors(*(np.zeros((0, n), np.float32) for n in (3, 19, 2, 2))) for v in out]


def _batches(cut: Sequence[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Windows of one length together: the encoder takes no mask, which makes its attention a third faster."""
    for _, same in itertools.groupby(cut, key=lambda w: w[2] - w[1]):
        windows = list(same)
        for at in range(0, len(windows), WINDOWS_A_BATCH):
            yield windows[at : at + WINDOWS_A_BATCH]


def _batch(texts: Sequence[Words], batch: Sequence[tuple[int, int, int]]) -> tuple[Integers, Integers]:
    length = batch[0][2] - batch[0][1]
    pieces = np.zeros((len(batch), length + 2), dtype=np.int64)
    features = np.zeros((len(batch), length + 2, 4), dtype=np.int64)
    pieces[:, 0], pieces[:, -1] = OPENING, CLOSING
    for row, (i, a, b) in enumerate(batch):
        words = texts[i]
        pieces[row, 1:-1] = words.pieces[a:b]
        features[row, 1:-1] = words.features[words.word_of[a:b]]
    return pieces, features


def _read(
    network: Network, vectors: Sequence[_Vectors], anchors: Sequence[tuple[int, int, float]]
) -> Iterator[tuple[int, Tagging]]:
    reach = BEFORE + AFTER + 1
    size = vectors[anchors[0][0]].seen.shape[1]
    seen = np.zeros((len(anchors), reach, size), dtype=np.float32)
    seer = np.zeros((len(anchors), size), dtype=np.float32)
    mask = np.zeros((len(anchors), reach), dtype=np.float32)
    for row, (i, word, _) in enumerate(anchors):
        low, high = max(0, word - BEFORE), min(len(vectors[i].seen), word + AFTER + 1)
        at = low - word + BEFORE
        seen[row, at : at + high - low] = vectors[i].seen[low:high]
        mask[row, at : at + high - low] = 1.0
        seer[row] = vectors[i].seer[word]
    tags, real, judged = network.read(seen, seer, mask)
    best = viterbi(tags[..., :TAGS], network.transitions, mask)
    for row, (i, word, some) in enumerate(anchors):
        inside = np.flatnonzero(mask[row])
        cued = bool(vectors[i].anchor[word, 1] >= vectors[i].anchor[word, 2])
        # The anchor head proposes, the reader confirms: their geometric mean ranks better than either (see training).
        score = float(np.sqrt(some / (1.0 + np.exp(-real[row]))))
        yield (
            i,
            Tagging(
                word,
                cued,
                word - BEFORE + int(inside[0]),
                best[row, inside].astype(np.int8),
                score,
                judged[row],
                tags[row, inside, TAGS:],
            ),
        )


def viterbi(tags: Floats, transitions: Floats, mask: Floats) -> Integers:
    """The best tag sequence of each row, [N, R]; tags [N, R, T], mask [N, R] with one run of ones a row."""
    n, reach, kinds = tags.shape
    back = np.zeros((n, reach, kinds), dtype=np.int8)
    here = mask > 0
    alpha = np.where(here[:, :1], tags[:, 0], 0.0)
    stay = np.arange(kinds, dtype=np.int8)
    for i in range(1, reach):
        moved = alpha[:, :, None] + transitions
        came = moved.argmax(1)
        both = (here[:, i] & here[:, i - 1])[:, None]
        back[:, i] = np.where(both, came, stay)
        best = np.take_along_axis(moved, came[:, None], 1)[:, 0] + tags[:, i]
        alpha = np.where(both, best, np.where(here[:, i, None], tags[:, i], alpha))
    path = np.zeros((n, reach), dtype=np.int64)
    path[:, -1] = alpha.argmax(1)
    rows = np.arange(n)
    for i in range(reach - 1, 0, -1):
        path[:, i - 1] = back[rows, i, path[:, i]]
    return path


def _marks(logits: Floats) -> npt.NDArray[np.int8]:
    scores = logits.reshape(-1, len(MARK_KINDS), 3).copy()
    scores[:, MARK_KINDS.index("meeting"), 0] -= OF_MEETINGS
    marks: npt.NDArray[np.int8] = scores.argmax(2).astype(np.int8)
    return marks


def chances(logits: Floats) -> Floats:
    """Logits to probabilities."""
    result: Floats = np.float32(1.0) / (np.float32(1.0) + np.exp(-logits))
    return result


def _softmax(logits: Floats) -> Floats:
    risen = np.exp(logits - logits.max(-1, keepdims=True))
    result: Floats = risen / risen.sum(-1, keepdims=True)
    return result
