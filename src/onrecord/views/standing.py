"""What stands in a line, told from its outline, so that most lines that don't fit need not be loaded to be left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.ledger import Mark, Outline
from onrecord.ledger.line_keys import DECLARED
from onrecord.views.changes import days_held, stages

# Days within which one act of speech is reported, two statements of it at most a day apart.
_REPORTED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What is asked of what stands: one of `kinds`, if any, and none of `without`; last said from `since` to `until`,
    days; at least so many `independent` reports."""

    kinds: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    independent: int = 1

    @property
    def is_open(self) -> bool:
        """True if every line fits."""
        return self == Fit()

    def has(self, kind: str, day: str, independent: int) -> bool:
        """True for a line of this kind, last said on this day, "" if none is known, with so many reports."""
        return (
            (not self.kinds or kind in self.kinds)
            and kind not in self.without
            and (self.since is None or day >= self.since)
            and (self.until is None or "" < day <= self.until)
            and independent >= self.independent
        )


def fits(fit: Fit, outline: Outline) -> bool | None:
    """Whether the line of an outline fits; None where the outline doesn't go back far enough to tell."""
    acts: dict[int, list[Mark]] = {}
    for mark in outline.marks:
        acts.setdefault(mark.utterance, []).append(mark)
    said = []
    for marks in acts.values():
        first = min(marks, key=_as_printed)
        said.append((first.day, first.kind, marks))
    said.sort(key=lambda act: act[0])
    found = tuple(stages((day, kind) for day, kind, _ in said))
    held, days = found[-1].kind, days_held(found)
    current = [(day, marks) for day, kind, marks in said if kind == held and day in days]
    if not outline.whole and not is_told(held, said[0][0], current[0][0]):
        return None
    return fit.has(held, current[-1][0], len({mark.family for _, marks in current for mark in marks}))


def _as_printed(mark: Mark) -> tuple[bool, str, bool]:
    return mark.published is None, mark.published or "", not mark.opens


def is_told(kind: str, first: str, since: str) -> bool:
    """True if a line's statements from its `first` day known tell that it is of this kind, held since a day.

    What was declared stands, however long ago, whatever moods were voiced since.
    """
    return kind in DECLARED and goes_back(first, since)


def goes_back(first: str, since: str) -> bool:
    """True if what is known begins so long before a day that the reports of that day's utterances are all known."""
    # No calendar of Python's has a year 0; the records do.
    if not first or not since or "0000" in (first[:4], since[:4]):
        return False
    return (date.fromisoformat(since) - date.fromisoformat(first)).days > _REPORTED
