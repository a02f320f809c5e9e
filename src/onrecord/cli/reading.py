"""`onrecord read` and `onrecord add`: the commands that read documents."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from onrecord import codec, pipeline, settings
from onrecord.cli import plain
from onrecord.cli.console import OutputClosed, abandon, tell
from onrecord.errors import RecordError, UsageError
from onrecord.records import Failure, PartialDate, Reading
from onrecord.visible import json_line
from onrecord.wording import counted

if TYPE_CHECKING:
    from onrecord.cli.progress import Tick
    from onrecord.ledger import Added


# The network's threads wait for Python's lock between two batches, which the rules let go after so many seconds. Where
# other programs run, 1.66 of two cores are kept busy, with Python's own 0.005 1.62 (0.001 and 0.0001 do no better).
_HAND_OVER = 0.0005
# New objects until they are looked through for cycles, and how often those that stay are. With Python's own 700, 10 and
# 10 reading takes 2 to 3 % longer (the means of seven and of four turns of 250 articles), with 5,000, 50,000 or 100,000
# as long as with these; memory is the same within what runs differ by.
_GARBAGE = (20_000, 20, 50)


def read(inputs: Sequence[str], *, published: str | None, publisher: str | None, own: str | None, as_json: bool) -> int:
    """Print each reading; 1 if an input failed."""
    _check_date(published)
    chosen = settings.load()
    reader = _reader(chosen, own)
    outcomes = pipeline.read(inputs, reader, publisher=publisher or chosen.publisher, published=published)
    show = _printer(as_json)
    failed = False
    # Readings that scroll by on the terminal are progress enough.
    with _progress(wanted=not sys.stdout.isatty()) as tick:
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                failed = True
                tell(str(outcome), error=True)
                tick(outcome.input, True)
            else:
                _tell_notes(outcome)
                show(outcome)
                tick(outcome.document.input, False)
    return int(failed)


def add(
    inputs: Sequence[str],
    *,
    ledger: str | None,
    published: str | None,
    publisher: str | None,
    own: str | None,
    as_json: bool,
) -> int:
    """Add each input to the ledger, a line each; 1 if an input failed."""
    _check_date(published)
    chosen = settings.load()
    # SQLAlchemy takes longer to load than `onrecord read` may wait for what it doesn't use.
    from onrecord.ledger import open_ledger  # noqa: PLC0415

    failed = False
    with open_ledger(ledger or chosen.ledger, create=True) as opened, _progress() as tick:
        reader = _reader(chosen, own)
        outcomes = pipeline.add(
            inputs, reader, opened.writer, publisher=publisher or chosen.publisher, published=published
        )
        for outcome in outcomes:
            tick(outcome.input, isinstance(outcome, Failure))
            _tell_if_read(_as_json(outcome) if as_json else _as_text(outcome))
            if isinstance(outcome, Failure):
                failed = True
                _tell_if_read(str(outcome), error=True)
            else:
                for note in outcome.notes:
                    _tell_if_read(f"{outcome.input}: {note}", error=True)
    return int(failed)


def _reader(chosen: settings.Settings, own: str | None) -> pipeline.ReadsStatements:
    """The reader, in a process that from now on does little but read."""
    reader = pipeline.shared_reader(chosen.threads, own or chosen.knowledge)
    sys.setswitchinterval(_HAND_OVER)
    # What is loaded stays, and need not be looked through for garbage: that took the rules a tenth of their time.
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    return reader


def _tell_if_read(line: str, *, error: bool = False) -> None:
    """Print as long as somebody reads: adding does not stop when nobody does (`onrecord add reports | head`)."""
    try:
        tell(line, error=error)
    except OutputClosed:
        abandon(sys.stderr if error else sys.stdout)


def _as_json(outcome: Added | Failure) -> str:
    return json_line(codec.line(pipeline.outcome_to_json(outcome)))


def _as_text(outcome: Added | Failure) -> str:
    if isinstance(outcome, Failure):
        return plain.tabbed("failed", None, None, outcome.input)
    return plain.tabbed(outcome.status, outcome.document_id, counted(outcome.statements, "statement"), outcome.input)


def _check_date(published: str | None) -> None:
    try:
        if published is not None:
            PartialDate(published)
    except RecordError as error:
        raise UsageError(f"--published: {error}") from error


def _progress(*, wanted: bool = True) -> AbstractContextManager[Tick]:
    if not (wanted and sys.stderr.isatty()):
        return nullcontext(lambda _name, _failed: None)
    # Rich takes a tenth of a second to load, and only a terminal needs it.
    from onrecord.cli.progress import progress  # noqa: PLC0415

    return progress()


def _printer(as_json: bool) -> Callable[[Reading], None]:
    if as_json:
        return lambda reading: tell(json_line(codec.line(codec.reading_to_json(reading))))
    if sys.stdout.isatty():
        return _terminal_printer()
    return _plain_printer()


def _terminal_printer() -> Callable[[Reading], None]:
    from rich.console import Console  # noqa: PLC0415

    from onrecord.cli.report import show_reading  # noqa: PLC0415

    console = Console(highlight=False)
    return lambda reading: show_reading(console, reading)


def _plain_printer() -> Callable[[Reading], None]:
    heading = [plain.tabbed(*plain.COLUMNS)]

    def show(reading: Reading) -> None:
        while heading:
            tell(heading.pop())
        if not reading.statements:
            tell(f"{reading.document.input}: no statement was found", error=True)
        for row in plain.rows(reading):
            tell(row)

    return show


def _tell_notes(reading: Reading) -> None:
    for note in reading.document.notes:
        tell(f"{reading.document.input}: {note}", error=True)
