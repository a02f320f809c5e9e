"""The OpenAPI description of the interface, as docs/openapi.json has it: problems and ways in are said once for all."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from onrecord.web.api.models import Problem

_ABOUT = (
    "Who said what, for whom, to whom, when and how firmly, with the exact words as evidence. "
    "The objects are those that the commands print with --json: docs/json.md says what each field means."
)
_PROBLEM = {
    "description": "A problem, in one line.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_SAME = {"description": "What the request already has, by its ETag."}


def operation_id(route: APIRoute) -> str:
    """What generated clients call an operation: `documents_add`."""
    return "_".join([*map(str, route.tags), route.name])


def openapi(app: FastAPI) -> dict[str, Any]:
    """The description, made once."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version="1", description=_ABOUT, routes=app.routes)
        for path in made["paths"].values():
            for method, operation in path.items():
                _describe(method, operation["responses"])
        components = made["components"]
        for name in ("HTTPValidationError", "ValidationError"):
            components["schemas"].pop(name, None)
        components["schemas"]["Problem"] = Problem.model_json_schema()
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
        app.openapi_schema = made
    return app.openapi_schema


def _describe(method: str, responses: dict[str, Any]) -> None:
    responses.pop("422", None)
    if method == "get":
        responses["304"] = _SAME
    responses["default"] = _PROBLEM
