"""The names in what a statement has for its speaker's, as reports of one act are told by them."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.knowledge.names import HONORIFICS
from onrecord.ledger.fulltext import fold

_NAME = re.compile(r"[^\W\d_][\w'-]+")
# "al-" and "d'" are written in many ways, and left out.
_PARTICLE = re.compile(r"^[a-z]+['-](?=[^\W\d_a-z])")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_AFTER_NAMES = frozenset(["jr", "sr", "ii", "iii", "iv"])


# In a story the same few people speak.
@lru_cache(maxsize=4096)
def names_in(name: str) -> tuple[str, ...]:
    """The parts of a person's name in plain letters, the family name last; none where somebody is described."""
    plain = _ARTICLE.sub("", name).replace("’", "'")
    if not plain[:1].isupper():
        return ()
    # What follows a comma says who that is.
    words = [_PARTICLE.sub("", word) for word in _NAME.findall(plain.partition(",")[0])]
    if words and words[-1][0].islower():
        # "Vidal's office", "Harbour officials": somebody described.
        return ()
    found = tuple(name for word in words if word[0].isupper() and (name := fold(word)) not in HONORIFICS)
    return found[:-1] if len(found) > 1 and found[-1] in _AFTER_NAMES else found
