"""Fit the weights by which meetings are joined, dated and judged: `onrecord/extraction/meetings/weights.json`.

    python -m training.meetings TRAIN.jsonl [FURTHER.jsonl ...] [--on DEVELOPMENT.jsonl]

The reports are annotated ones; names and times are as they are read. What finds meetings learns from the annotated
mentions; what judges them from those and from the mentions as found, which it will meet: those of each part of the
reports are found with weights fitted on the others, so that they have the faults of new text. The model's statuses are
left out: the model was trained on the same reports and is surer in them than in others. The further reports are the
project's own (`python -m training.marked` writes them). Takes five minutes beside the reading.
With `--on`, prints the F1 of meetings found in another file and the share of them that is judged right.

The weights that ship were fitted on the meetings of the first annotators (annotations/README.md). Those of the second
give 0.785 found (0.779) on unseen reports, but 0.671 of the starts (0.691). On 600 annotated reports kept apart they
are right for 0.67 of 1,502 starts and 0.82 of the statuses, whatever holds them to zero; the right day is among the
choices of 0.94, and 600 trees over the choices give 0.69 there and nothing on the development set.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.document import sentences
from onrecord.document.dates import parse
from onrecord.extraction.bodies import Bodies
from onrecord.extraction.layout import Layout, layout_of
from onrecord.extraction.meetings import groups, is_marked, linear, sifted, spotting
from onrecord.extraction.meetings.days import Calendar
from onrecord.extraction.meetings.found import FoundMeeting
from onrecord.extraction.meetings.joining import pair_signs
from onrecord.extraction.meetings.mentions import Mention, Named, mentions
from onrecord.extraction.meetings.occasions import Occasions
from onrecord.extraction.meetings.sifting import real_signs
from onrecord.extraction.meetings.status import judged, word_signs
from onrecord.extraction.network import MODELS, OnnxNetwork
from onrecord.extraction.people import mark_spans, people
from onrecord.extraction.tagger import tag
from onrecord.extraction.times import find_times
from onrecord.extraction.words import split
from onrecord.knowledge import shipped
from onrecord.records import MEETING_STATUSES, PartialDate, Span, Time
from training.choices import Decision, Meetings, Signs, fit, fit_judgement, yes_or_no
from training.data import as_marked
from training.reports import rows_of

FILE = Path(linear.__file__).with_name("weights.json")
# Where the model marks a meeting, and the mentions of each.
Found = tuple[list[Span], list[list[Mention]]]
# How strongly weights are held to zero: what did best on held-out parts of the training reports. Of words, days and a
# day by itself: day and status right for 65.6 of 100 meetings as found; 65.4 at three fifths of it, 64.8 at twice, 64.3
# at three times (each half of the training reports, with weights fitted on the other and half of the further ones).
HELD = {
    "join": 4.0,
    "spot": 3.0,
    "occasion": 2.0,
    "real": 8.0,
    "words": 5.0,
    "days": 10.0,
    "day": 4.0,
}
# From how many meetings (of words) and choices (of days) a sign is weighed: of 6, 16 and 30 the best.
LEAST = {"words": 16, "days": 8}
# What a choice of a day rests on, and the mark of signs that only further reports have: fewer of their meetings are
# undated (15 of 100; of the training reports 25), which is no matter of words.
REASONS = frozenset({"none", "published", "month", "year", "time"})
FURTHER = "in further reports"
# Parts of the reports: what is found in each is found with weights fitted on the others.
PARTS = 4
# Earlier mentions that a mention is paired with.
BACK = 40


@dataclass(frozen=True)
class Report:
    """An annotated report, as the meetings are read from it."""

    row: dict[str, Any]
    layout: Layout
    named: Named
    times: Sequence[Time]
    marks: Sequence[Span]
    published: PartialDate | None

    @property
    def further(self) -> bool:
        """Whether this project annotated the report (reports.py), and with its habits."""
        return self.row["people"] is None

    @property
    def groups(self) -> list[tuple[dict[str, Any], list[Mention]]]:
        """Each annotated meeting with its mentions."""
        of = {Span(start=a, end=b): n for n, m in reversed(list(enumerate(self.row["meetings"]))) for a, b in m["at"]}
        found: dict[int, list[Mention]] = {}
        for mention in mentions(self.layout, list(of), self.named, self.times):
            found.setdefault(of[mention.span], []).append(mention)
        return [(self.row["meetings"][number], group) for number, group in found.items()]

    def calendar(self, meetings: Sequence[Sequence[Mention]]) -> Calendar:
        """The report's times, with the mentions that may lay claim to them."""
        return Calendar(self.layout, self.times, self.published, self.named, meetings)


