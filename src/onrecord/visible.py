"""Text in which no character is unseen: none commands a terminal, turns the writing or splits a line."""

from __future__ import annotations

import re

# Controls (but tab and line feed), marks that turn the direction of writing, separators that end a line elsewhere,
# lone surrogates and tags: unseen by a person, obeyed by a terminal or by whoever splits lines.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with every unseen character written out: `\\x1b`, `\\u202e`."""
    return _UNSEEN.sub(_written_out, text)


def unwrapped(text: str) -> str:
    """The text with white space as single spaces: words that a line's end parts stand together."""
    return " ".join(text.split())


def one_line(text: str) -> str:
    """The text on one line: white space as single spaces, unseen characters written out."""
    return visible(unwrapped(text))


def json_line(text: str) -> str:
    """A JSON text with unseen characters as JSON's own escapes, which mean the same and split no line."""
    return _UNSEEN.sub(_as_json_escape, text)


def _written_out(match: re.Match[str]) -> str:
    point = ord(match.group())
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _as_json_escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
