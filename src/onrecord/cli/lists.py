"""`onrecord find`, `onrecord show`, `onrecord documents`: the commands that ask the ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from onrecord import codec, settings, views
from onrecord.cli import entries, plain
from onrecord.cli.console import json_line, tell
from onrecord.ledger import Ledger, open_ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to find, as typed; None leaves a field open."""

    words: str
    speaker: str | None
    since: str | None
    until: str | None
    document: str | None
    limit: int | None


def asked_words(words: Sequence[str]) -> str:
    """The words as one text. What the shell kept together is a phrase: `find 'red lines'` is not `find red lines`."""
    return " ".join(f'"{word}"' if len(word.split()) > 1 and '"' not in word else word for word in words)


def find(asked: Query, *, ledger: str | None, as_json: bool) -> int:
    """List what fits. A person at a terminal gets a screenful unless they say more; a program gets all."""
    with _opened(ledger) as (opened, chosen):
        at_terminal = sys.stdout.isatty() and not as_json
        limit = asked.limit or (chosen.limit if at_terminal else None)
        found = views.find(
            opened,
            asked.words,
            speaker=asked.speaker,
            since=asked.since,
            until=asked.until,
            document=asked.document,
            # One more than is shown tells whether there are more.
            limit=None if limit is None else limit + 1,
        )
        count = 0
        for count, utterance in enumerate(islice(found, limit), 1):
            if as_json:
                _tell_json(views.utterance_to_json(utterance))
            elif at_terminal:
                _screen().print_utterance(utterance, asked.words)
            else:
                if count == 1:
                    tell(plain.tabbed(*entries.FOUND))
                tell(entries.found_row(utterance))
        if count == limit and next(found, None) is not None:
            tell(f"onrecord: there are more than {limit}; --limit shows more", error=True)
    if not count:
        tell("onrecord: nothing found", error=True)
    return 0


def show(id: str, *, ledger: str | None, as_json: bool) -> int:
    """Show one statement in its paragraph."""
    with _opened(ledger) as (opened, _chosen):
        shown = views.show(opened, id)
    if as_json:
        _tell_json(views.shown_to_json(shown))
    elif sys.stdout.isatty():
        _screen().print_shown(shown)
    else:
        for line in entries.shown_lines(shown):
            tell(line)
    return 0


def documents(*, ledger: str | None, as_json: bool) -> int:
    """List the documents on record, the newest first."""
    with _opened(ledger) as (opened, _chosen):
        listed = views.documents(opened)
        if as_json:
            for entry in listed:
                _tell_json(views.document_to_json(entry))
        elif sys.stdout.isatty():
            _screen().print_documents(list(listed))
        else:
            tell(plain.tabbed(*entries.DOCUMENTS))
            for entry in listed:
                tell(entries.document_row(entry))
    return 0


@contextmanager
def _opened(ledger: str | None) -> Iterator[tuple[Ledger, settings.Settings]]:
    chosen = settings.load()
    with open_ledger(ledger or chosen.ledger, create=False) as opened:
        yield opened, chosen


def _tell_json(value: dict[str, Any]) -> None:
    tell(json_line(codec.line(value)))


def _screen() -> Any:
    # Rich takes a tenth of a second to load, and only a terminal needs it.
    from onrecord.cli import screen  # noqa: PLC0415

    return screen
