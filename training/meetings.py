"""Fit the weights by which meetings are joined, dated and judged: `onrecord/extraction/meetings/weights.json`.

    python -m training.meetings TRAIN.jsonl [DEVELOPMENT.jsonl]

The reports are annotated ones; names come from the model's marks, times and mentions of meetings from the annotation.
What one decision hands to the next (statuses by words to days, days to statuses) is cross-fitted in three parts, so
that the next learns from what it will meet. With a second file, prints the share right in it, mentions given.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.document import sentences
from onrecord.extraction.bodies import Bodies
from onrecord.extraction.layout import Layout, layout_of
from onrecord.extraction.meetings import linear, spotting
from onrecord.extraction.meetings.days import Calendar, When
from onrecord.extraction.meetings.found import FoundMeeting
from onrecord.extraction.meetings.joining import pair_signs
from onrecord.extraction.meetings.mentions import Mention, Named, mentions
from onrecord.extraction.meetings.occasions import Occasions
from onrecord.extraction.meetings.status import by_words, by_words_and_day, word_signs
from onrecord.extraction.network import MODELS, OnnxNetwork
from onrecord.extraction.people import people
from onrecord.extraction.tagger import tag
from onrecord.extraction.words import split
from onrecord.knowledge import shipped
from onrecord.records import MEETING_STATUSES, PartialDate, Span, Time

FILE = Path(linear.__file__).with_name("weights.json")
Signs = Mapping[str, float]
# One decision: its choices, each with its signs and whether it is the right one.
Decision = list[tuple[Signs, bool]]
# How strongly weights are held to zero: of 1 to 12, what did best on a third of the training reports.
HELD = {"join": 2.0, "spot": 3.0, "start": 3.0, "words": 6.0, "status": 6.0, "occasion": 2.0}
# Earlier mentions that a mention is paired with.
BACK = 40


@dataclass(frozen=True)
class Report:
    """An annotated report, as the meetings are read from it."""

    row: dict[str, Any]
    layout: Layout
    named: Named
    times: Sequence[Time]
    published: PartialDate | None

    @property
    def groups(self) -> list[tuple[dict[str, Any], list[Mention]]]:
        """Each annotated meeting with its mentions."""
        of = {Span(start=a, end=b): n for n, m in reversed(list(enumerate(self.row["meetings"]))) for a, b in m["at"]}
        found: dict[int, list[Mention]] = {}
        for mention in mentions(self.layout, list(of), self.named, self.times):
            found.setdefault(of[mention.span], []).append(mention)
        return [(self.row["meetings"][number], group) for number, group in found.items()]


def reports(path: Path) -> list[Report]:
    """The annotated reports of a file."""
    network, knowledge = OnnxNetwork(MODELS, None), shipped()
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, published = row["text"], day_of(row["published"])
        bodies = Bodies(text, knowledge, published)
        tagged = next(iter(tag(network, [split(network.tokenizer, text)], network.thresholds, network.each)))
        spans = [Span(start=time["span"][0], end=time["span"][1]) for time in row["times"]]
        times = [
            Time(span=span, text=text[span.start : span.end], value=time["value"])
            for span, time in zip(spans, row["times"], strict=True)
        ]
        layout = layout_of(text, sentences(text))
        found.append(Report(row, layout, Named(bodies, people(text, tagged, bodies)), times, published))
    return found


def day_of(declared: str | None) -> PartialDate | None:
    """The day of publication, as the sets write it: ISO 8601, eight digits, or the form of e-mail."""
    if declared is None:
        return None
    if re.fullmatch(r"\d{8}", declared):
        return PartialDate(f"{declared[:4]}-{declared[4:6]}-{declared[6:]}")
    if re.match(r"\w{3}, \d", declared):
        return PartialDate(parsedate_to_datetime(declared).strftime("%Y-%m-%d"))
    return PartialDate(declared)


def fit(decisions: Sequence[Decision], held: float, least: int = 4, steps: int = 250) -> dict[str, float]:
    """The weights under which the right choices are likeliest; signs rarer than `least` get none.

    Where several choices are right, their probabilities are added.
    """
    counts = Counter(sign for decision in decisions for signs, _ in decision for sign in signs)
    index: dict[str, int] = {}
    rows, columns, shares, owners, right = [], [], [], [], []
    for owner, decision in enumerate(decisions):
        for signs, is_right in decision:
            for sign, share in signs.items():
                if counts[sign] >= least:
                    rows.append(len(owners))
                    columns.append(index.setdefault(sign, len(index)))
                    shares.append(share)
            owners.append(owner)
            right.append(is_right)
    row, column, share = np.asarray(rows), np.asarray(columns), np.asarray(shares, dtype=float)
    owner_of, wanted = np.asarray(owners), np.asarray(right)
    weights, mean, square = np.zeros(len(index)), np.zeros(len(index)), np.zeros(len(index))
    for step in range(1, steps + 1):
        scores = np.bincount(row, weights[column] * share, len(owner_of))
        slack = chances(scores, np.ones_like(wanted), owner_of) - chances(scores, wanted, owner_of)
        slope = np.bincount(column, slack[row] * share, len(index)) + held * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {sign: round(float(weights[at]), 3) for sign, at in index.items() if abs(weights[at]) >= 0.02}


def chances(scores: Any, among: Any, owners: Any) -> Any:
    """The probability of each choice within its decision, among some of them."""
    held = np.where(among, scores, -1e9)
    most = np.full(owners.max() + 1, -1e9)
    np.maximum.at(most, owners, held)
    risen = np.exp(held - most[owners]) * among
    return risen / np.maximum(np.bincount(owners, risen)[owners], 1e-30)


def fit_statuses(decision: str, examples: Sequence[tuple[Signs, str]]) -> dict[str, dict[str, float]]:
    """The weights of each status."""
    decisions = [
        [
            ({f"{status}\t{sign}": share for sign, share in signs.items()}, status == right)
            for status in MEETING_STATUSES
        ]
        for signs, right in examples
    ]
    fitted = fit(decisions, HELD[decision])
    found: dict[str, dict[str, float]] = {f"{decision} {status}": {} for status in MEETING_STATUSES}
    for name, weight in fitted.items():
        status, _, sign = name.partition("\t")
        found[f"{decision} {status}"][sign] = weight
    return found


def yes_or_no(examples: Iterator[tuple[Signs, bool]]) -> list[Decision]:
    """Decisions whose other choice has no signs."""
    return [[(signs, right), ({}, not right)] for signs, right in examples]


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


Item = tuple[Calendar, dict[str, Any], list[Mention]]


def fit_starts(items: Sequence[Item], told: Sequence[Signs]) -> dict[str, float]:
    """The weights of the days; `told`: for each meeting the chances of its statuses by the words."""
    decisions = []
    for (calendar, meeting, group), statuses in zip(items, told, strict=True):
        choices = calendar.choices(group, statuses)
        decision = [(c.signs, (c.when.start if c.when else None) == meeting["start"]) for c in choices]
        if any(right for _, right in decision):
            decisions.append(decision)
    return fit(decisions, HELD["start"])


def crossed(
    parts: Sequence[Sequence[Item]], learn: Callable[[list[int]], None], answer: Callable[[Item, int, int], Any]
) -> list[list[Any]]:
    """Each part's answers, learned from the other parts."""
    answers = []
    for number, part in enumerate(parts):
        learn([other for other in range(len(parts)) if other != number])
        answers.append([answer(item, number, at) for at, item in enumerate(part)])
    return answers


