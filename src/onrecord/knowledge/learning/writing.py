"""Rows into the tables of a folder: what stands there stays in its place, with its comments, and nothing doubles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from onrecord.errors import InputError
from onrecord.knowledge.tables import COLUMNS, PREFIXES

# What others point to comes first, so that a table that was written never points to what is missing.
ORDER = ("persons", "organisations", "offices", "memberships", "terms")


def write(folder: Path, tables: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
    """Write the rows of each table, by id; a row takes the place of the one that has its id. Makes the folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in ORDER:
            if tables[table]:
                _merge(folder / f"{table}.tsv", table, tables[table])
    except OSError as error:
        problem = f"can't be written ({error.strerror or error})"
        raise InputError(input=str(folder), problem=problem, expected="expected a folder for the tables") from error


def _merge(file: Path, table: str, found: Mapping[str, tuple[str, ...]]) -> None:
    head = "\t".join(COLUMNS[table])
    text = file.read_text(encoding="utf-8-sig") if file.exists() else head
    lines = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    new = {id: "\t".join(cells) for id, cells in found.items()}
    if table in PREFIXES:
        lines = [new.pop(line.partition("\t")[0], line) for line in lines]
    lines += sorted(new.values())
    # Whoever reads at the same time, or after an interruption, finds the old table or the new one.
    beside = file.with_name(f".{file.name}.new")
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    beside.replace(file)
