"""Characters to the stored text: NFC and line feeds, and nothing else where the text is that already.

The rule for what can't stay, one code point for one, so that offsets hold:
- controls of C0 other than tab, line feed, vertical tab and form feed, and DEL become U+FFFD;
- controls of C1 are Windows-1252 read as Latin-1 by somebody before us: they become the character that was meant
  (browsers do the same), U+FFFD where there is none; U+0085, a line's end in Unicode, stays;
- lone surrogates become U+FFFD.
Bidirectional controls stay, with a note: they are part of some names, and can make a quotation look like another.
"""

from __future__ import annotations

import re
import unicodedata

_LOST = "\ufffd"
_MEANT = {c: bytes([c]).decode("cp1252", "replace") for c in range(0x80, 0xA0) if c != 0x85}
_CONTROLS = {**dict.fromkeys((*range(9), *range(14, 32), 127), _LOST), **_MEANT}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Ordering a run of marks costs its length squared; the longest in use (Tibetan, Vedic) has fewer than 20.
_MARKS_IN_A_ROW = 256
_MARK_RUN = re.compile(f"[^\x00-\u02ff]{{{_MARKS_IN_A_ROW + 1},}}")


def clean(text: str) -> str:
    """Return the text as it is stored. Raises ValueError for a pile of marks that no text has."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _SURROGATE.sub(_LOST, text)
        if _piled(text):
            raise ValueError(f"more than {_MARKS_IN_A_ROW} combining marks on one letter")
        # Before NFC: what a C1 control stood for may combine with the next mark.
        text = unicodedata.normalize("NFC", _controls(text))
        return text
    return _controls(text)


def remarks(text: str) -> tuple[str, ...]:
    """Return what the user should know about the stored text, a short sentence each."""
    if text.isascii():
        return ()
    found = []
    if lost := text.count(_LOST):
        found.append(f"characters that could not be read stand as U+FFFD: {lost}")
    if turned := len(_BIDI.findall(text)):
        found.append(f"bidirectional controls in the text, which may look different from what it says: {turned}")
    return tuple(found)


def _controls(text: str) -> str:
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def _piled(text: str) -> bool:
    for match in _MARK_RUN.finditer(text):
        length = 0
        for char in match[0]:
            length = length + 1 if unicodedata.combining(char) else 0
            if length > _MARKS_IN_A_ROW:
                return True
    return False
