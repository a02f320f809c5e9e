"""`onrecord export`, `import`: a ledger as JSON lines and back, and what people reviewed as training data."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from onrecord import settings, views
from onrecord.cli.console import tell
from onrecord.cli.outputs import replaceable
from onrecord.errors import InputError, RecordError, UsageError
from onrecord.ledger import Ledger, Taken, open_ledger
from onrecord.wording import counted


def export(target: str, *, form: str | None, ledger: str | None) -> int:
    """Write the ledger, or its training data; a file is there whole or not at all."""
    if form not in (None, "brat", *views.FORMS):
        raise UsageError(f"form: '{form}' is none; expected one of brat, {', '.join(views.FORMS)}")
    if form == "brat" and target == "-":
        raise UsageError("form: brat is a folder of files; expected a folder to write")
    chosen = settings.load()
    with open_ledger(ledger or chosen.ledger, create=False) as opened:
        if form == "brat":
            return _export_files(target, views.brat(opened))
        lines = views.lines(opened) if form is None else views.FORMS[form](opened)
        if target == "-":
            for line in lines:
                tell(line)
            return 0
        _write(replaceable(target), lines)
    return 0


def _write(target: Path, lines: Iterable[str]) -> None:
    """Beside the file first, then in its place: what was there stays if the export breaks off."""
    count = 0
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=f".{target.name}.", delete=False
    ) as file:
        try:
            for line in lines:
                file.write(f"{line}\n")
                count += 1
            file.close()
            # The rights that a new file has, which a temporary one lacks.
            mask = os.umask(0)
            os.umask(mask)
            Path(file.name).chmod(0o666 & ~mask)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    tell(f"onrecord: {target}: {counted(count, 'line')}", error=True)


def _export_files(target: str, files: Iterable[tuple[str, str]]) -> int:
    folder = Path(target)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{target}: it is a file; expected a folder to write")
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8", newline="")
        count += 1
    tell(f"onrecord: {target}: {counted(count, 'file')}", error=True)
    return 0


def import_(source: str, *, ledger: str | None) -> int:
    """Add what the lines have and the ledger lacks; a line that can't be read ends it, and what went before is kept."""
    chosen = settings.load()
    added = {"reading": 0, "review": 0}
    known = 0
    with _opened(source) as file, open_ledger(ledger or chosen.ledger, create=True) as opened:
        for one in _taken(opened, source, file):
            if one.is_new:
                added[one.what] += 1
            else:
                known += 1
    if not known and not any(added.values()):
        raise InputError(input=source, problem="no line in it", expected="expected a file of `onrecord export`")
    tell(f"{counted(added['reading'], 'reading')} and {counted(added['review'], 'review')} added, {known} known")
    return 0


@contextmanager
def _opened(source: str) -> Iterator[Iterable[bytes]]:
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(source).open("rb") as file:
            yield file
    except OSError as error:
        raise InputError(
            input=source, problem=str(error.strerror), expected="expected a file of `onrecord export`"
        ) from error


def _taken(opened: Ledger, source: str, file: Iterable[bytes]) -> Iterator[Taken]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            yield opened.take(_value(line))
        except RecordError as error:
            raise InputError(
                input=f"{source}:{number}", problem=str(error), expected="the lines before it are in the ledger"
            ) from error


def _value(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON in UTF-8: {error}; expected a line of `onrecord export`") from error
    if not isinstance(value, dict):
        raise RecordError("not a JSON object; expected a line of `onrecord export`")
    return value
