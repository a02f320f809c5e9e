"""Reports annotated for this project as stand-off labels: `annotations/reports.jsonl.gz`, joined with their texts.

Those that print a report of the diplomacy sets (`annotations/printed.json`, made by alike.py) are left out.
The texts lie in the archives outside the project. Statements are annotated, meetings too; times are as the product read
them, and persons are not annotated (`people` is null). `sparing` marks the reports in which a missing occasion is
unknown, not none.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.score import PRINTED

ANNOTATIONS = Path(__file__).parent / "annotations/reports.jsonl.gz"
POSITIONS = ANNOTATIONS.with_name("positions.jsonl")
READ = ANNOTATIONS.with_name("read.jsonl.gz")
# So many of the first were annotated sparingly (annotations/README.md).
SPARING = 930
Key = tuple[str, str]
# What a statement has that doesn't say otherwise.
COMMON: dict[str, Any] = {
    "cue": [], "speaker": None, "speaker_name": None, "role_spans": [], "affiliation": None, "act": "speech",
    "addressee": None, "said_on": None, "occasion": None, "holder": [], "toward": [], "first_hand": True,
    "inside": None, "issue": None,
}  # fmt: skip


def rows_of(labels: Path) -> list[dict[str, Any]]:
    """A file of labels, a row a line."""
    with (
        gzip.open(labels, "rt", encoding="utf-8") if labels.suffix == ".gz" else labels.open(encoding="utf-8") as lines
    ):
        return [json.loads(line) for line in lines]


def archived(news: Path, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    """The texts of the archives by their file and id; KeyError later for one that isn't there.

    A few ids occur twice: the first is meant.
    """
    wanted, found = set(keys), dict[Key, dict[str, Any]]()
    for name in sorted({name for name, _ in wanted}):
        with gzip.open(news / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for text in map(json.loads, lines):
                if (name, text["id"]) in wanted:
                    found.setdefault((name, text["id"]), text)
    return found


def kept(labels: Path) -> list[tuple[int, dict[str, Any]]]:
    """The rows of a file of labels with their numbers, without the texts that print a report of the diplomacy sets."""
    printed = {tuple(key) for key in json.loads(PRINTED.read_text(encoding="utf-8"))["texts"]}
    return [(number, row) for number, row in enumerate(rows_of(labels)) if (row["file"], row["id"]) not in printed]


def reports(labels: Path, news: Path) -> list[dict[str, Any]]:
    """The annotated reports in the form of the diplomacy set; offsets are into title, empty line and text."""
    found = []
    for number, row, whole in _joined(labels, news):
        statements = [COMMON | one for one in row["statements"]]
        for one in statements:
            one["role"] = [whole[a:b] for a, b in one["role_spans"]]
        times = [{**time, "text": whole[slice(*time["span"])]} for time in row["times"]]
        made = {"text": whole, "statements": statements, "times": times, "people": None}
        found.append(row | made | {"sparing": number < SPARING})
    return found


def as_read(labels: Path, news: Path) -> list[dict[str, Any]]:
    """The reports whose statements stand as they were read; whether one is first-hand is not annotated, thus None."""
    return [
        row | {"text": whole, "statements": [COMMON | {"first_hand": None} | one for one in row["statements"]]}
        for _, row, whole in _joined(labels, news)
    ]


def _joined(labels: Path, news: Path) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Number, row and text, title first, of each report of a file of labels."""
    rows = kept(labels)
    texts = archived(news, ((row["file"], row["id"]) for _, row in rows))
    for number, row in rows:
        text = texts[row["file"], row["id"]]
        yield number, row, f"{text['title']}\n\n{text['text']}"
