"""Training data: articles to windows of word pieces with labels. Read this first, then batches.py, model.py, train.py.

One form for all. PolNeAR gives source, cue and content; the diplomacy reports give those and the addressee, the act,
the kind of position, and where persons, roles, times and meetings are named; the project's own annotations say part of
this (reports.py). What a set does not say is masked, not taken for "none". No text is copied into the project.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.extraction.recording import ACTS
from onrecord.extraction.tagger import ADDRESSEE, CONTENT, CUE, MARK_KINDS, SOURCE, STATUSES, Tagged
from onrecord.extraction.words import Words, split
from onrecord.pieces import Pieces
from onrecord.records import POSITION_KINDS
from training.alike import alike, having, texts_of
from training.links import dated, exact, links, occurrences
from training.reports import ANNOTATIONS, POSITIONS, READ, archived, as_read, kept, reports

UNKNOWN = -100
# How much more an anchor inside another's content counts: PolNeAR, the larger set, marks none of these.
INNER = 2.0
# Characters of a release on each side of a statement.
AROUND = 600
# The archives that are read without annotations, and every how many-th text of each: about as much of the press as of
# governments, eleven million pieces in all. Of a long one its beginning.
PLAIN = {
    "reuters_foreign_2006_2013": 1,
    "afp_xinhua_1997_2006": 1,
    "allsides_foreign_2012_2020": 2,
    "statedept_2021_2022": 2,
    "whitehouse_foreign_2021_2026": 8,
}
LONGEST = 12_000


@dataclass(slots=True)
class Attribution:
    """One statement on word indices; `tags[word]` is a tag of the tagger's, and words not named are other.

    unsure: words that name a counterpart by the earlier of two annotators alone.
    """

    anchor: int
    cued: bool
    tags: dict[int, int]
    judged: dict[str, int] = field(default_factory=dict)
    links: list[set[int] | None] | None = None
    weight: float = 1.0
    unsure: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Article:
    """An article as words, with one list of attributions an annotator; marks: [words, 4] of 0 out, 1 begin, 2 in.

    statuses: [words], the status of the meeting that the word begins to name. `partial`: what else the text holds is
    not annotated; of the statements given, the positions alone are.
    """

    id: str
    words: Words
    annotations: list[list[Attribution]]
    marks: np.ndarray | None = None
    copies: int = 1
    statuses: np.ndarray | None = None
    partial: bool = False


@dataclass(slots=True)
class Window:
    """Pieces `start:end` of an article and the words that begin in it; said: 1 for each that is in any content."""

    article: Article
    start: int
    end: int
    attributions: list[Attribution]
    said: np.ndarray
    words: range = field(default=range(0))


@dataclass(frozen=True, slots=True)
class Cut:
    """All articles to train on, as words and labels; of `plain` ones no label is asked for, and most have none."""

    annotated: list[Article]
    plain: list[Article]


def cut(shared: Path, pieces: Pieces) -> Cut:
    """Cut every article of the shared folder; some minutes.

    The two sets stand among the plain articles as well: told by other models, a network keeps what each set marks.
    """
    data = shared / "data"
    polnear = load(data / "polnear/train.jsonl", pieces, copies=2)
    diplomacy = load(data / "diplomacy/train.jsonl", pieces, copies=2)
    return Cut(
        polnear
        + diplomacy
        + [article(row, pieces) for row in reports(ANNOTATIONS, data / "news")]
        + [judged(row, pieces) for row in as_read(READ, data / "news")]
        + excerpts(POSITIONS, data / "news", pieces),
        unannotated(data, pieces) + polnear + [replace(one, copies=1) for one in diplomacy],
    )


def unannotated(data: Path, pieces: Pieces) -> list[Article]:
    """News that nobody annotated, without the texts of the development sets."""
    known = {id: own for name in ("polnear", "diplomacy") for id, own in texts_of(data / name / "dev.jsonl").items()}
    index = having(known)
    found = []
    for name, every in PLAIN.items():
        with gzip.open(data / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in (json.loads(line) for number, line in enumerate(lines) if number % every == 0):
                text = f"{row['title']}\n\n{row['text'][:LONGEST]}"
                if not any(alike(row["text"], known, index)):
                    found.append(Article(row["id"], split(pieces, text), [[]], partial=True))
    return found


def load(path: Path, pieces: Pieces, copies: int = 1) -> list[Article]:
    """Read one of the two sets; an article's words are cut exactly as the reader cuts them."""
    with path.open(encoding="utf-8") as lines:
        return [article(json.loads(line), pieces, copies) for line in lines if line.strip()]


