"""What an HTML page says of itself: title, publisher, language, date; by JSON-LD, meta tags and elements, in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

from onrecord.records import Candidate

Field = Literal["title", "publisher", "language", "published"]

# The headline as it stands on the page comes before what the page tells search engines.
TITLE_BASES = ("h1", "JSON-LD", "meta", "title element")

_META: dict[str, Field] = {
    "og:title": "title",
    "twitter:title": "title",
    "dc.title": "title",
    "citation_title": "title",
    "parsely-title": "title",
    "sailthru.title": "title",
    "headline": "title",
    "og:site_name": "publisher",
    "article:publisher": "publisher",
    "dc.publisher": "publisher",
    "dcterms.publisher": "publisher",
    "citation_journal_title": "publisher",
    "publisher": "publisher",
    "application-name": "publisher",
    "og:locale": "language",
    "content-language": "language",
    "dc.language": "language",
    "inlanguage": "language",
    "article:published_time": "published",
    "article:published": "published",
    "og:published_time": "published",
    "og:article:published_time": "published",
    "datepublished": "published",
    "pubdate": "published",
    "publishdate": "published",
    "publish-date": "published",
    "publish_date": "published",
    "published_time": "published",
    "date": "published",
    "dc.date": "published",
    "dc.date.issued": "published",
    "dc.date.created": "published",
    "dcterms.date": "published",
    "dcterms.created": "published",
    "dcterms.issued": "published",
    "article.published": "published",
    "citation_publication_date": "published",
    "citation_date": "published",
    "parsely-pub-date": "published",
    "sailthru.date": "published",
    "cxenseparse:recs:publishtime": "published",
    "originalpublicationdate": "published",
}
_LD: dict[str, Field] = {
    "headline": "title",
    "inLanguage": "language",
    "datePublished": "published",
}
_TYPES_OF_TEXT = ("article", "report", "posting", "webpage", "newsmediaorganization")
_LD_BYTES = 2_000_000  # of one script: more is data for a program
_LD_NODES = 20_000
_VALUE = 500  # code points of a value: a longer one is a text
_SITE_SEPARATORS = (" | ", " - ", " – ", " — ", " :: ", " · ", " » ")


def declarations(tree: Any) -> Iterator[Candidate]:
    """Yield what the page declares, the best basis first; `tree` is an `lxml` element."""
    declared = [*_from_json(tree), *_from_meta(tree)]
    yield from declared
    yield from _headline(tree, declared)
    for element in tree.iter("time"):
        yield from _candidate("published", element.get("datetime") or _words(element), "time element")
    yield from _candidate("language", tree.get("lang"), "lang attribute")


def _candidate(field: Field, value: object, basis: str) -> Iterator[Candidate]:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if field == "publisher":
        # An address is no name: pages on Facebook often stand as the publisher.
        words = "" if words.startswith(("http:", "https:", "//")) else words.lstrip("@")
    if 0 < len(words) <= _VALUE:
        yield Candidate(field=field, value=words, basis=basis)


def _from_json(tree: Any) -> Iterator[Candidate]:
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        source = script.text or ""
        if len(source) > _LD_BYTES:
            continue
        try:
            root = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(root):
            kinds = node.get("@type") or ""
            kinds = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
            if not kinds.lower().endswith(_TYPES_OF_TEXT) and "article" not in kinds.lower():
                continue
            for key, field in _LD.items():
                yield from _candidate(field, node.get(key), "JSON-LD")
            yield from _candidate("publisher", _name(node.get("publisher")), "JSON-LD")


def _nodes(root: object) -> Iterator[dict[str, Any]]:
    """Walk what was parsed, outermost objects first, without recursion."""
    level: list[object] = [root]
    seen = 0
    while level and seen < _LD_NODES:
        below: list[object] = []
        for value in level:
            seen += 1
            if isinstance(value, dict):
                yield value
                below.extend(inner for inner in value.values() if isinstance(inner, dict | list))
            elif isinstance(value, list):
                below.extend(inner for inner in value if isinstance(inner, dict | list))
        level = below


def _name(value: object) -> object:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("name") if isinstance(value, dict) else value


def _from_meta(tree: Any) -> Iterator[Candidate]:
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            field = _META.get((element.get(attribute) or "").lower())
            if field is not None:
                yield from _candidate(field, element.get("content"), "meta")
                break


def _headline(tree: Any, declared: list[Candidate]) -> Iterator[Candidate]:
    """Yield the headings that are the page's headline, not its site's name or a section's, and the window's title."""
    title = tree.find(".//title")
    window = _words(title) if title is not None else ""
    names = {c.value.casefold() for c in declared if c.field == "publisher"}
    headings = [words for heading in tree.iter("h1") if (words := _words(heading)).casefold() not in {"", *names}]
    for heading in headings:
        if len(headings) == 1 or heading in window:
            yield from _candidate("title", heading, "h1")
    yield from _candidate("title", _without_site(window), "title element")


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _without_site(title: str) -> str:
    """Cut "- The Site" off a window's title."""
    for separator in _SITE_SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found and len(head) > len(tail):
            return head
    return title
