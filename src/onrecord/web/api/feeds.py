"""Utterances as feeds: Atom (RFC 4287) and JSON Feed 1.1. An entry is an utterance; its id stays with it.

A new independent report updates an entry; a copy does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import JSONResponse, Response

from onrecord import codec
from onrecord.views import Utterance
from onrecord.visible import one_line
from onrecord.web.api.models import Instant, Shape
from onrecord.wording import UNKNOWN, does, for_whom, in_marks, quoted, toward, who

_LONGEST_TITLE = 120
# Before anything was on record: a feed has to say when it changed.
_NEVER = "1970-01-01T00:00:00Z"
# Noncharacters, which no XML may hold; `one_line` has written out the controls.
_NO_XML = re.compile("[\ufffe\uffff]")


class Atom(Response):
    """An answer that is an Atom feed."""

    media_type = "application/atom+xml"


class JsonFeed(JSONResponse):
    """An answer that is a JSON Feed."""

    media_type = "application/feed+json"


class FeedAuthor(Shape):
    """Who said it."""

    name: str


class FeedItem(Shape):
    """An utterance as an item of a feed."""

    id: str
    url: str
    external_url: str | None = None
    title: str
    content_text: str
    date_published: Instant
    date_modified: Instant
    authors: list[FeedAuthor] | None = None


class Feed(Shape):
    """A JSON Feed, version 1.1."""

    version: str
    title: str
    feed_url: str
    items: list[FeedItem]


def atom(found: Sequence[Utterance], address: str) -> str:
    """The feed at this address."""
    updated = max(map(_updated, found), default=_NEVER)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_text(address)}</id>",
        "<title>onrecord</title>",
        f"<updated>{updated}</updated>",
        "<author><name>onrecord</name></author>",
        f'<link rel="self" type="{Atom.media_type}" href={quoteattr(_NO_XML.sub("", address))}/>',
        *(line for one in found for line in _entry(one, address)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _entry(one: Utterance, address: str) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{_id(one)}</id>"
    yield f"<title>{_text(_title(one))}</title>"
    yield f"<updated>{_updated(one)}</updated>"
    yield f"<published>{_published(one)}</published>"
    if one.first.speaker is not None:
        yield f"<author><name>{_text(who(one.first.speaker))}</name></author>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(_page(one, address))}/>'
    source = _source(one)
    if source is not None:
        yield f'<link rel="via" href={quoteattr(_NO_XML.sub("", source))}/>'
    yield f'<content type="text">{_text(_words(one))}</content>'
    yield "</entry>"


def json_feed(found: Sequence[Utterance], address: str) -> str:
    """The feed at this address."""
    items = []
    for one in found:
        source, speaker = _source(one), one.first.speaker
        item = {
            "id": _id(one),
            "url": _page(one, address),
            "title": _title(one),
            "content_text": _words(one),
            "date_published": _published(one),
            "date_modified": _updated(one),
        }
        item |= {"external_url": source} if source is not None else {}
        items.append(item | ({} if speaker is None else {"authors": [{"name": who(speaker)}]}))
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "onrecord", "feed_url": address, "items": items}
    return codec.line(feed)


def _id(one: Utterance) -> str:
    return f"urn:onrecord:{one.id}"


def _title(one: Utterance) -> str:
    told = f"{who(one.first.speaker)}: {quoted(one.first)}"
    return told if len(told) <= _LONGEST_TITLE else f"{told[: _LONGEST_TITLE - 1]}…"


def _words(one: Utterance) -> str:
    """The quotation, and what is known of it, on one line each."""
    document = one.statements[0].document
    fields = (
        ("for", for_whom(one.first)),
        ("does", does(one.first)),
        ("toward", toward(one.first)),
        ("said on", str(one.first.said_on or UNKNOWN)),
        ("printed by", ", ".join(str(part) for part in (document.publisher, document.published) if part) or UNKNOWN),
        ("reports", f"{one.independent} independent"),
    )
    told = [f"{name}: {one_line(value)}" for name, value in fields if value != UNKNOWN]
    return "\n".join([in_marks(one.first), *told])


def _published(one: Utterance) -> str:
    return min(entry.recorded_at for entry in one.statements)


def _updated(one: Utterance) -> str:
    """When the last independent report went on record."""
    first: dict[str, str] = {}
    for entry in one.statements:
        family = entry.document.family
        first[family] = min(first.get(family, entry.recorded_at), entry.recorded_at)
    return max(first.values())


def _page(one: Utterance, address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/utterances/{one.id}"


def _source(one: Utterance) -> str | None:
    """The address of the first report, if it is one that a reader of feeds may safely follow."""
    url = one.statements[0].document.url
    return url if url is not None and url.lower().startswith(("http://", "https://")) else None


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
