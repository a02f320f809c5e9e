"""The words by which reports call meetings, and the kind that each tells."""

from __future__ import annotations

import re

KINDS = ("talks", "summit", "session", "call", "visit", "conference", "briefing", "vote", "other")
# In order: the first whose words stand in the head of a phrase is its kind ("summit talks" are a summit).
_WORDS = (
    (
        "briefing",
        r"(?:news|press|media)[\s-]+(?:conference|briefing)s?|pressers?|briefings?|briefed|"
        r"(?:told|telling|speaking to|spoke to|tells)\s(?:\w+\s){0,3}?(?:reporters|journalists)|reporters|journalists",
    ),
    ("summit", r"summits?|G-?(?:7|8|20)"),
    (
        "call",
        r"(?:tele)?phone(?:d|s)?|telephoned?|(?:conference\s)?calls?|called|calling|(?:tele|video)conferences?|conversations?",
    ),
    (
        "vote",
        r"votes?|voted|voting|elections?|referend\w+|ballots?|polls|plebiscites?|primary|primaries|run-?offs?|re-?elected|"
        r"elected|approv\w+|passed|passage|ratif\w+|adopted|confirmed",
    ),
    (
        "visit",
        r"visit\w*|trips?|tours?|touring|travel\w*|journeys?|stay|stops?|stopovers?|arriv\w+|flew|fly|flying|flies|went|go|"
        r"goes|going|heads?|heading|mission|come|came|welcom\w+|host(?:ed|s|ing)?|receiv\w+|pilgrimage",
    ),
    (
        "session",
        r"sessions?|assembly|hearings?|trials?|cabinet|parliament|council|committee|commission|plenary|"
        r"deliberations?|testi(?:fy|fied|mony)",
    ),
    ("conference", r"conferences?|forums?|fora|conventions?|congress|seminars?|workshops?|symposium|conclave"),
    (
        "talks",
        r"talk(?:s|ed|ing)?|negotiat\w*|dialogues?|discuss\w*|consult\w*|meet(?:s|ing|ings)?|met|mediat\w+|encounters?|"
        r"gatherings?|rounds?|process|spoke|speak(?:s|ing)?|bargaining|audience|contacts?|huddle|sit-down|chat|exchange|"
        r"agreed|conferred",
    ),
    (
        "other",
        r"interview\w*|speech(?:es)?|dinners?|lunch(?:eon)?s?|breakfasts?|ceremon\w+|debates?|rall(?:y|ies)|address\w*|"
        r"remarks?|inaugurat\w+|sworn|funerals?|games|olympics|exercises?|reception|banquet|event|celebrations?|"
        r"anniversary|lecture|protests?|demonstrations?|drills?|parade|swearing-in|signing|conclusion",
    ),
)
_KIND = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _WORDS)
WORD = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _WORDS), re.IGNORECASE)
# What ends the head of a phrase: "meeting | of EU foreign ministers", "Call | with Foreign Minister Lavrov".
_BEHIND = re.compile(
    r"\s(?:with|of|between|in|at|on|to|for|after|about|from|by|among|over|during|aimed|where|that|which|who|as|under)\b"
)
_MEETING = re.compile(r"meet(?:s|ings?)?|met", re.IGNORECASE)
# Who sits in sessions: "a meeting of the Security Council", "EU foreign ministers met".
_SITS = re.compile(
    r"\b(?:council|committee|cabinet|commission|assembly|parliament|board|(?:foreign|defen[cs]e|finance|interior|trade|energy|"
    r"EU|NATO)\sministers|panel|ministerial|congress|senate|politburo|opec)\b",
    re.IGNORECASE,
)


def core_of(phrase: str) -> str:
    """The part of a phrase that holds its head."""
    cut = _BEHIND.search(phrase, 1)
    if cut is not None and WORD.search(phrase, 0, cut.start()):
        return phrase[: cut.start()]
    return phrase


def kind_of(phrase: str) -> tuple[str, str]:
    """The kind of a phrase and its word for it, in small letters; `other` and nothing where no word tells."""
    for part in (core_of(phrase), phrase):
        for kind, words in _KIND:
            found = words.search(part)
            if found is None:
                continue
            word = found[0].lower()
            if kind == "talks" and _MEETING.fullmatch(word) and _SITS.search(phrase):
                return "session", "meeting"
            return kind, word
    return "other", ""
