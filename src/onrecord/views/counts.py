"""Numbers as people give them: how many to list, how many reports at least."""

from __future__ import annotations

from onrecord.errors import UsageError

# More than anybody has, and less than any database's integers end at.
_MOST = 1_000_000_000


def check_count(number: int | None, name: str) -> None:
    """Raises UsageError for a number below 1, and for one that no list can have; None leaves it open."""
    if number is not None and not 1 <= number <= _MOST:
        raise UsageError(f"{name} is {number}; expected {'1 or more' if number < 1 else f'{_MOST:,} or fewer'}")
