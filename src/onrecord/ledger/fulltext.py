"""A user's words as terms to search for, whatever the database: nothing that is typed can be a syntax error."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_

_PART = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')

# Letters whose stroke or ligature Unicode does not decompose, as names in the news bear them.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that stand in a row, as typed, with a letter or digit at least; `prefix`: the last may go on."""

    text: str
    prefix: bool = False


def fold(name: str) -> str:
    """`name` without case and accents, for look-ups: `Łukasz Ørsted` becomes `lukasz orsted`."""
    plain = (letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return "".join(plain).translate(_PLAIN)


def begins(column: Any, start: str) -> ColumnElement[bool]:
    """The condition that a text begins so. A range, not LIKE: it uses the index, and `%` means itself."""
    return and_(column >= start, column < start + "\U0010ffff")


def terms(asked: str) -> tuple[Term, ...]:
    """The terms for a user's words: all of them, `"phrases"` as such, `word*` by its beginning.

    Empty if nothing in it can be searched for (no letter, no digit).
    """
    found = (
        _term(phrase or word.rstrip("*"), prefix=bool(star) or word.endswith("*"))
        for phrase, star, word in _PART.findall(asked)
    )
    return tuple(dict.fromkeys(term for term in found if term is not None))


def speaker_terms(asked: str) -> tuple[Term, ...]:
    """The terms for a speaker: every word asked for begins a word of the name, or of the words that name them."""
    found = (_term(word, prefix=True) for word in fold(asked).split())
    return tuple(dict.fromkeys(term for term in found if term is not None))


def _term(term: str, *, prefix: bool) -> Term | None:
    # NUL would end the query inside SQLite, a lone surrogate can't be handed over: neither can be searched for.
    clean = "".join(" " if letter == "\0" or "\ud800" <= letter <= "\udfff" else letter for letter in term)
    if not any(unicodedata.category(letter)[0] in "LN" for letter in clean):
        return None
    return Term(text=clean, prefix=prefix)
