"""What an input is: told by its first bytes, and by its name only where these leave it open."""

from __future__ import annotations

import codecs
import json
import re
from typing import Literal

Kind = Literal["text", "html", "jsonl"]

HEAD = 64 * 1024  # bytes looked at

# The first bytes of what people have on their disks, with what it is and what would be right.
_PDF = ("a PDF file", "expected text: save it as text first (pdftotext)")
_OFFICE = ("an office document or a zip archive", "expected text: save it as plain text or HTML, or unpack it, first")
_PICTURE = ("a picture", "expected text")
_SOUND = ("sound or video", "expected a transcript as text")
_ARCHIVE = ("a compressed archive", "expected text: unpack it first")
_MAGIC: tuple[tuple[bytes, tuple[str, str]], ...] = (
    (b"%PDF-", _PDF),
    (b"PK\x03\x04", _OFFICE),
    (b"PK\x05\x06", _OFFICE),
    (b"\xd0\xcf\x11\xe0", ("an old office document", "expected text: save it as plain text or HTML first")),
    (b"{\\rtf", ("an RTF document", "expected text: save it as plain text or HTML first")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", ("a picture, sound or video", "expected text")),
    (b"ID3", _SOUND),
    (b"OggS", _SOUND),
    (b"fLaC", _SOUND),
    (b"\x1aE\xdf\xa3", _SOUND),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"SQLite format 3", ("a SQLite database", "expected text: a ledger is named by --ledger")),
    (b"PAR1", ("a Parquet table", "expected JSON Lines: one object with `text` a line")),
    (b"\x7fELF", ("a program", "expected text")),
    (b"MZ\x90", ("a program", "expected text")),
    (b"WARC/", ("a web archive", "expected its pages as HTML files")),
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKED_AS = ("utf-8", "utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")

_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b") + b"\x7f"
# Of random bytes one in ten is such a control; a stray one in a text is read as damage.
_CONTROL_SHARE = 0.01
_CONTROLS_ALLOWED = 4

# A declaration and comments may come first. Each part is bounded: no page makes the look at it slow.
_BEFORE = r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*){0,5}"
_HTML_START = re.compile(_BEFORE + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(_BEFORE + r"<(?:rss|feed|rdf:rdf|newsml|newsitem|nitf)\b", re.IGNORECASE)
_HTML_BLOCK = re.compile(r"</?(?:div|p|h[1-6]|article|section|main|table|ul|br)\b[^<>]{0,300}>", re.IGNORECASE)
_HTML_BLOCKS = 3  # tags that make a fragment HTML: one or two may be spoken of in a text
_JSON_OBJECT = re.compile(r"\s{0,100}\{\s{0,100}\"[^\"\n]{0,100}\"\s{0,100}:")
_JSON_ARRAY = re.compile(r"\s{0,100}\[\s{0,100}\{\s{0,100}\"")
_JSON_TEXT = re.compile(r"\"text\"\s{0,100}:")
_REPORTS = 'expected one JSON object a line, with a string "text" (`onrecord learn` is for entities)'
_LINES_SEEN = 20


class NotText(Exception):
    """What was found where a text was expected; becomes a `Failure` with the input's name."""

    def __init__(self, problem: str, expected: str) -> None:
        super().__init__(f"{problem}; {expected}")
        self.problem = problem
        self.expected = expected


def kind_of(head: bytes, name: str = "", media_type: str = "") -> Kind:
    """Tell the kind of an input by its first `HEAD` bytes, then by `name` or `media_type`.

    Raises NotText for what has no text, or has it in a form that isn't read.
    """
    encoding = _refuse_binary(head)
    start = _decoded(head, encoding)
    suffix = name.lower().removesuffix(".gz").rpartition(".")[2]
    if _FEED.match(start):
        raise NotText("a feed or news feed item in XML", "expected its pages: their addresses, or HTML files")
    if _HTML_START.match(start):
        return "html"
    if _JSON_ARRAY.match(start) or (_JSON_OBJECT.match(start) and not _lines_of_json(start, suffix)):
        raise NotText("JSON over several lines", "expected JSON Lines: one object with `text` a line (jq -c)")
    named = suffix in ("jsonl", "ndjson")
    if named or _JSON_OBJECT.match(start) or _mostly_json(start):
        if not _JSON_TEXT.search(start) and not (named and start.count("\n") <= _LINES_SEEN):
            # Lines of data of another kind: a failure a line would say the same a thousand times.
            raise NotText('JSON without a "text"', _REPORTS)
        return "jsonl"
    if suffix in ("csv", "tsv"):
        raise NotText("a table", "expected JSON Lines: one object with `text` a line")
    named = suffix in ("html", "htm", "xhtml") or media_type in ("text/html", "application/xhtml+xml")
    if len(_HTML_BLOCK.findall(start)) >= (1 if named else _HTML_BLOCKS) and (named or start.lstrip()[:1] == "<"):
        return "html"
    return "text"


def _refuse_binary(head: bytes) -> str:
    """Raise NotText for bytes that are no text; return the encoding by which to look at them."""
    for mark, encoding in zip(_MARKS, _MARKED_AS, strict=True):
        if head.startswith(mark):
            return encoding
    for magic, (problem, expected) in _MAGIC:
        if head.startswith(magic):
            raise NotText(problem, expected)
    if head[4:8] == b"ftyp":
        raise NotText(*_SOUND)
    if head[257:262] == b"ustar":
        raise NotText(*_ARCHIVE)
    even, odd = head[:4096:2].count(0), head[1:4096:2].count(0)
    if max(even, odd) > 0.3 * min(len(head), 4096) and min(even, odd) <= 0.05 * min(len(head), 4096):
        return "utf-16-be" if even > odd else "utf-16-le"
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > _CONTROLS_ALLOWED + _CONTROL_SHARE * len(head):
        raise NotText("binary data", "expected text, HTML or JSON Lines")
    return "utf-8"


def _decoded(head: bytes, encoding: str) -> str:
    return head.decode(encoding, "replace").lstrip("\ufeff")


def _lines_of_json(start: str, suffix: str) -> bool:
    """True if the first line is an object by itself, or broken where the name promises lines."""
    line, ended, _ = start.lstrip().partition("\n")
    if not ended and len(start) >= HEAD // 4:
        return True  # longer than what we look at
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return suffix in ("jsonl", "ndjson") or (len(line) > 1 and line.rstrip().endswith("}"))


def _mostly_json(start: str) -> bool:
    """True if most lines are objects although the first is not."""
    lines = [line.strip() for line in start.split("\n")[:_LINES_SEEN] if line.strip()]
    return 2 * sum(bool(_JSON_OBJECT.match(line)) and line.endswith("}") for line in lines) >= len(lines) > 1
