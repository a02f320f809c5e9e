"""Who held an office on a day, asked by any form of its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from onrecord.knowledge.days import covers
from onrecord.knowledge.facts import Office, Organisation, State, Tenure
from onrecord.knowledge.names import plain, without_possessive
from onrecord.records import PartialDate

_SPELLINGS = (
    (re.compile(r"\bdefense\b"), "defence"),
    (re.compile(r"\badvisor\b"), "adviser"),
    (re.compile(r"\bspokes(?:man|woman)\b"), "spokesperson"),
    (re.compile(r"\bchair(?:man|woman)\b"), "chairperson"),
    (re.compile(r"\bun\b"), "united nations"),
    (re.compile(r"^(?:the|us|united states)\s+"), ""),
)
_RANKS = {
    "head of state": "state",
    "head of government": "government",
    "government leader": "government",
    "foreign minister": "foreign",
}


@lru_cache(maxsize=4096)
def title_form(title: str) -> str:
    """A title for comparing: lower case, one spelling, one word for spokesman and spokeswoman."""
    form = plain(title)
    for pattern, spelling in _SPELLINGS:
        form = pattern.sub(spelling, form)
    return form


def without_body(title: str, body: State | Organisation) -> str:
    """A title without the name of its state or organisation before it: "NATO chief", "Ukrainian president"."""
    names = (body.short, body.name) if isinstance(body, Organisation) else (body.name, *body.names, *body.demonyms)
    form = plain(title)
    for name in map(plain, names):
        if form.startswith(f"{name} "):
            return form[len(name) + 1 :]
    return form


def title_and_body(phrase: str) -> Iterator[tuple[str, str]]:
    """Every way to take a phrase for a title and whose it is: "president of France", "NATO secretary general"."""
    words = phrase.removeprefix("the ").removeprefix("The ").split()
    for at in range(1, len(words) - 1):
        if words[at].lower() == "of":
            yield " ".join(words[:at]), " ".join(words[at + 1 :])
    for at in range(len(words) - 1, 0, -1):
        yield " ".join(words[at:]), without_possessive(" ".join(words[:at]))


def bears(office: Office, form: str) -> bool:
    """True if a title's form is one of the office's."""
    return any(title_form(title) == form for title in (office.title, *office.titles))


def holders(tenures: Iterable[Tenure], title: str, on: PartialDate | None) -> tuple[Tenure, ...]:
    """The tenures of one body whose office bears a title, on a day (today, if None). Two on the day of a handover.

    Offices that bear the title first of all go before those that are called so too; "head of state", "head of
    government" and "foreign minister" find the office by its rank.
    """
    form = title_form(title)
    current = [tenure for tenure in tenures if covers(tenure.since, tenure.until, on)]
    exact = tuple(tenure for tenure in current if title_form(tenure.office.title) == form)
    called = tuple(tenure for tenure in current if bears(tenure.office, form))
    ranked = tuple(tenure for tenure in current if _RANKS.get(form) in tenure.office.rank)
    return exact or called or ranked
