"""Edges of grapheme clusters: a span never begins or ends inside what a reader sees as one character."""

from __future__ import annotations

from typing import Literal

import regex

_CLUSTER = regex.compile(r"\X")
# No character that is read as one is longer; in a script without spaces the way back has no other end.
_LOOK_BACK = 64
# Below this no code point joins the one before it.
_FIRST_COMBINING = 0x300


def widen(text: str, at: int, step: Literal[-1, 1]) -> int:
    """The nearest edge of a cluster at or beyond `at`, backwards (-1) or forwards (1)."""
    if at <= 0 or at >= len(text) or (ord(text[at]) < _FIRST_COMBINING and text[at - 1] != "\u200d"):
        return at
    start = at - 1
    while start > max(0, at - _LOOK_BACK) and ord(text[start]) >= _FIRST_COMBINING:
        start -= 1
    while start < at:
        match = _CLUSTER.match(text, start)
        if match is None or match.end() > at:
            return start if step < 0 else (match.end() if match else at)
        start = match.end()
    return at
