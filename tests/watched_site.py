"""A site in tests that tells of what its alerts watch for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from onrecord import knowledge
from onrecord.web.hooks import Hooks
from onrecord.web.site import Site
from onrecord.web.watches import Watches


@contextmanager
def watched(site: Site, watches: Watches) -> Iterator[Site]:
    """The site with these alerts, whose webhooks are called until the end."""
    hooks = Hooks(site.ledger, watches, known=knowledge.shipped, is_in=site.gate.knows)
    yield replace(site, watches=watches, hooks=hooks)
    hooks.stop()
