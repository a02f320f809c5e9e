"""Dates as people ask for them: one date with a year, and the instant at which it begins or ends."""

from __future__ import annotations

from onrecord.errors import RecordError, UsageError
from onrecord.ledger.days import days_of
from onrecord.records import PartialDate


def date_asked(asked: PartialDate | str | None, name: str) -> PartialDate | None:
    """A date as asked for. Raises UsageError for one without a year, and for two."""
    if asked is None or isinstance(asked, PartialDate):
        date = asked
    else:
        try:
            date = PartialDate(asked)
        except RecordError as error:
            raise UsageError(f"{name}: {error}") from error
    if date is not None and ("/" in date.value or date.value.startswith("-")):
        raise UsageError(f"{name}: '{date}' is not one date with a year; expected YYYY-MM-DD, YYYY-MM or YYYY")
    return date


def since_until(
    since: PartialDate | str | None, until: PartialDate | str | None, name: str = ""
) -> tuple[PartialDate | None, PartialDate | None]:
    """The two ends of a time as asked for. Raises UsageError as `date_asked` does, and for an end before the start.

    `name` stands before "since" and "until" in what is said of an error.
    """
    start, end = date_asked(since, f"{name}since"), date_asked(until, f"{name}until")
    first, last = days_of(start), days_of(end)
    if first is not None and last is not None and first.first > last.last:
        raise UsageError(f"{name}since: {start} is later than {name}until, {end}; expected the earlier date first")
    return start, end


def instant(asked: PartialDate | str | None, name: str, *, end: bool = True) -> str | None:
    """The last second of a date as asked for, or the first one: `YYYY-MM-DDTHH:MM:SSZ`, in UTC as the ledger's are."""
    days = days_of(date_asked(asked, name))
    if days is None:
        return None
    return f"{days.last}T23:59:59Z" if end else f"{days.first}T00:00:00Z"


def check_date(asked: str | None, name: str) -> None:
    """Raises UsageError for what is no date, or part of one; None leaves it open."""
    if asked is not None:
        try:
            PartialDate(asked)
        except RecordError as error:
            raise UsageError(f"{name}: {error}") from error
