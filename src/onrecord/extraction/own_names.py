"""Organisations that only their own words tell: proper names of media, firms, parties and institutes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from onrecord.knowledge import plain


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SMALL = frozenset(("of", "and", "for", "the", "on", "in", "&", "de"))
# Words that are a proper name only together with another.
_GENERIC = _words(
    "of and for general president vice prime foreign minister ministry council parliament congress police "
    "government supreme leader deputy secretary state rebels north south senate house court cabinet department "
    "commission committee union party army military bank board king queen office administration chancellor "
    "governor mayor embassy republic democrats democrat republicans republican opposition sources officials "
    "diplomats analysts reports ministers leaders experts some many others they we you those all people "
    "lawmakers senators economists traders reporters critics the a allies west western european arab gulf "
    "middle east unions no both several senior former interior defence defense finance justice agency assembly "
    "conference mission coalition delegation markets europeans summit headquarters commander inspectors "
    "report media newspaper newspapers dealers investors shares data figures study survey poll polls residents "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december minority majority it he she they that there what who this its "
    "prosecutors investigators mediators negotiators authorities regulators officers scientists researchers doctors "
    "campaigners activists group another other one two three most few neither none everybody nobody "
    # What stands first in a sentence: "If President Silva comes".
    "if under when while after before since as at in on by with from but or nor so yet although though despite during "
    "until unless because however meanwhile still then even just only about against among between through without "
    "over like unlike how why where which whose asked to mr mrs ms dr"
)
# "The Bar Association on Friday" rejected it.
_DATED = re.compile(r"(?: on| in| late| early)? (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
# "Critics of Brown" are not Brown's.
_PEOPLE_OF = re.compile(
    r"(?:critics|supporters|opponents|members|residents|employees|shareholders|officials|leaders|representatives|allies)"
    r" (?:of|at|in|from) ",
    re.IGNORECASE,
)
# "German Chancellor Ana Ferro" is a person.
TITLED = re.compile(
    r"^(?:[Tt]he )?(?:[A-Z][\w-]+ ){0,2}(?:President|Minister|Chancellor|Premier|Secretary|Senator|Ambassador|Mrs?|Ms)"
    r"\.? (?=[A-Z])"
)
_SENTENCE = re.compile(r"[a-z]{3}\. [A-Z]")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_ABBREVIATED = re.compile(r"^(?P<name>.+?) \((?P<short>[A-Z][A-Za-z-]{1,9})\)$")
_FORM = re.compile(r",? (?:AG|Plc|PLC|Corp\.?|Inc\.?|Ltd\.?|NV|SA|S\.A\.|GmbH|& Co\.?|Co\.?)$")
# "Russia's RIA", "Europe's Airbus": whose it is, and no part of the name.
_OWNER = re.compile(r"(?:[Tt]he )?[A-Z][\w-]+(?: [A-Z][\w-]+)?['’]s? (?:[a-z-]+ )*")
_ABBREVIATION = re.compile(r"[A-Z]{2,6}")
_LEGAL = "Corp|Corporation|Inc|Co|Company|Ltd|Plc|AG|SA|NV|Group|Holdings"
_FIRM = re.compile(rf"\b([A-Z][\w&-]*)(?: ([A-Z][\w&-]+))? (?:{_LEGAL})\b")
_FORMS = (
    rf"{_LEGAL}|Front|Services?|Bank|Movement|Association|Party|"
    "Institute|Foundation|Federation|Investors? Services?|Energy|Motors"
)
_LONGER = re.compile(rf"(?: [A-Z][\w&-]+)? (?:{_FORMS})\b")
_EDGE = re.compile(r"\b")
# The Arabic article, as English writes it: "al-Hayat newspaper".
_ARTICLED = "(?:al|el|an|ar|as|ash|at)-"
_ARTICLED_NAME = re.compile(rf"{_ARTICLED}[A-Z]\S*")
# "the official Xinhua news agency", "the tabloid Sun", "the opposition Labour Party".
_DESCRIBED = re.compile(
    r"^(?:the |The (?=[a-z]))?(?:[A-Z][a-z]+-(?:based|run|owned|controlled) )?"
    r"(?:(?!(?:in|across)\b)[a-z]+(?:-[a-z]+)* ){0,2}"
    rf"(?P<name>(?:{_ARTICLED})?[A-Z][\w.&’'-]*(?: (?:of |for |and )?[A-Z][\w.&’'-]*)*)"
    r"(?: (?:[Nn]ews [Aa]gency|newspaper|daily|magazine|radio(?: station)?|television|news channel|website|"
    r"committee|party))?$"
)


# What has no owner's name before it, but one of its own: "Bar Harbor Women's College".
_KIND = re.compile(
    r"University|College|Hospital|School|Institute|Association|Party|Union|League|Cent(?:er|re)|Journal|Office"
)
# The last words of names whose article people write: "The Harbour Times".
_PAPER = re.compile(
    r"\b(?:Times|Post|Journal|Guardian|Telegraph|Independent|Herald|Star|Sun|Hill|Nation|Economist|Atlantic|Globe|"
    r"Mail|Monitor|Tribune|Beast|Elders|Review|Standard|Intercept|Federalist|Press|Gazette|Chronicle|Express|Mirror)$"
)


_PRIVATE = (
    r"company|firm|lender|brokerage|[a-z]*maker|manufacturer|airline|carrier|retailer|operator|producer|conglomerate|"
    r"newspaper|paper|daily|weekly|magazine|broadcaster|channel|publisher|think tank|charity"
)
# Nouns for a firm or paper, of which its own name mostly says nothing.
FIRM = re.compile(rf"{_PRIVATE}|group|bank", re.IGNORECASE)
# "A local news portal CityNews": what it is, before its name.
_WHAT_IT_IS = re.compile(
    rf"^(?:[Aa]n?|[Tt]he) (?:[a-z-]+ ){{0,3}}(?:{_PRIVATE}|portal|website|agency|station|network) (?=[A-Z])"
)
_THE_FIRM = re.compile(rf"(?:the|this)\s+(?:(?:[\w.-]+ ){{0,2}}[\w-]+-based\s+)?(?:{_PRIVATE})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnName:
    """The name in full, and the usual short one: an abbreviation that the text gives, else without the legal form."""

    name: str
    short: str


def own_name(written: str) -> OwnName | None:
    """The organisation that a phrase names, or None if it is no proper name."""
    written = _DATED.sub("", written)
    if _SENTENCE.search(written) or _PEOPLE_OF.match(written) or TITLED.match(written):
        return None
    abbreviated = _ABBREVIATED.match(written)
    whole = abbreviated["name"] if abbreviated else written
    owner = _OWNER.match(whole)
    if owner is not None and _is_proper(owned := _described(whole[owner.end() :])) and not _KIND.fullmatch(owned):
        whole = whole[owner.end() :]
    name = _described(whole)
    # "al-Samani" alone is a family name as well.
    if not _is_proper(name) or (name == whole and _ARTICLED_NAME.fullmatch(name)):
        return None
    return OwnName(name, abbreviated["short"] if abbreviated else _FORM.sub("", _FORM.sub("", name)))


def _described(whole: str) -> str:
    """The name in a phrase that describes it; a paper's article is part of it."""
    whole = _WHAT_IT_IS.sub("", whole)
    described = _DESCRIBED.match(whole)
    name = described["name"] if described else _ARTICLE.sub("", whole)
    bare = _ARTICLE.sub("", name)
    return name if _PAPER.search(bare) else bare


