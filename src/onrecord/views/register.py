"""The register: lines, each the positions of one holder on one issue over time, with what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from onrecord.errors import UsageError
from onrecord.knowledge import Knowledge, shipped
from onrecord.ledger import Ledger, LineAsked, LineEntry, LineKey, Named, Outline, Stance
from onrecord.ledger.days import days_of
from onrecord.ledger.line_keys import DECLARED
from onrecord.ledger.lines import LINES
from onrecord.records import PartialDate, Position
from onrecord.views.bodies import names_of
from onrecord.views.changes import Change, Stage, days_held, stages
from onrecord.views.counts import check_count
from onrecord.views.dates import instant, since_until
from onrecord.views.ids import LINE_PREFIX, UTTERANCE_PREFIX, line_id
from onrecord.views.kinds import kind_asked
from onrecord.views.line_names import holders_asked, issues_asked
from onrecord.views.standing import Fit, fits, goes_back, is_told

# Statements of a line that are loaded for the register, where its history is not asked for; and how many times as many
# are, twice over, where they don't tell what stands, before all are. With a million statements two compared take 0.25 s
# at the 95th percentile; 0.34 s where it is eight times as many at once, as long where it begins with 8.
LATEST, _MORE = 12, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An utterance of a line: the statement that speaks for it, its reports, and what it did to the line, if anything.

    `day` is the first day on which it may have been said, or else published, as text that sorts, "" if neither is
    known; `kind` what this utterance does.
    """

    id: str
    day: str
    kind: str
    change: Change | None
    reports: tuple[Stance, ...]

    @property
    def first(self) -> Stance:
        """The report that speaks for the utterance: the first printed."""
        return self.reports[0]

    @property
    def said_on(self) -> str | None:
        """The date of saying as it is known, or else of publication: `2007` stays a year; None if neither is."""
        date = self.first.statement.said_on or self.first.published
        return None if date is None else date.value

    @property
    def speaker(self) -> str | None:
        """Who spoke."""
        party = self.first.statement.speaker
        return None if party is None else party.name or party.text

    @property
    def first_hand(self) -> bool | None:
        """Whether the speaker speaks for the holder; None if that is unknown."""
        return _position(self.first).first_hand


@dataclass(frozen=True, kw_only=True)
class Line:
    """The positions of one holder on one issue; `steps` in the order of days.

    `whole`: all of them. Otherwise they are the latest, with what stands, and a change among them is told only where
    what was held before it is known, too.
    """

    id: str
    issue: str
    named_by_person: bool
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]
    whole: bool = True

    @cached_property
    def holder(self) -> str:
        """The name that most reports of what stands give the holder."""
        return _most(report.holder for step in self.current for report in step.reports) or ""

    @property
    def kind(self) -> str:
        """The kind that stands now."""
        return self.stages[-1].kind

    @cached_property
    def current(self) -> tuple[Step, ...]:
        """The utterances of the kind that stands, since it was first said without another between."""
        days = days_held(self.stages)
        return tuple(step for step in self.steps if step.kind == self.kind and step.day in days)

    @property
    def since(self) -> str | None:
        """The date on which the kind that stands was first said, as it is known; None if unknown."""
        return self.current[0].said_on

    @property
    def last(self) -> str | None:
        """The date on which it was last said, as it is known; None if unknown."""
        return self.current[-1].said_on

    @property
    def first_hand_by(self) -> tuple[str, ...]:
        """Who has said so, speaking for the holder."""
        return self._speakers(first_hand=True)

    @property
    def second_hand_by(self) -> tuple[str, ...]:
        """Who says that the holder holds so."""
        return self._speakers(first_hand=False)

    def _speakers(self, *, first_hand: bool) -> tuple[str, ...]:
        said = (step.speaker for step in self.current if step.first_hand is first_hand)
        return tuple(dict.fromkeys(name for name in said if name))

    @property
    def toward(self) -> tuple[str, ...]:
        """At whom what stands is directed."""
        names = (name for step in self.current for name in _position(step.first).toward)
        return tuple(dict.fromkeys(names))

    @property
    def independent(self) -> int:
        """How many documents report what stands that are no copies of one another."""
        return len({report.family for step in self.current for report in step.reports})

    @property
    def copies(self) -> int:
        """How many documents report it beyond those."""
        return len({report.document for step in self.current for report in step.reports}) - self.independent

    @property
    def changes(self) -> tuple[tuple[Step, Step], ...]:
        """What was held before and what came instead, an utterance of each, wherever the kind changed."""
        found, before = [], None
        for step in self.steps:
            if step.change in ("hardened", "softened", "contradicted", "dropped", "turned") and before is not None:
                found.append((before, step))
            if step.change is not None:
                before = step
        return tuple(found)


