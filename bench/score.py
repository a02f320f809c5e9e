"""Score what `onrecord read` prints against the development sets.

usage: python -m bench.score [--json PATH] [polnear] [diplomacy]

Runs the command that a user runs over a whole set, and has the set's own scorer judge what it prints. Sets and scorers
lie outside the project, in the folder that $ONRECORD_SHARED names, or else in `shared` beside the project. Takes about
a minute on two cores.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Annotated texts that print a report of a set, and the development reports that they print, whose texts the network
# that ships has learnt from: the archives hold them under other ids, which was found late (training/alike.py).
PRINTED = ROOT / "training/annotations/printed.json"
Measures = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A development set and the scorer that judges readings of it; `spans_only`: it wants spans, not whole readings."""

    gold: str
    scorer: str
    spans_only: bool


DATASETS = {
    "polnear": Dataset(gold="data/polnear/dev.jsonl", scorer="tools/score_attribution.py", spans_only=True),
    "diplomacy": Dataset(gold="data/diplomacy/dev.jsonl", scorer="tools/score_reading.py", spans_only=False),
}


class CannotScore(Exception):
    """A set is not there, or a command that scoring needs has failed."""


def shared_folder() -> Path:
    """The folder of the sets and their scorers."""
    named = os.environ.get("ONRECORD_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        raise CannotScore(f"no development sets in {folder}; name their folder in ONRECORD_SHARED")
    return folder


def scorer(name: str, shared: Path) -> Any:
    """One of the shared scorers as a module, loaded from its file: `score_attribution` or `score_reading`."""
    spec = importlib.util.spec_from_file_location(name, shared / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(name: str, shared: Path) -> Measures:
    """The measures of one set, by name; those within another bear both names, as in `span_f1.source`."""
    dataset = DATASETS[name]
    with tempfile.TemporaryDirectory() as scratch:
        gold, read, judged = (Path(scratch, f"{part}.jsonl") for part in ("gold", "read", "judged"))
        gold.write_text("".join(map(_line, map(in_nfc, objects(shared / dataset.gold)))), encoding="utf-8")
        read.write_bytes(output_of([sys.executable, "-m", "onrecord", "read", str(gold), "--json"]))
        judge = shared / dataset.scorer
        if dataset.spans_only:
            measures = _spans_judged(judge, gold, objects(read), judged)
            own = _spans_judged(judge, gold, map(outer, objects(read)), judged)
            measures |= {f"outer.{name}": own[name] for name in ("overlap_f1", "strict_f1", "alpha")}
        else:
            measures = _judged(judge, gold, read)
            measures |= _unseen_judged(judge, objects(gold), read, judged)
            measures["addressee"] = addressee_f1(scorer("score_reading", shared), objects(gold), objects(read))
        return {**measures, "text_differs": _texts_changed(gold, read)}


def _spans_judged(judge: Path, gold: Path, readings: Iterable[dict[str, Any]], scratch: Path) -> Measures:
    scratch.write_text("".join(map(_line, map(spans_of, readings))), encoding="utf-8")
    return _judged(judge, gold, scratch)


def unseen(gold: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The annotated articles whose texts the network that ships has not seen."""
    seen = set(json.loads(PRINTED.read_text(encoding="utf-8"))["development"])
    return (one for one in gold if one["id"] not in seen)


def _unseen_judged(judge: Path, gold: Iterable[dict[str, Any]], read: Path, scratch: Path) -> Measures:
    """The measures on the reports that the network has not seen, the only ones that tell what it does elsewhere."""
    scratch.write_text("".join(map(_line, unseen(gold))), encoding="utf-8")
    return {f"unseen.{name}": value for name, value in _judged(judge, scratch, read).items()}


def _judged(judge: Path, gold: Path, read: Path) -> Measures:
    return dict(flat(json.loads(output_of([sys.executable, str(judge), str(gold), str(read)]))))


def outer(reading: dict[str, Any]) -> dict[str, Any]:
    """The reading without statements inside another's.

    The set of spans marks none: of the 19,868 of its training part not one stands in another's content. So each that is
    read counts there as a mistake, however right it is.
    """
    return {**reading, "statements": [one for one in reading["statements"] if one["inside"] is None]}


def addressee_f1(judge: Any, gold: Iterable[dict[str, Any]], read: Iterable[dict[str, Any]]) -> float:
    """F1 of the addressees of paired statements: one is found where its span overlaps the annotated one.

    `judge` is the scorer of readings, which pairs statements by their content. 0.0 if there is none at all.
    """
    articles = {article["id"]: article for article in gold}
    found = annotated = given = 0
    for reading in read:
        article = articles[reading["document"]["input_id"]]
        tokens = judge.tokens(article["text"])
        sides = article["statements"], reading["statements"]
        covers = [[judge.cover(tokens, one["content"]) for one in side] for side in sides]
        for one, other in judge.pair(*covers):
            right, ours = sides[0][one]["addressee"], (sides[1][other]["addressee"] or {}).get("span")
            annotated, given = annotated + bool(right), given + bool(ours)
            if right and ours:
                found += max(right[0], ours[0]) < min(right[1], ours[1])
    return 2 * found / (annotated + given) if annotated + given else 0.0


def in_nfc(article: dict[str, Any]) -> dict[str, Any]:
    """An annotated article with its text in NFC, as the contract has texts stored, and its spans moved along.

    Only articles of the spans-only form need it; the other set is in NFC already, and is left as it is.
    """
    text = article["text"]
    if "attributions" not in article or unicodedata.is_normalized("NFC", text):
        return article

    def moved(spans: list[list[int]]) -> list[list[int]]:
        return [[len(unicodedata.normalize("NFC", text[:edge])) for edge in span] for span in spans]

    attributions = [{role: moved(spans) for role, spans in one.items()} for one in article["attributions"]]
    return {**article, "text": unicodedata.normalize("NFC", text), "attributions": attributions}


def spans_of(reading: dict[str, Any]) -> dict[str, Any]:
    """A printed reading as the attribution scorer wants it: the spans of each statement's source, cue and content."""
    attributions = [
        {"source": _span_of(statement["speaker"]), "cue": statement["cue"], "content": statement["content"]}
        for statement in reading["statements"]
    ]
    return {"id": reading["document"]["input_id"], "attributions": attributions}


def _span_of(speaker: dict[str, Any] | None) -> list[list[int]]:
    return [speaker["span"]] if speaker and speaker["span"] else []


def flat(measures: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Nested measures as pairs of dotted name and number; a measure that has no value (None) is left out."""
    for name, value in measures.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield from flat(dict(zip(("recall", "precision"), value, strict=True)), f"{prefix}{name}.")
        elif value is not None:
            yield prefix + name, value


def _texts_changed(gold: Path, read: Path) -> int:
    """How many documents are stored with a text of another length than the annotated one: offsets can't be compared.

    A control character that is stored as another one, one for one, moves nothing.
    """
    texts = {item["id"]: item["text"] for item in objects(gold)}
    documents = (reading["document"] for reading in objects(read))
    return sum(len(document["text"]) != len(texts[document["input_id"]]) for document in documents)


def objects(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file."""
    # Not by splitlines, which takes U+2028 inside a text for the end of a line.
    with path.open(encoding="utf-8", newline="\n") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def output_of(command: Sequence[str]) -> bytes:
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, check=False)
    if done.returncode:
        raise CannotScore(f"exit status {done.returncode} of: {' '.join(command)}")
    return done.stdout


def table(scores: dict[str, Measures]) -> str:
    """All measures of all sets, one a line, one column a set."""
    names = list(dict.fromkeys(name for measures in scores.values() for name in measures))
    width = max(map(len, names))
    lines = ["measure".ljust(width) + "".join(f"{dataset:>12}" for dataset in scores)]
    for name in names:
        cells = (f"{measures[name]:>12g}" if name in measures else " " * 12 for measures in scores.values())
        lines.append(name.ljust(width) + "".join(cells).rstrip())
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Score onrecord against the development sets.")
    parser.add_argument("dataset", nargs="*", help=f"{' or '.join(DATASETS)}; without any, all of them")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the measures to this file too")
    options = parser.parse_args()
    if unknown := set(options.dataset) - set(DATASETS):
        parser.error(f"no such set: {', '.join(sorted(unknown))}; there are {', '.join(DATASETS)}")
    try:
        shared = shared_folder().resolve()
        scores = {name: score(name, shared) for name in options.dataset or DATASETS}
    except CannotScore as error:
        print(error, file=sys.stderr)
        return 1
    print(table(scores))
    if options.json:
        options.json.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
