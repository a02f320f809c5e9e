"""Runs the application. The command line imports this alone, and that fails where the extra is missing."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from onrecord.web.accounts import Accounts, beside
from onrecord.web.app import create_app
from onrecord.web.helpers import Helpers, Served
from onrecord.web.helping import life, settled
from onrecord.web.hooks import Hooks
from onrecord.web.jobs import Jobs
from onrecord.web.logins import Logins
from onrecord.web.security import OneTimeToken
from onrecord.web.site import Site
from onrecord.web.watches import Watches

__all__ = [
    "Accounts",
    "Helpers",
    "Hooks",
    "Jobs",
    "Logins",
    "OneTimeToken",
    "Served",
    "Site",
    "Watches",
    "beside",
    "create_app",
    "life",
    "serve",
]


def serve(app: FastAPI, listening: socket.socket) -> None:
    """Answer requests on a socket until interrupted. Nothing is logged: `problems` tells of faults, in a line."""
    config = uvicorn.Config(
        app, log_config=None, log_level="critical", access_log=False, server_header=False, lifespan="off", ws="none"
    )
    settled()
    uvicorn.Server(config).run(sockets=[listening])
