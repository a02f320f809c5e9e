"""Bytes to characters: byte-order mark, then UTF-8 if the bytes are that, then what the page declares, then a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096  # bytes in which a declaration has to stand; browsers look at 1,024
_DECLARED = re.compile(rb"""<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^<>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""")
# Escape sequences or halves of code units: bytes that pass for UTF-8 or ASCII although they are none.
_NOT_ASCII_LIKE = ("utf-16", "utf-32", "iso2022", "utf-7", "hz")
_WESTERN = ("ascii", "iso8859-1", "cp1252")
# A Latin script has few letters with marks: Czech, the richest of them, has one in seven, French one in twenty-five.
_LATIN_SHARE = 0.2
_GUESS_BYTES = 64 * 1024  # charset-normalizer takes seconds a megabyte
_FEW_BROKEN = 0.01  # share of the bytes beyond ASCII that may be damaged in what is taken for UTF-8


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters, and a sentence for the user where they rest on a guess."""

    text: str
    note: str | None = None


def decode(body: bytes, charset: str | None = None, *, markup: bool = False) -> Decoded:
    """Decode `body`; `charset` is what the transport declared, `markup` says that a declaration may stand inside."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"))
    declared = _known(charset) or (_inside(body[:_HEAD]) if markup else None)
    if declared is None:
        # Before UTF-8: every byte of it may be ASCII.
        declared = _without_mark(body)
    if declared is None or not declared.startswith(_NOT_ASCII_LIKE):
        try:
            return Decoded(body.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    if declared is not None and declared != "utf-8":
        # Whoever declares Latin-1 or ASCII means Windows-1252: so do browsers.
        return Decoded(body.decode("cp1252" if declared in _WESTERN else declared, "replace"))
    return _guess(body)


def _known(name: str | None) -> str | None:
    """Return Python's name of a text encoding, None if there is none by that name."""
    try:
        info = codecs.lookup(name.strip()) if name else None
    except (LookupError, ValueError):
        return None
    # base64 and its like are codecs, but not of text.
    return info.name if info is not None and getattr(info, "_is_text_encoding", True) else None


def _inside(head: bytes) -> str | None:
    match = _DECLARED.search(head) or _XML.search(head)
    name = _known(match[1].decode("ascii")) if match else None
    # A declaration that can be read as ASCII can't be in UTF-16: the standard takes it for UTF-8.
    return "utf-8" if name and name.startswith(("utf-16", "utf-32")) else name


def _without_mark(body: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zero bytes: nearly every second one, in a script of the West."""
    head = body[:_HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.3 * len(head) or min(even, odd) > 0.05 * len(head):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _guess(body: bytes) -> Decoded:
    """Decode bytes that nothing is known of and that are not clean UTF-8."""
    beyond = len(body) - len(body.translate(None, bytes(range(128, 256))))
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken <= max(1, _FEW_BROKEN * beyond) and beyond - broken >= 2 * broken:
        return Decoded(text)
    if beyond <= _LATIN_SHARE * len(body):
        return Decoded(body.decode("cp1252", "replace"), "the encoding is not declared: read as Windows-1252")
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(body[:_GUESS_BYTES]).best()
    if best is None:
        return Decoded(text, "the encoding is not declared: read as UTF-8, with damage")
    return Decoded(body.decode(best.encoding, "replace"), f"the encoding is not declared: guessed as {best.encoding}")
