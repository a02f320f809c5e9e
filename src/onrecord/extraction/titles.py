"""Whether a title that a text uses means the one that a person bears."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.knowledge import plain, without_possessive

# Titles that news uses for one another, and words that tell offices of one head noun apart.
_ALIKE = (
    frozenset(("envoy", "ambassador", "representative", "emissary")),
    frozenset(("chief", "head", "director", "general", "commissioner", "president", "chairman", "leader", "boss")),
    frozenset(("pm", "premier", "minister")),
    frozenset(("fm", "minister", "secretary")),
    frozenset(("leader", "president", "chancellor", "premier", "king", "minister", "pm")),
)
_APART = frozenset(
    ("prime", "foreign", "finance", "defence", "defense", "interior", "economy", "trade", "vice", "deputy", "energy")
)


_COMPLEMENT = re.compile(
    r",|\(| (?:of|for|to|in|at|by|from|with|on|close to|familiar|involved|who|which|that|speaking|present|operating)\b"
)


def heads(title: str) -> frozenset[str]:
    """The nouns that a title or description may turn on, in lower case: "head" and "wto" of "the head of the WTO"."""
    return frozenset((head(title), _last(without_possessive(title)))) - {""}


def head(title: str) -> str:
    """The noun before what completes it, in lower case: "readout" of "a readout of the call from the team"."""
    return _last(_COMPLEMENT.split(without_possessive(title), maxsplit=1)[0])


def _last(words: str) -> str:
    """The last word, in lower case; nothing of nothing."""
    return "".join(words.lower().split()[-1:])


def fit(title: str, borne: Sequence[str], *, told_body: bool) -> int:
    """How well a title fits a person who bears others: 3 one of them, 2 within one, 1 its head noun is, 0 not at all.

    `told_body`: the text tells of which state or organisation, so that titles of like meaning will do.
    """
    form = plain(title)
    titles = [plain(t) for t in borne]
    if form in titles:
        return 3
    if any(f" {t} ".endswith(f" {form} ") or f" {form} ".endswith(f" {t} ") for t in titles):
        return 2
    words = {word for t in titles for word in t.split()}
    asked = form.split()
    head = asked[-1] if asked else ""
    if not (set(asked) & _APART) <= words:
        return 0
    alike = told_body and any(head in group and group & words for group in _ALIKE)
    return 1 if head in words or alike else 0
