"""A list as a file to keep: CSV, a workbook or JSON lines, with every column, sent while it is read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from starlette.responses import Response, StreamingResponse

from onrecord import codec
from onrecord.views import columns, sheets
from onrecord.views.columns import Column, T
from onrecord.visible import json_line
from onrecord.web.problems import Missing

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(
    suffix: str,
    found: Iterator[T],
    shown: Sequence[Column[T]],
    to_json: Callable[[T], dict[str, Any]],
    *,
    name: str = "onrecord",
    sheet: str,
) -> Response:
    """All rows as `NAME.SUFFIX`: csv, xlsx or jsonl. Raises Missing for another suffix."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
    if suffix == "csv":
        return StreamingResponse(_csv(found, shown), media_type="text/csv; charset=utf-8", headers=headers)
    if suffix == "jsonl":
        lines = (f"{json_line(codec.line(to_json(one)))}\n" for one in found)
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)
    if suffix == "xlsx":
        rows = (columns.row(shown, one) for one in found)
        # A workbook's parts are joined at its end: it is made as a whole, on disk.
        made = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
        sheets.workbook(made, sheet, columns.heading(shown), rows)
        return StreamingResponse(_bytes_of(made), media_type=_XLSX, headers=headers)
    raise Missing(f"there is no download as {suffix[:20]}; expected csv, xlsx or jsonl")


def _csv(found: Iterator[T], shown: Sequence[Column[T]]) -> Iterator[str]:
    yield f"{sheets.csv_line(columns.heading(shown))}\n"
    for one in found:
        yield f"{sheets.csv_line(columns.row(shown, one))}\n"


def _bytes_of(made: IO[bytes]) -> Iterator[bytes]:
    with made:
        made.seek(0)
        while piece := made.read(64 * 1024):
            yield piece
