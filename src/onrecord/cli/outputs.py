"""Files that a command writes: what may be made, or replaced by what was asked for."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import copyfileobj

from onrecord.errors import UsageError
from onrecord.views import sheets

_DATABASE = b"SQLite format 3\0"


def replaceable(path: str, option: str = "") -> Path:
    """The file at a path, to be made or replaced as a whole; `option` is what errors begin with.

    Raises UsageError for what is no file (a folder, a pipe, a device), what has no folder to lie in, and a database:
    nobody means to replace a ledger with a list of what is in it.
    """
    file = Path(path)
    if file.is_dir():
        raise UsageError(f"{option}{path}: it is a folder; expected a file to write")
    if file.exists() and not file.is_file():
        raise UsageError(f"{option}{path}: it is not a file; expected the name of one")
    if not file.parent.is_dir():
        raise UsageError(f"{option}{path}: its folder does not exist; expected a folder that does: make it first")
    if file.exists() and _begins(file, _DATABASE):
        raise UsageError(f"{option}{path}: it is a database; expected another file to write")
    return file


def write_workbook(path: str, name: str, heading: Sequence[str], rows: Iterable[Sequence[sheets.Cell]]) -> None:
    """Write a workbook of one sheet; the file is there whole or, after an error, as it was.

    Raises UsageError for a file that can't be one, for more rows than a sheet holds, and without XlsxWriter.
    """
    file = replaceable(path, "--xlsx: ")
    with tempfile.TemporaryFile() as made:
        sheets.workbook(made, name, heading, rows)
        made.seek(0)
        part = file.with_name(f"{file.name}.part-{os.getpid()}")
        try:
            with part.open("xb") as target:
                copyfileobj(made, target)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def _begins(file: Path, magic: bytes) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(magic)) == magic
