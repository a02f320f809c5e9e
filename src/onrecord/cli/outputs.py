"""Files that a command writes: what may be made, or replaced by what was asked for."""

from __future__ import annotations

from pathlib import Path

from onrecord.errors import UsageError

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


def _begins(file: Path, magic: bytes) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(magic)) == magic
