"""The errors of onrecord, one family:

OnrecordError
├── RecordError     a record that would break an invariant (a span, a date, evidence that is not in the text)
├── InputError      an input that can't be read: names the input, what was wrong, what would be right
├── ModelError      the model files are missing, broken or of another version
├── LedgerError     the ledger can't be opened, read or written
└── UsageError      the command line or the settings ask for something that does not exist
"""

from __future__ import annotations


class OnrecordError(Exception):
    """The root: whatever onrecord raises on purpose. Its text is one line for a person."""


class RecordError(OnrecordError):
    """A record that would break an invariant."""


class InputError(OnrecordError):
    """An input that can't be read."""

    def __init__(self, *, input: str, problem: str, expected: str) -> None:
        super().__init__(f"{input}: {problem}; {expected}")
        self.input = input
        self.problem = problem
        self.expected = expected


class ModelError(OnrecordError):
    """The model files are missing, broken or of another version."""


class LedgerError(OnrecordError):
    """The ledger can't be opened, read or written."""


class UsageError(OnrecordError):
    """Something was asked for that does not exist."""