def reports(path: Path) -> list[Report]:
    """The annotated reports of a file, with the network's marks: its own, where the file holds none."""
    network, knowledge = OnnxNetwork(MODELS, None), shipped()
    found = []
    for row in rows_of(path):
        text, published = row["text"], parse(row["published"]) if row["published"] else None
        bodies, cut = Bodies(text, knowledge, published), split(network.pieces, text)
        if "marks" in row:
            tagged = as_marked(row, cut)
        else:
            tagged = next(iter(tag(network, [cut], network.thresholds, network.each)))
        layout = layout_of(text, sentences(text))
        times = find_times(text, published, layout.sentences)
        marks = mark_spans(text, tagged, "meeting")
        found.append(Report(row, layout, Named(bodies, people(text, tagged, bodies)), times, marks, published))
    return found


def pairs(known: Sequence[Report]) -> Iterator[tuple[Signs, bool]]:
    """Pairs of mentions, and whether they are of one meeting."""
    for report in known:
        every = [(mention, number) for number, (_, group) in enumerate(report.groups) for mention in group]
        every.sort(key=lambda item: item[0].span)
        for at, (mention, number) in enumerate(every):
            for other, its in every[max(0, at - BACK) : at]:
                yield dict.fromkeys(pair_signs(other, mention), 1.0), its == number


def words(known: Sequence[Report]) -> Iterator[tuple[Signs, bool]]:
    """Words that can name a meeting, and whether they do; one that does elsewhere in its report is unclear."""
    for report in known:
        text = report.layout.text
        places = [(a, b) for meeting in report.row["meetings"] for a, b in meeting["at"]]
        heads = {found.lower() for a, b in places for found in spotting.WORD.findall(text[a:b])}
        for span, signs in spotting.candidates(report.layout, report.named, report.times):
            right = any(span.start < b and a < span.end for a, b in places)
            if right or text[span.start : span.end].lower() not in heads:
                yield signs, right


def occasions(known: Sequence[Report]) -> Iterator[Decision]:
    """Statements with the meetings near them; the statement before is as annotated."""
    for report in known:
        meetings = [
            FoundMeeting(
                name=meeting["name"],
                kind=meeting["kind"],
                mentions=tuple(sorted({Span(start=a, end=b) for a, b in meeting["at"]})),
                parties=tuple(meeting["parties"]),
                place=None,
                start=None,
                end=None,
                status=meeting["status"],
            )
            for meeting in report.row["meetings"]
        ]
        if not meetings or not all(meeting.mentions for meeting in meetings):
            continue
        asked = Occasions(report.layout, meetings)
        for statement in sorted(report.row["statements"], key=lambda s: s["content"][0][0]):
            at = (statement["cue"] or statement["content"])[0][0]
            right, speaker = statement["occasion"], statement["speaker_name"]
            decision = [(signs, number == right) for number, signs in asked.choices(at, speaker).items()]
            asked.said(right, speaker)
            if any(is_right for _, is_right in decision):
                yield decision


def real(known: Sequence[Report], found: Sequence[Found]) -> Iterator[tuple[Signs, bool]]:
    """Meetings as found, and whether they are annotated."""
    for report, (marked, every) in zip(known, found, strict=True):
        annotated = {id(group) for _, group in paired(report, every)}
        for group in every:
            yield real_signs(group, is_marked(group, marked), len(every) - 1), id(group) in annotated


def paired(report: Report, found: Sequence[list[Mention]]) -> list[tuple[dict[str, Any], list[Mention]]]:
    """Each annotated meeting with the first found one that shares a mention with it, none twice."""
    left, pairs = list(found), []
    for meeting in report.row["meetings"]:
        at = [Span(start=a, end=b) for a, b in meeting["at"]]
        hit = next((group for group in left if any(m.span.overlaps(span) for m in group for span in at)), None)
        if hit is not None:
            left = [group for group in left if group is not hit]
            pairs.append((meeting, hit))
    return pairs