def article(row: dict[str, Any], pieces: Pieces, copies: int = 1) -> Article:
    """One annotated article as words and labels."""
    words = split(pieces, row["text"])
    if "statements" in row:
        statements = [
            attribution(words, speaker(row["text"], s), s["cue"], s["content"], (row, s)) for s in row["statements"]
        ]
        return Article(row["id"], words, [merge(statements)], known_marks(row, words), copies, statuses_of(row, words))
    sides = [row["attributions"], *row["other_annotators"]]
    found = [[attribution(words, a["source"], a["cue"], a["content"], None) for a in side] for side in sides]
    return Article(row["id"], words, [merge(side) for side in found], None, copies)


def speaker(text: str, statement: dict[str, Any]) -> list[Sequence[int]]:
    """Where the speaker stands: one span, or none. One that begins inside a word is where its words next stand as such.

    Of 146 speakers of the training set, nearly all "he", the "he" of a "the" before was marked.
    """
    if not statement["speaker"]:
        return []
    start, end = statement["speaker"]
    if start and text[start - 1].isalnum() and text[start].isalnum():
        found = re.compile(rf"\b{re.escape(text[start:end])}\b").search(text, start)
        return [found.span() if found else (start, end)]
    return [(start, end)]


def excerpts(labels: Path, news: Path, pieces: Pieces) -> list[Article]:
    """Statements of releases whose positions are annotated (see annotations/README.md), each with its surroundings."""
    rows = [row for _, row in kept(labels)]
    releases = archived(news, ((row["file"], row["id"]) for row in rows))
    return [excerpt(row, releases[row["file"], row["id"]], pieces) for row in rows]


def excerpt(row: dict[str, Any], release: dict[str, Any], pieces: Pieces) -> Article:
    """One statement of a release: the title and the text around it, with labels for its position."""
    spans = [row["content"], *([row["cue"]] if row["cue"] else [])]
    start = max(0, min(a for a, _ in spans) - AROUND)
    head = f"{release['title']}\n\n"
    text = head + release["text"][start : max(b for _, b in spans) + AROUND]
    content, *cue = ([a - start + len(head), b - start + len(head)] for a, b in spans)
    words = split(pieces, text)
    one = of_a_kind(words, row | {"content": [content], "cue": cue})
    assert one is not None
    named = [[place for name in row[key] for place in occurrences(text, name)] for key in ("holder", "toward")]
    one.links = [None, *(set(covered(words, places)) for places in named), None, None]
    return Article(row["id"], words, [[one]], partial=True)


def judged(row: dict[str, Any], pieces: Pieces) -> Article:
    """A report as the product read it, with the kinds of its statements.

    Whom these name is not learnt from it, so that it can tell how far the network's word on that holds on new text.
    """
    words = split(pieces, row["text"])
    found = [of_a_kind(words, statement) for statement in row["statements"]]
    return Article(row["id"], words, [merge(found)], partial=True)


def of_a_kind(words: Words, statement: dict[str, Any]) -> Attribution | None:
    """A statement with its kind, and whether it is first-hand, where that is told."""
    one = attribution(words, [], statement["cue"], statement["content"], None)
    if one is not None:
        one.judged["kind"] = POSITION_KINDS.index(statement["position"])
        if statement["first_hand"] is not None:
            one.judged["hand"] = int(statement["first_hand"])
    return one


def covered(words: Words, spans: Sequence[Sequence[int]]) -> Iterator[int]:
    """The words that any of the spans touches."""
    for start, end in spans:
        first = int(np.searchsorted(words.ends, start, side="right"))
        last = int(np.searchsorted(words.starts, end, side="left"))
        yield from range(first, last)


def attribution(
    words: Words, source: Any, cue: Any, content: Any, found: tuple[dict[str, Any], dict[str, Any]] | None
) -> Attribution | None:
    """Labels of one statement (`found`: its article's row and its own); where roles overlap, cue wins over source and
    source over content."""
    tags: dict[int, int] = {}
    addressee = [found[1]["addressee"]] if found and found[1]["addressee"] else []
    for tag, spans in ((CONTENT, content), (ADDRESSEE, addressee), (SOURCE, source), (CUE, cue)):
        tags.update((word, tag) for word in covered(words, spans))
    anchors = [w for w, tag in tags.items() if tag == (CUE if cue else CONTENT)]
    if not anchors or CONTENT not in tags.values():
        return None
    if found is None:
        return Attribution(min(anchors), bool(cue), tags)
    row, own = found
    before = own.get("before", {})
    judged = {
        "act": ACTS.index(own["act"]),
        "kind": POSITION_KINDS.index(own["position"]),
        "doubt": POSITION_KINDS.index(before.get("position", own["position"])),
        "hand": int(own["first_hand"]),
        "dated": dated(row, own),
    }
    places = [None if spans is None else set(covered(words, spans)) for spans in links(row, own)]
    unsure = [place for name in before.get("toward", []) for place in occurrences(row["text"], name)]
    weight = 1.0 if own["inside"] is None else INNER
    return Attribution(min(anchors), bool(cue), tags, judged, places, weight, set(covered(words, unsure)))


