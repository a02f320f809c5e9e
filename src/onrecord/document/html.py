"""HTML to paragraphs: the headline, then the article's own text, without navigation, captions and comments.

trafilatura finds the article; we join its blocks ourselves, so that paragraphs, list items and quotations never run
together. A page that defeats the parser or trafilatura is stripped of its tags, in time linear in its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import lxml.html
import trafilatura
from htmldate import find_date
from lxml import etree

from onrecord.document.declarations import TITLE_BASES, declarations
from onrecord.records import Candidate

_BLOCKS = frozenset(("p", "head", "quote", "list", "item", "table", "row", "cell", "code", "div", "ab", "body"))
# What trafilatura, htmldate and lxml have been seen to raise over pages that are made to break them.
_DEFEATS = (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError)
# libxml2 gives up below 2,048 levels and drops what lies deeper; real pages have fewer than 100.
_DEEPEST = 2000
# Beyond these a page is no report and would take minutes; beside them the most in 181 real pages.
_MOST_ELEMENTS = 25_000  # 1,709
_LARGEST = 5_000_000  # 1.5 million
_LARGEST_DATED = 500_000  # code points in which htmldate may search: its time grows with their square
# Below this many code points next to a page full of text, the strict settings took a notice for the article.
_SHORT = 500
_FAR_LONGER = 4

_CAPTIONS = (
    "//figcaption",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' caption ')]",
    "//*[contains(@class, 'wp-caption-text')]",
    "//*[contains(@class, 'image-caption') or contains(@class, 'photo-caption')]",
)

_CAPTION_PARAGRAPHS = 3
_BODIES = "//article//div[contains(@class, 'body') and contains(@class, 'article')][p]"

_SKIPPED = re.compile(r"<(?:(script|style|template|noscript|head|svg)\b|!--)", re.IGNORECASE)
_BREAKING = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|tr|td|table|br|blockquote|section|article)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")


@dataclass(frozen=True, slots=True)
class Article:
    """The paragraphs of a page, its headline first, what the page declares, and notes for the user."""

    paragraphs: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()
    notes: tuple[str, ...] = ()


def article(source: str) -> Article:
    """Return the article in an HTML page; its `paragraphs` are empty if there is none."""
    tree = _parsed(source) if len(source) <= _LARGEST else None
    if tree is None:
        return Article(
            _stripped(source), notes=("the HTML is too large, too deep or broken: all text of the page was taken",)
        )
    found = list(declarations(tree))
    try:
        dated = len(source) > _LARGEST_DATED or any(c.field == "published" for c in found)
        visible = None if dated else _visible_date(tree)
        paragraphs = _main_text(tree)
    except _DEFEATS:
        visible, paragraphs = None, []
    if visible is not None:
        found.append(Candidate(field="published", value=visible, basis="page text"))
    notes: tuple[str, ...] = ()
    if not paragraphs and (paragraphs := list(_stripped(source))):
        notes = ("no article was found in the HTML: all text of the page was taken",)
    title = next((c.value for basis in TITLE_BASES for c in found if c.field == "title" and c.basis == basis), None)
    return Article(tuple(_headed(title, paragraphs)), tuple(found), notes)


def _parsed(source: str) -> Any:
    """Return the tree, None if there is none or it is too deep or too large to work on."""
    # Without `huge_tree` all that stands deeper than 256 elements, and behind it, is lost without a word.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml.html.fromstring(source.encode("utf-8", "replace"), parser=parser)
    except _DEFEATS:
        return None
    elements = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > _DEEPEST or elements > _MOST_ELEMENTS:
            return None
    return tree


def _main_text(tree: Any) -> list[str]:
    """Extract strictly; where that yields next to nothing of a page full of text, by the usual settings."""
    _prepare(tree)
    strict = _extracted(tree, precision=True)
    if _size(strict) >= _SHORT:
        return strict
    usual = _extracted(tree, precision=False)
    return usual if _size(usual) > _FAR_LONGER * _size(strict) else strict


def _prepare(tree: Any) -> None:
    """Mend what trafilatura keeps or loses wrongly: captions, posts quoted in the text, bodies in pieces."""
    for path in _CAPTIONS:
        for element in tree.xpath(path):
            # A container of paragraphs that bears the class is the article's own.
            if element.getparent() is not None and len(element.findall(".//p")) <= _CAPTION_PARAGRAPHS:
                element.drop_tree()
    for quotation in tree.iter("blockquote"):
        # "twitter-tweet": taken for a button otherwise, though it is what the report quotes.
        quotation.attrib.pop("class", None)
    # From the last to the first: each cut moves only what no later cut has moved, so the time stays linear.
    for line_break in reversed(list(tree.iter("br"))):
        _cut_paragraph(line_break)
    bodies: dict[str, Any] = {}
    for element in tree.xpath(_BODIES):
        first = bodies.setdefault(element.get("class"), element)
        # Advertisements cut the text into containers of the same class, of which one alone would be taken.
        if first is not element and element.getparent() is not None and first not in element.iterancestors():
            first.extend(list(element))


def _cut_paragraph(line_break: Any) -> None:
    """Make two paragraphs of one where two line breaks stand in it: trafilatura takes them for one."""
    parent, second = line_break.getparent(), line_break.getnext()
    between = (line_break.tail or "").strip()
    if parent is None or parent.tag != "p" or between or second is None or second.tag != "br":
        return
    rest = lxml.html.Element("p")
    rest.text = second.tail
    rest.extend(list(second.itersiblings()))
    rest.tail, parent.tail = parent.tail, None
    parent.remove(second)
    parent.remove(line_break)
    parent.addnext(rest)


def _size(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))


def _extracted(tree: Any, *, precision: bool) -> list[str]:
    found = trafilatura.bare_extraction(
        tree, favor_precision=precision, fast=not precision, include_comments=False, include_tables=True
    )
    body = getattr(found, "body", None)
    return _blocks(body) if body is not None else []


def _blocks(body: Any) -> list[str]:
    """Join a tree of trafilatura's into paragraphs; two line breaks end one too."""
    paragraphs: list[str] = []
    pieces: list[str] = []

    def flush() -> None:
        for part in re.split(r"\n[^\S\n]*\n\s*", "".join(pieces)):
            lines = (" ".join(line.split()) for line in part.split("\n"))
            if whole := "\n".join(line for line in lines if line):
                paragraphs.append(whole)
        pieces.clear()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            flush()
        if event == "start":
            if element.tag == "lb":
                pieces.append("\n")
            # A line feed in the source is white space; only `lb` breaks a line.
            pieces.append((element.text or "").replace("\n", " "))
        else:
            pieces.append((element.tail or "").replace("\n", " "))
    flush()
    return paragraphs