def to_judge(known: Sequence[Report], found: Sequence[Found]) -> Meetings:
    """The meetings of the reports: their mentions as annotated and once more as found."""
    words, days, owner, first, right = [], [], [], [], []
    for report, (_, every) in zip(known, found, strict=True):
        of = FURTHER if report.further else ""
        annotated = report.groups
        told = report.calendar([group for _, group in annotated]), report.calendar(every)
        pairs = [(told[0], *pair) for pair in annotated] + [(told[1], *pair) for pair in paired(report, every)]
        for calendar, meeting, group in pairs:
            choices = calendar.choices(group)
            hits = [(choice.when.start if choice.when else None) == meeting["start"] for choice in choices]
            first.append(len(days))
            owner += [len(words)] * len(choices)
            words.append(word_signs(group) | habits(["status"], of))
            days += [{**choice.signs, **habits(REASONS & choice.signs.keys(), of)} for choice in choices]
            # Where no choice is the right day, the status alone teaches.
            right += [[(hit or not any(hits)) and s == meeting["status"] for s in MEETING_STATUSES] for hit in hits]
    return Meetings(words, days, np.asarray(owner), np.asarray(first), np.asarray(right))


def habits(what: Iterable[str], of: str) -> dict[str, float]:
    """Signs for how often a source's annotators give this or that, beside what the words tell; none of no source."""
    return {f"{one} {of}": 1.0 for one in what} if of else {}


def without_habits(weights: linear.Rows) -> linear.Rows:
    """The weights of what is read in a text."""
    return {sign: row for sign, row in weights.items() if not sign.endswith(f" {FURTHER}")}


def fit_all(known: Sequence[Report]) -> linear.Fitted:
    """The weights of every decision: those that find meetings first, for the others learn from what is found."""
    found = found_apart(known)
    by_words, by_days = fit_judgement(to_judge(known, found), HELD, LEAST)
    return replace(
        fit_finding(known),
        occasion=fit(list(occasions(known)), HELD["occasion"]),
        real=fit(yes_or_no(real(known, found)), HELD["real"]),
        words=without_habits(by_words),
        days=without_habits(by_days),
    )


def fit_finding(known: Sequence[Report]) -> linear.Fitted:
    """The weights that find mentions and join them, and no others."""
    return linear.Fitted(
        join=fit(yes_or_no(pairs(known)), HELD["join"], least=2),
        spot=fit(yes_or_no(words(known)), HELD["spot"]),
        occasion={},
        real={},
        words={},
        days={},
    )


def found_apart(known: Sequence[Report]) -> list[Found]:
    """The meetings of each report as weights fitted on other reports find them, with their faults."""
    found: list[Found] = [([], [])] * len(known)
    for part in range(PARTS):
        linear.use(fit_finding([report for at, report in enumerate(known) if at % PARTS != part]))
        for at in range(part, len(known), PARTS):
            report = known[at]
            found[at] = groups(report.layout, report.marks, report.named, report.times)
    return found


def right_of(known: Sequence[Report]) -> dict[str, float]:
    """F1 of meetings found, and the share of them with the right start and status, without the model's statuses."""
    right: Counter[str] = Counter()
    found = annotated = 0
    for report in known:
        every = sifted(report.layout, report.marks, report.named, report.times)
        calendar = report.calendar(every)
        found, annotated = found + len(every), annotated + len(report.row["meetings"])
        for meeting, group in paired(report, every):
            one = judged(group, calendar.choices(group))
            start, status = (one.when.start if one.when else None) == meeting["start"], one.status == meeting["status"]
            right.update(meetings=1, start=start, status=status, both=start and status)
    shares = {name: round(right[name] / max(1, right["meetings"]), 3) for name in ("start", "status", "both")}
    return {"found": round(2 * right["meetings"] / max(1, found + annotated), 3), **shares}


def written(fitted: linear.Fitted) -> str:
    """The weights as JSON, one sign a line, so that a change of weights can be read."""
    whole = {name: dict(sorted(weights.items())) for name, weights in asdict(fitted).items()}
    lines = [
        json.dumps(name)
        + ": {\n"
        + ",\n".join(f"{json.dumps(sign)}: {json.dumps(w)}" for sign, w in weights.items())
        + "\n}"
        for name, weights in whole.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("further", type=Path, nargs="*")
    parser.add_argument("--on", type=Path, metavar="DEVELOPMENT.jsonl")
    asked = parser.parse_args()
    fitted = fit_all([report for path in (asked.train, *asked.further) for report in reports(path)])
    FILE.write_text(written(fitted), encoding="utf-8")
    if asked.on is not None:
        linear.use(fitted)
        print(json.dumps(right_of(reports(asked.on))))


if __name__ == "__main__":
    main()