def merge(found: Sequence[Attribution | None]) -> list[Attribution]:
    """One attribution an anchor: the few that share a cue's first word become one with the content of both."""
    by_anchor: dict[int, Attribution] = {}
    for one in found:
        if one is None:
            continue
        if one.anchor in by_anchor:
            by_anchor[one.anchor].tags.update(one.tags)
        else:
            by_anchor[one.anchor] = one
    return [by_anchor[anchor] for anchor in sorted(by_anchor)]


def marks_of(row: dict[str, Any], words: Words) -> np.ndarray:
    """Where persons, roles, times and meetings stand: as annotated, or where the network marks them."""
    if row["people"] is None:
        spans = {column: [tuple(span) for span in row["marks"][kind]] for column, kind in enumerate(MARK_KINDS)}
    else:
        spans = annotated_marks(row)
    return np.stack([begun(words, spans[column]) for column in range(len(MARK_KINDS))], axis=1)


def known_marks(row: dict[str, Any], words: Words) -> np.ndarray:
    """The marks that a row teaches: all, where persons are annotated, else those of meetings."""
    if row["people"] is not None:
        return marks_of(row, words)
    marks = np.full((len(words), len(MARK_KINDS)), UNKNOWN, dtype=np.int64)
    marks[:, MARK_KINDS.index("meeting")] = begun(words, met_at(row))
    return marks


def begun(words: Words, places: Iterable[tuple[int, int]]) -> np.ndarray:
    """[words] of 0 out, 1 begin, 2 in: where names of one kind stand."""
    labels = np.zeros(len(words), dtype=np.int64)
    # Longest last: an outer mention ("secretary general of NATO") overwrites one that stands inside it.
    for place in sorted(set(places), key=lambda p: p[1] - p[0]):
        for i, word in enumerate(covered(words, [place])):
            labels[word] = 2 if i else 1
    return labels


def as_marked(row: dict[str, Any], words: Words) -> Tagged:
    """A row as the network would give it that marks what the row holds, and reads no statement."""
    nothing = np.zeros((len(words), len(STATUSES)), np.float32)
    return Tagged(words, [], marks_of(row, words).astype(np.int8), nothing, np.zeros(len(words), np.float32), nothing)


def annotated_marks(row: dict[str, Any]) -> dict[int, list[tuple[int, int]]]:
    """The annotated spans by the column of their kind."""
    text = row["text"]
    return {
        0: [span for person in row["people"] for span in named_at(text, person["name"])],
        1: [span for p in row["people"] for role in p["roles"] for span in exact(text, role)]
        + [tuple(span) for s in row["statements"] for span in s["role_spans"]],
        2: [tuple(time["span"]) for time in row["times"]],
        3: met_at(row),
    }


def met_at(row: dict[str, Any]) -> list[tuple[int, int]]:
    """Every annotated mention of a meeting."""
    return [tuple(span) for meeting in row["meetings"] for span in meeting["at"]]


def statuses_of(row: dict[str, Any], words: Words) -> np.ndarray:
    """The status of each meeting at the first word of its mentions; UNKNOWN elsewhere."""
    labels = np.full(len(words), UNKNOWN, dtype=np.int64)
    for meeting in row["meetings"]:
        for place in meeting["at"]:
            for word in list(covered(words, [place]))[:1]:
                labels[word] = STATUSES.index(meeting["status"])
    return labels


def named_at(text: str, name: str) -> list[tuple[int, int]]:
    """Every place where a name stands as whole words; for a person's full name the last word alone too."""
    last = (name.split() or [""])[-1]
    both = {name, last} if name[:1].isupper() and len(last) > 3 else {name}
    return [place for form in both for place in exact(text, form)]


def windows(articles: Sequence[Article], size: int, stride: int, rng: random.Random | None) -> list[Window]:
    """Cut articles into windows of `size` pieces every `stride`; with `rng` from anywhere, by any of the annotators."""
    cut: list[Window] = []
    for one in articles:
        for _ in range(one.copies if rng else 1):
            side = rng.choice(one.annotations) if rng else one.annotations[0]
            start = -rng.randrange(stride) if rng and len(one.words.pieces) > size else 0
            while True:
                a, b = max(0, start), min(start + size, len(one.words.pieces))
                if b - a > 16 or not start:
                    cut.append(window(one, a, b, side))
                if start + size >= len(one.words.pieces):
                    break
                start += stride
    return cut


def window(one: Article, start: int, end: int, side: Sequence[Attribution]) -> Window:
    """A window's own words, and the attributions whose anchor stands in it."""
    first = int(np.searchsorted(one.words.first, start))
    last = int(np.searchsorted(one.words.first, end))
    inside = [a for a in side if first <= a.anchor < last]
    said = np.zeros(len(one.words), np.int64)
    said[[word for a in side for word, tag in a.tags.items() if tag == CONTENT]] = 1
    return Window(one, start, end, inside, said[first:last], range(first, last))
