"""Abbreviations that a text explains: "the Harbour Workers' Front (HWF)", "Fjord Import and Export Corp, or FIEC"."""

from __future__ import annotations

import re

_SMALL = frozenset(["of", "and", "for", "the", "on", "in", "de"])
_EXPLAINED = re.compile(r"(?:[\"”']? \(|, or )(?P<short>[A-Z]{2,8})\b")
_WORDS = re.compile(r"[\w.’'&-]+")
# The words before an abbreviation that may be its name: eight letters, with small words between.
_BEFORE = 120


def abbreviations(text: str) -> dict[str, str]:
    """The name behind each abbreviation of a text that stands behind its name, letter for word, the first one kept."""
    found: dict[str, str] = {}
    for match in _EXPLAINED.finditer(text):
        name = _name_of(match["short"], text[max(0, match.start() - _BEFORE) : match.start()])
        if name is not None:
            found.setdefault(match["short"], name)
    return found


def _name_of(short: str, before: str) -> str | None:
    """The last words that begin with these letters; small words between need not be counted."""
    words = list(_WORDS.finditer(before))
    left = len(short)
    for word in reversed(words):
        if word[0][:1] == short[left - 1]:
            left -= 1
            if left == 0:
                return before[word.start() :].rstrip("\"”'")
        elif word[0] not in _SMALL:
            return None
    return None
