"""Lists as files for programs: which there are, and how the description tells of them."""

from __future__ import annotations

from typing import Any, Literal

from starlette.responses import Response

Suffix = Literal["csv", "xlsx", "jsonl"]


class File(Response):
    """An answer that is a file to keep."""

    media_type = "text/csv; charset=utf-8"


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = ("text/csv; charset=utf-8", _XLSX, "application/x-ndjson")
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {name: {"schema": {"type": "string"}} for name in _TYPES}}
}
