"""Puts the application together: guard, static files, pages, interface, errors."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from onrecord.web import api, logins, pages, problems, roles
from onrecord.web.api import schema
from onrecord.web.helpers import Helpers, Passing
from onrecord.web.rendering import STATIC
from onrecord.web.security import Guard
from onrecord.web.site import Site


def create_app(site: Site, helpers: Helpers | None = None) -> FastAPI:
    """The application over one site, with `helpers` if there are any.

    `onrecord open` and `onrecord serve` run it, tests call it.
    """
    app = FastAPI(
        title="onrecord",
        version=version("onrecord"),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(roles.by_default)],
        generate_unique_id_function=schema.operation_id,
    )
    app.openapi = lambda: schema.openapi(app)  # type: ignore[method-assign]
    app.state.site = site
    app.state.places = pages.PLACES
    app.state.may = roles.is_able
    if helpers is not None:
        app.add_middleware(Passing, helpers=helpers)
    # What is added last comes first: nobody gets past it to a helper.
    app.add_middleware(Guard, gate=site.gate, hosts=site.hosts)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in pages.ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.state.has_accounts = isinstance(site.gate, logins.Logins)
    if app.state.has_accounts:
        app.include_router(logins.router, include_in_schema=False)
    app.include_router(api.router)
    problems.add_to(app)
    return app