def register(
    ledger: Ledger,
    *,
    holder: str | None = None,
    toward: str | None = None,
    issue: str | None = None,
    kinds: Sequence[str] = (),
    without: Sequence[str] = (),
    since: PartialDate | str | None = None,
    until: PartialDate | str | None = None,
    independent: int | None = None,
    as_of: PartialDate | str | None = None,
    limit: int | None = None,
    offset: int = 0,
    history: bool = True,
    latest: int | None = None,
    known: Knowledge | None = None,
) -> Iterator[Line]:
    """The lines that fit all that is asked, the latest first, at most `limit` after the first `offset`.

    `holder`: a state or an organisation under any name or code that `known` has, or words of a name. `issue`: lines on
    what means so, or is called so. `kinds`: what stands now is one of them, and none of `without`. `since`, `until`:
    the day on which it was last said, the first one that it can be. `independent`: at least so many reports that are no
    copies. `as_of`: as it stood at the end of that day, in UTC; whose position and which issue a statement is of goes
    by what is known now. Without `history`, a long line has its latest steps alone, as many as what stands needs, and
    those of the `latest` statements, if that is given. Raises UsageError for a date, a kind or a number that means
    nothing.
    """
    check_count(limit, "limit")
    check_count(independent, "independent")
    knowledge = known or shipped()
    first, last = map(days_of, since_until(since, until))
    wanted = tuple(kind_asked(kind) for kind in kinds)
    asked = LineAsked(
        holders=None if holder is None else holders_asked(ledger, holder, knowledge),
        issues=None if issue is None else issues_asked(ledger, issue),
        kinds=wanted,
        toward=None if toward is None else Named(words=toward, names=names_of(toward, knowledge)),
        since=None if first is None else first.first,
        until=None if last is None else last.last,
        independent=independent,
        as_of=instant(as_of, "as-of"),
    )
    fit = Fit(
        kinds=wanted,
        without=tuple(kind_asked(kind) for kind in without),
        since=asked.since,
        until=asked.until,
        independent=independent or 1,
    )
    return islice(_fitting(ledger, asked, fit, None if history else latest or LATEST, offset), limit)


def _fitting(ledger: Ledger, asked: LineAsked, fit: Fit, loaded: int | None, offset: int) -> Iterator[Line]:
    """The lines that fit, after the first `offset`, each with its `loaded` latest statements, or all."""
    if asked.as_of is not None or (fit.is_open and not offset):
        listed = ledger.register.positions(asked, latest=loaded)
        yield from islice(_made(ledger, listed, fit, asked.as_of, loaded), offset, None)
        return
    # Most of what doesn't fit, and what lies before the offset, is left out without being loaded.
    told = _beyond(ledger, asked, fit, loaded, offset)
    while part := dict(islice(told, LINES)):
        yield from _made(ledger, ledger.register.positions_with(part), fit, None, loaded)


def _beyond(
    ledger: Ledger, asked: LineAsked, fit: Fit, loaded: int | None, offset: int
) -> Iterator[tuple[LineKey, int | None]]:
    """The keys of the lines that fit, after the first `offset`, each with how many of its statements tell that."""
    told = ((one.key, _known(ledger, fit, one, loaded)) for one in ledger.register.outlines(asked, loaded))
    return islice(((key, known) for key, known in told if known != 0), offset, None)


def _known(ledger: Ledger, fit: Fit, outline: Outline, known: int | None) -> int | None:
    """How many of a line's statements tell that it fits, None for all; 0 if it doesn't."""
    told = fits(fit, outline)
    if told is not None or known is None:
        return known if told else 0
    more = _longer(known)
    longer = ledger.register.outline(outline.key, more)
    return 0 if longer is None else _known(ledger, fit, longer, more)


