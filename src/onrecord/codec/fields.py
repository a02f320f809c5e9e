"""One JSON object's fields, each asked for with the type that it must have."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from onrecord.errors import RecordError
from onrecord.records import PartialDate, Span


class Fields:
    """The fields of `value`; `what` names the object in the errors. All raise RecordError for another type."""

    def __init__(self, value: object, what: str) -> None:
        if not isinstance(value, dict):
            raise RecordError(f"{what} is {type(value).__name__}; expected an object")
        self._value = value
        self._what = what

    def text(self, key: str) -> str:
        found = self.text_or_none(key)
        if found is None:
            raise self._wrong(key, None, "a string")
        return found

    def text_or_none(self, key: str) -> str | None:
        found = self._value.get(key)
        if found is not None and not isinstance(found, str):
            raise self._wrong(key, found, "a string or null")
        return found

    def choice(self, key: str, choices: Sequence[str]) -> Any:
        found = self.text(key)
        if found not in choices:
            raise self._wrong(key, found, f"one of {', '.join(choices)}")
        return found

    def number(self, key: str) -> float:
        return self._as_number(key, self._value.get(key, 0.0))

    def number_or_none(self, key: str) -> float | None:
        return None if self._value.get(key) is None else self.number(key)

    def numbers(self, key: str) -> list[float]:
        return [self._as_number(key, item) for item in self.items(key)]

    def flag_or_none(self, key: str) -> bool | None:
        found = self._value.get(key)
        if found is not None and not isinstance(found, bool):
            raise self._wrong(key, found, "true, false or null")
        return found

    def date_or_none(self, key: str) -> PartialDate | None:
        found = self.text_or_none(key)
        return None if found is None else PartialDate(found)

    def items(self, key: str) -> list[Any]:
        found = self._value.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            raise self._wrong(key, found, "a list")
        return found

    def names(self, key: str) -> tuple[str, ...]:
        found = self.items(key)
        if not all(isinstance(item, str) for item in found):
            raise self._wrong(key, found, "a list of strings")
        return tuple(found)

    def span(self, key: str) -> Span:
        return self._as_span(key, self._value.get(key))

    def span_or_none(self, key: str) -> Span | None:
        return None if self._value.get(key) is None else self.span(key)

    def spans(self, key: str) -> tuple[Span, ...]:
        return tuple(self._as_span(key, item) for item in self.items(key))

    def inner(self, key: str) -> object:
        return self._value.get(key)

    def _as_span(self, key: str, found: object) -> Span:
        if not (isinstance(found, list) and len(found) == 2 and all(type(item) is int for item in found)):
            raise self._wrong(key, found, "[start, end]")
        return Span(start=found[0], end=found[1])

    def _as_number(self, key: str, found: object) -> float:
        if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
            raise self._wrong(key, found, "a finite number")
        return float(found)

    def _wrong(self, key: str, found: object, expected: str) -> RecordError:
        return RecordError(f'"{key}" of {self._what} is {str(found)[:60]!r}; expected {expected}')
