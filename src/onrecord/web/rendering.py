"""Templates to pages: one environment, what every page knows, and how fields read to a person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from onrecord import codec, views, wording
from onrecord.records import POSITION_KINDS
from onrecord.visible import one_line
from onrecord.web.shapes import SHAPES, STATUSES

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page stands in the navigation, and what one's role has to allow for it to be there."""

    label: str
    path: str
    act: str = "read"


@cache
def static(name: str) -> str:
    """The address of a static file; it changes with the content, so that a browser may keep it for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


ENVIRONMENT = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.globals |= {
    "static": static,
    "shapes": SHAPES,
    "meeting_shapes": STATUSES,
    "kinds": POSITION_KINDS,
    "cite": views.cite,
    "value_of": views.value_of,
    "wording": wording,
    "codec": codec,
}
ENVIRONMENT.filters |= {"line": one_line, "words": wording.spaced}


def page(
    request: HTTPConnection,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """The template filled in; `here` is the path of the request, `places` the navigation."""
    common = {"request": request, "here": request.url.path, "places": request.app.state.places}
    return HTMLResponse(
        ENVIRONMENT.get_template(template).render(common | values | {"status": status}), status, headers
    )
