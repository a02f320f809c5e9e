"""Full text in SQLite's FTS5: the user's words as a query that can't be a syntax error, and the index kept up."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import Connection, column, literal_column, table, text
from sqlalchemy.sql.elements import ColumnElement

words = table("statement_words", column("rowid"), column("rank"))
"""The index: `rowid` is a statement's key, `rank` its relevance (smaller is better)."""

_PART = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')

# Letters whose stroke or ligature Unicode does not decompose, as names in the news bear them.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h"})


def fold(name: str) -> str:
    """`name` without case and accents, for look-ups: `Łukasz Ørsted` becomes `lukasz orsted`."""
    plain = (letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return "".join(plain).translate(_PLAIN)


def expression(asked: str) -> str | None:
    """The FTS5 query for a user's words: all of them, `"phrases"` as such, `word*` by its beginning.

    None if nothing in it can be searched for (no letter, no digit).
    """
    terms: dict[str, None] = {}
    for phrase, star, word in _PART.findall(asked):
        term = _term(phrase or word.rstrip("*"), prefix=bool(star) or word.endswith("*"))
        if term is not None:
            terms[term] = None
    return " AND ".join(terms) or None


def speaker_expression(asked: str) -> str | None:
    """The FTS5 query for a speaker: every word asked for begins a word of the name, or of the words that name them."""
    found = (_term(word, prefix=True) for word in fold(asked).split())
    terms = dict.fromkeys(term for term in found if term is not None)
    return f"speaker_key : ({' AND '.join(terms)})" if terms else None


def _term(term: str, *, prefix: bool) -> str | None:
    # NUL would end the query inside SQLite, a lone surrogate can't be handed over: neither can be searched for.
    clean = "".join(" " if letter == "\0" or "\ud800" <= letter <= "\udfff" else letter for letter in term)
    if not any(unicodedata.category(letter)[0] in "LN" for letter in clean):
        return None
    quoted = '"' + clean.replace('"', '""') + '"'
    return quoted + " *" if prefix else quoted


def matches(query: str) -> ColumnElement[bool]:
    """The condition that a row of `words` matches the FTS5 query."""
    return literal_column("statement_words").op("MATCH", is_comparison=True)(query)


def index(connection: Connection, *, first: int, last: int) -> None:
    """Enters the statements with the keys `first` to `last` into the index."""
    insert = "INSERT INTO statement_words (rowid, quote, speaker_key) SELECT key, quote, speaker_key FROM statements"
    connection.execute(text(f"{insert} WHERE key BETWEEN :first AND :last"), {"first": first, "last": last})