def fit_all(known: Sequence[Report]) -> dict[str, dict[str, float]]:
    """The weights of every decision."""
    weights: dict[str, dict[str, float]] = {}
    linear.use(weights)
    parts = [
        [
            (Calendar(r.layout, r.times, r.published), meeting, group)
            for r in known[at::3]
            for meeting, group in r.groups
        ]
        for at in range(3)
    ]

    def items(numbers: Sequence[int]) -> list[Item]:
        return [item for number in numbers for item in parts[number]]

    def learn_words(numbers: Sequence[int]) -> None:
        weights.update(fit_statuses("words", [(word_signs(g), m["status"]) for _, m, g in items(numbers)]))

    told = crossed(parts, learn_words, lambda item, part, at: by_words(item[2]))

    def learn_starts(numbers: Sequence[int]) -> None:
        weights["start"] = fit_starts(items(numbers), [one for number in numbers for one in told[number]])

    days: list[list[When | None]] = crossed(
        parts, learn_starts, lambda item, part, at: item[0].when(item[2], told[part][at])
    )
    learn_words(range(3))
    learn_starts(range(3))
    examples = [
        (word_signs(group) | calendar.standing(when, group[0].kind), meeting["status"])
        for part, whens in zip(parts, days, strict=True)
        for (calendar, meeting, group), when in zip(part, whens, strict=True)
    ]
    weights.update(fit_statuses("status", examples))
    weights["join"] = fit(yes_or_no(pairs(known)), HELD["join"], least=1)
    weights["spot"] = fit(yes_or_no(words(known)), HELD["spot"])
    weights["occasion"] = fit(list(occasions(known)), HELD["occasion"])
    return weights


def judged(known: Sequence[Report]) -> dict[str, float]:
    """The share of starts and statuses that are right, the mentions given."""
    right: Counter[str] = Counter()
    for report in known:
        calendar = Calendar(report.layout, report.times, report.published)
        for meeting, group in report.groups:
            when = calendar.when(group, by_words(group))
            start = (when.start if when else None) == meeting["start"]
            status = by_words_and_day(group, calendar.standing(when, group[0].kind)) == meeting["status"]
            right.update(meetings=1, start=start, status=status, both=start and status)
    return {name: round(count / right["meetings"], 3) for name, count in right.items() if name != "meetings"}


def main(train: str, development: str | None = None) -> None:
    """Fit and write the weights."""
    known = reports(Path(train))
    random.Random(5).shuffle(known)
    weights = fit_all(known)
    FILE.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    if development is not None:
        print(json.dumps(judged(reports(Path(development)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