def fuller(text: str, name: str) -> str:
    """The fuller form that a text has of an organisation's name: "Brown" after "Brown Corp", "BF" after "Big Foot"."""
    if _ABBREVIATION.fullmatch(name):
        between = r"[a-z]*(?:[ -](?:of|for|and|the|on|in))*[ -](?:[Tt]he )?"
        spelt: list[tuple[str, str]] = re.findall(
            rf"(\b[Tt]he )?\b({between.join(name)}[a-z]+)(?= \({name}\)|\b)", text
        )
        if spelt:
            # Other words may begin alike ("Allies Prepare"): an article, or most places, tell which are a name.
            places = Counter(words for _, words in spelt)
            return max(spelt, key=lambda found: (bool(found[0]), places[found[1]]))[1]
    at = text.find(name)
    while at >= 0:
        longer = _LONGER.match(text, at + len(name))
        if longer is not None and _EDGE.match(text, at):
            return text[at : longer.end()]
        at = text.find(name, at + 1)
    return name


def firms(text: str) -> frozenset[str]:
    """The words that a text spells with a firm's legal form: "Brown" where it has "Brown Motor Co" or "Brown Inc"."""
    return frozenset(word for found in _FIRM.finditer(text) for word in found.groups() if word)


def _is_proper(name: str) -> bool:
    generic = all(word in _GENERIC for word in plain(name).split())
    return not generic and all(
        word[:1].isupper() or _ARTICLED_NAME.match(word) or word in _SMALL for word in name.split()
    )


def is_firm(phrase: str) -> bool:
    """True for "the company", "the London-based airline": who speaks for itself, and for no state."""
    return _THE_FIRM.fullmatch(phrase) is not None
