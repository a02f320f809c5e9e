"""Reading the tables: TSV files with a head row, several values in a cell separated by a bar.

The shipped tables lie in `data/`. A folder of a user's own tables may hold any of the same files: its rows are added,
and a row with an id that is known already takes the place of the shipped one.
"""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from onrecord.errors import InputError, RecordError
from onrecord.records import PartialDate

SHIPPED = Path(__file__).parent / "data"

COLUMNS = {
    "states": (
        *("id", "name", "long", "names", "demonyms", "capitals", "seats"),
        *("unsure", "kind", "since", "until", "iso2"),
    ),
    "places": ("name", "names", "state"),
    "organisations": ("id", "short", "name", "names", "unsure", "kind", "seat", "part_of"),
    "memberships": ("organisation", "member", "since", "until"),
    "offices": ("id", "body", "rank", "title", "titles"),
    "terms": ("office", "person", "since", "until"),
    "persons": ("id", "name", "names", "order"),
    "codes": ("id", "wikidata"),
    "given-names": ("name", "gender"),
    "sources": ("table", "source", "licence", "use", "as_of"),
}


class Row(NamedTuple):
    """The cells of one line, in the table's order, and where it stands. A tuple, as the quickest record to make."""

    cells: list[str]
    file: Path
    line: int

    @property
    def where(self) -> str:
        """The place for a message: "terms.tsv, line 12", with the folder before it."""
        return f"{self.file}, line {self.line}"


def rows(table: str, own: Path | None = None) -> list[Row]:
    """The rows of a table, shipped ones first; InputError for a file of another form."""
    found = _read(SHIPPED / f"{table}.tsv", table)
    return found if own is None else found + own_rows(table, own)


def own_rows(table: str, own: Path) -> list[Row]:
    """The rows of a user's table; none where the folder has no such table."""
    file = own / f"{table}.tsv"
    return _read(file, table) if file.exists() else []


def check_folder(own: Path) -> None:
    """InputError if a folder of own tables is missing or holds a table of another name."""
    if not own.is_dir():
        raise InputError(input=str(own), problem="is not a folder", expected="expected a folder of tables (*.tsv)")
    for file in sorted(own.glob("*.tsv")):
        if file.stem not in COLUMNS:
            names = ", ".join(f"{name}.tsv" for name in COLUMNS)
            raise InputError(input=str(file), problem="no table has this name", expected=f"expected one of {names}")


def _read(file: Path, table: str) -> list[Row]:
    try:
        # Spreadsheets write a byte-order mark.
        lines = file.read_text(encoding="utf-8").removeprefix("\ufeff").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(input=str(file), problem=f"can't be read ({error})", expected="expected UTF-8 text") from error
    columns = COLUMNS[table]
    if tuple(lines[0].rstrip("\r").split("\t")) != columns:
        expected = f"expected the columns {', '.join(columns)}, separated by tabs"
        raise InputError(input=f"{file}, line 1", problem="has other columns", expected=expected)
    found = []
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("#") or line.isspace():
            continue
        cells = line.removesuffix("\r").split("\t")
        if len(cells) != len(columns):
            raise InputError(
                input=f"{file}, line {number}",
                problem=f"has {len(cells)} cells",
                expected=f"expected {len(columns)}, separated by tabs",
            )
        found.append(Row(cells, file, number))
    return found


def once(table: str, own: Path | None) -> list[Row]:
    """The rows without repeats: a user's table may say again what the shipped one says."""
    found = rows(table, own)
    return found if own is None else list({tuple(row.cells): row for row in found}.values())


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that can hold several."""
    return tuple(cell.split("|")) if cell else ()


def date(cell: str, row: Row) -> PartialDate | None:
    """A date, or None for an empty cell; InputError for anything else."""
    if not cell:
        return None
    try:
        return _partial(cell)
    except RecordError as error:
        raise InputError(input=row.where, problem=str(error), expected="or an empty cell") from error


# Many rows share a date: half of the dates in the tables stand there more than once.
_partial = lru_cache(maxsize=8192)(PartialDate)


# What the ids of a table begin with, by which a state is told from an organisation.
PREFIXES = {"states": "state:", "organisations": "org:", "offices": "office:", "persons": "person:"}


def named(row: Row, table: str) -> Row:
    """The row, if it has an id of its table and a name; InputError if not. Tables without ids have all rows named."""
    prefix = PREFIXES.get(table)
    if prefix is None:
        return row
    if not row.cells[0].removeprefix(prefix) or not row.cells[0].startswith(prefix):
        problem, expected = f"'{row.cells[0]}' is no id of {table}", f"expected {prefix} and a word"
        raise InputError(input=row.where, problem=problem, expected=expected)
    column = "title" if table == "offices" else "name"
    if not row.cells[COLUMNS[table].index(column)].strip():
        raise InputError(input=row.where, problem=f"has no {column}", expected="expected one, as news gives it")
    return row


def known(id: str, ids: Container[str], row: Row) -> str:
    """The id, if one of `ids` (any container) is it; InputError if not."""
    if id not in ids:
        raise InputError(input=row.where, problem=f"nothing has the id '{id}'", expected="expected an id of the tables")
    return id