def _made(
    ledger: Ledger, entries: Iterable[LineEntry], fit: Fit, as_of: str | None, loaded: int | None
) -> Iterator[Line]:
    """The lines of the entries that fit."""
    rest = iter(entries)
    while part := list(islice(rest, LINES)):
        found = enough(ledger, part, as_of, loaded)
        yield from (one for one in found if one and fit.has(one.kind, one.current[-1].day, one.independent))


def line(ledger: Ledger, id: str, *, as_of: PartialDate | str | None = None) -> Line:
    """The line with this id, which may be abbreviated; or the one that a statement or an utterance is of.

    Raises UsageError for an id that none or several fit, and for a statement that takes no position.
    """
    statement, number = line_id(ledger, id)
    entries = ledger.register.positions_of(statement, instant(as_of, "as-of"))
    found = _line(entries[number]) if number < len(entries) else None
    if found is None:
        raise UsageError(f"'{id}' is of no line: it takes no position, or nobody's; expected one of `onrecord lines`")
    return found


def _position(stance: Stance) -> Position:
    position = stance.statement.position
    return position if position is not None else Position(kind="comment")


def enough(ledger: Ledger, entries: Sequence[LineEntry], as_of: str | None, loaded: int | None) -> list[Line | None]:
    """The line of each entry, with more of its statements if what stands may go back beyond the latest `loaded`."""
    made = {entry.key: _line(entry) for entry in entries}
    short = [entry.key for entry in entries if not entry.whole and not _tells(made[entry.key])]
    if short:
        more = _longer(loaded)
        longer = ledger.register.positions_with(dict.fromkeys(short, more), as_of)
        made |= dict.fromkeys(short)
        made |= zip((entry.key for entry in longer), enough(ledger, longer, as_of, more), strict=True)
    return list(made.values())


def _tells(made: Line | None) -> bool:
    """True if what is loaded of a line tells what stands."""
    return made is not None and is_told(made.kind, made.steps[0].day, made.current[0].day)


def _longer(loaded: int | None) -> int | None:
    return None if loaded is None or loaded > LATEST * _MORE**2 else loaded * _MORE


def _line(entry: LineEntry) -> Line | None:
    """The line of an entry; None if people have left no position in it."""
    acts: dict[str, list[Stance]] = {}
    for stance in entry.stances:
        if _position(stance).kind != "comment":
            acts.setdefault(stance.utterance, []).append(stance)
    if not acts:
        return None
    said = []
    for utterance, group in acts.items():
        reports = sorted(group, key=_as_printed)
        said.append((reports[0].first_day or "", utterance, tuple(reports)))
    said.sort(key=lambda one: one[0])
    found = tuple(stages((day, _position(reports[0]).kind) for day, _, reports in said))
    if not entry.whole:
        found = tuple(_sure(found))
    return Line(
        id=LINE_PREFIX + entry.id,
        issue=entry.issue,
        named_by_person=entry.named_by_person,
        steps=tuple(_steps(said, found)),
        stages=found,
        whole=entry.whole,
    )


def _sure(found: Sequence[Stage]) -> Iterator[Stage]:
    """The stages, without a change where what was held before may lie, or go back, beyond what is known."""
    is_known = False
    for stage in found:
        yield stage if is_known else replace(stage, change=None)
        is_known = is_known or (stage.said in DECLARED and goes_back(found[0].day, stage.day))


def _as_printed(stance: Stance) -> tuple[bool, str, bool]:
    """The first printed first, of one day the first on record."""
    return stance.published is None, str(stance.published or ""), stance.statement.id != stance.utterance


def _steps(said: Iterable[tuple[str, str, tuple[Stance, ...]]], found: Sequence[Stage]) -> Iterator[Step]:
    """Each utterance; of those of a day, the first of the kind that stands for it makes the change."""
    left = {stage.day: stage for stage in found}
    for day, utterance, reports in said:
        kind = _position(reports[0]).kind
        stage = left.get(day)
        makes = stage is not None and stage.said == kind
        if makes:
            del left[day]
        yield Step(
            id=UTTERANCE_PREFIX + utterance,
            day=day,
            kind=kind,
            change=stage.change if makes and stage is not None else None,
            reports=reports,
        )


def _most(names: Iterable[str]) -> str | None:
    counts = Counter(names)
    return max(counts, key=lambda name: (counts[name], name)) if counts else None