def _headed(title: str | None, paragraphs: list[str]) -> list[str]:
    """Put the headline first, once: pages print it above, below or beside the article, or not at all."""
    if title is None or not paragraphs:
        return paragraphs
    key = _letters(title)
    at = next((i for i, paragraph in enumerate(paragraphs[:4]) if _letters(paragraph) == key), None)
    if at is None:
        return [title, *paragraphs]
    return [paragraphs[at], *paragraphs[:at], *paragraphs[at + 1 :]]


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _visible_date(tree: Any) -> str | None:
    """Return the date that the page shows near its headline, by htmldate; not its opportunistic search of all text."""
    return find_date(tree, original_date=True, extensive_search=False)


def _stripped(source: str) -> tuple[str, ...]:
    """Return the page's text without its tags, a block a paragraph."""
    text = _TAG.sub("", _BREAKING.sub("\n\n", _without_scripts(source)))
    parts = (" ".join(part.split()) for part in unescape(text).split("\n\n"))
    return tuple(part for part in parts if part)


def _without_scripts(source: str) -> str:
    """Drop what no reader sees; an element or a comment that never ends hides the rest, as it does in browsers."""
    lower = source.lower()
    kept: list[str] = []
    at = 0
    while (match := _SKIPPED.search(source, at)) is not None:
        kept.append(source[at : match.start()])
        name = (match[1] or "").lower()
        end = lower.find(f"</{name}" if name else "-->", match.end())
        if end < 0:
            # The end of a head may be left out.
            at = match.start() if name == "head" else len(source)
            break
        at = end if name else end + 3
    kept.append(source[at:])
    return "".join(kept)
