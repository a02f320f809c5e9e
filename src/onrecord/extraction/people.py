"""The persons of one text: every mention joined to the fullest name, with titles as written and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.graphemes import widen
from onrecord.extraction.namesakes import Namesakes
from onrecord.extraction.own_names import firms
from onrecord.extraction.tagger import MARK_KINDS, Tagged
from onrecord.knowledge import key, parts, without_possessive
from onrecord.records import Span, Title

HONORIFICS = frozenset("mr mrs ms miss dr sir dame lord lady sen rep gen col capt prof president secretary".split())  # noqa: SIM905
_WOMAN = re.compile(r"woman$|^(?:queen|princess|first lady|mrs|ms|miss|madame|dame|lady|baroness)\b", re.IGNORECASE)
_MAN = re.compile(r"[a-z](?<!wo)man$|^(?:king|prince|mr|sir|lord|sheikh|pope|ayatollah)\b", re.IGNORECASE)
# A title stands next to its name with no more than this between them, and no end of a clause.
_APART = 12
_INITIALS = re.compile(r"\b(?:(?:[A-Z]\. ?)+|[A-Z][a-z]?['’])\Z")
_SYLLABLE = re.compile(r"['’](?!(?:s|d|ll|re|ve|t|m)\b)[a-z]+\b")
# "(Reporting by Ana Ferro; Editing by Ugo Sand)": who made the report, not who is in it.
_CREDITS = re.compile(
    r"\((?i:(?:additional )?(?:reporting|writing|written|editing|edited|compiled|translated))"
    r" (?:and \w+ )?by [^()\n]{1,300}\)?"
    r"|\((?:Photo|Image)s? by [^()\n]{1,100}\)"
    # As pages of two broadcasters have it in their text.
    r"|\btoggle caption [^/\n]{1,80}/|\bImage (?:copyright|source) [^\n]{1,80}"
)
_NICKNAME = re.compile(r" [\"“][A-Z]\w+[\"”] (?:[A-Z]\w*\.? )?[A-Z][\w-]+")
_BODY_BEFORE = re.compile(r"(?:['’]s)? ")
_OF_ANOTHER = re.compile(
    r"\b(?:spokes\w+|aide|advis[eo]r|lawyer|son|daughter|wife|brother|envoy|assistant)s? "
    r"(?:for|to|of) (?=[A-Z]\w+ ?\w* ?\w*$|the )"
)
_NO_BRACKETS = str.maketrans("", "", "[]")
_LONGEST_TITLE = 60
_TITLE_BEFORE = re.compile(
    r"\b((?:Sens?|Reps?|Gov|Gen|Col|Lt\. Gen|Maj\. Gen|Adm|Amb)\.|(?:Prime |Foreign |Defen[cs]e |Finance |"
    r"Interior |Vice |Deputy )*(?:President|Minister|Chancellor|Secretary|Senator|Governor|Ambassador|General|"
    r"Premier|Congressman|Congresswoman|Representative|Chairman|Commissioner|King|Queen|Prince|Emir|Pope|Sheikh)) \Z"
)
# No verb and no other name's end may stand between: "Silva met the president".
_BETWEEN = re.compile(
    r"[^\w.!?;\n]*(?:\b(?:the|an?|this|his|her|by|as|is|was|who|also|currently|now|next|of|at|on|over|[A-Z][\w.]*|\d+)"
    r"(?:\b|(?<=\.))[^\w.!?;\n]*)*"
)
_CAPITALISED = re.compile(r"(?<![\w.’'-])[A-Z][\w’'-]+[ \u00a0]\Z")
_POSSESSIVE = re.compile(r"['’]s? ")
_LEADS = re.compile(r"['’]s ")
_JOINS = re.compile(r",? (?:and|or)\Z")


@dataclass(slots=True)
class Person:
    """A person of one document: the fullest name, every place that names them, titles as written, f or m if told."""

    name: str
    mentions: list[Span]
    roles: list[Title] = field(default_factory=list)
    gender: str | None = None

    @property
    def last(self) -> str:
        """The key of the last word of the name: Zelensky and Zelenskiy have one."""
        return family(self.name)


def family(name: str) -> str:
    """The key of the word by which news calls a person, the last but for "Jr."."""
    return parts(name).last or key(name.split()[-1])


def people(text: str, tagged: Tagged, bodies: Bodies) -> list[Person]:
    """Persons in order of first mention; mentions of one last name join the fullest name that bears it.

    A title takes in the state or organisation right before it: "United States" "President".
    """
    marks = (_whole(text, span) for span in _outside_credits(text, mark_spans(text, tagged, "person")))
    marked = (_with_family(text, span, bodies) for span in marks)
    names = {span: _plain(text[span.start : span.end]) for span in marked}
    by_word: dict[str, list[Person]] = {}
    found: list[Person] = []
    companies = firms(text)
    namesakes = Namesakes(text, bodies.gender, lambda place: title_before(text, place))
    for span, name in sorted(names.items(), key=lambda item: (-len(item[1].split()), item[0])):
        if not name.split() or bodies.whole(span) is not None:
            continue
        known = by_word.get(family(name), ())
        bearers = _bearers(known, name)
        person = _meant(bearers, span, namesakes)
        if person is None and name in companies:
            continue
        if person is None:
            person = Person(name, [])
            found.append(person)
            for word in {key(word) for word in name.split()} | {family(name)}:
                by_word.setdefault(word, []).append(person)
        person.mentions.append(
            Span(start=span.start, end=span.start + len(without_possessive(text[span.start : span.end])))
        )
    mentions = sorted(((mention, person) for person in found for mention in person.mentions), key=lambda m: m[0])
    for title in (_trimmed(text, joined) for joined in _joined(text, mark_spans(text, tagged, "role"))):
        if bodies.whole(title) is not None:
            continue
        _give_role(text, mentions, _with_body(text, title, bodies))
    for person in found:
        person.mentions = sorted(_to_the_end(text, mention, person.name) for mention in person.mentions)
        if not person.roles:
            person.roles += _by_form(text, person, bodies)
        person.roles = _fullest_first(person.roles)
        person.gender = _gender(text, person)
    return sorted(found, key=lambda p: p.mentions[0])


def _outside_credits(text: str, marks: Iterable[Span]) -> Iterator[Span]:
    credits = [found.span() for found in _CREDITS.finditer(text)]
    for mark in marks:
        at = bisect_left(credits, (mark.end, 0)) - 1
        if at < 0 or credits[at][1] <= mark.start:
            yield mark


def _whole(text: str, mark: Span) -> Span:
    """A marked name with what belongs to it: "K." of "K.K. Paul", "O'" of "O'Neill", "'an" of "Wei Chao'an", "Duke" of
    Randy "Duke" Cunningham."""
    before = _INITIALS.search(text, max(0, mark.start - 12), mark.start)
    last = mark.start + len(text[mark.start : mark.end].rstrip(' "“'))
    behind = _SYLLABLE.match(text, mark.end) or _NICKNAME.match(text, last)
    return Span(start=before.start() if before else mark.start, end=behind.end() if behind else mark.end)


def _with_family(text: str, mark: Span, bodies: Bodies) -> Span:
    """A marked name with the family name before it, where both are a known person's name: Kim before "Jong Un"."""
    before = _CAPITALISED.search(text, max(0, mark.start - 30), mark.start)
    if before is None or not bodies.names_person(_plain(text[before.start() : mark.end])):
        return mark
    return Span(start=before.start(), end=mark.end)


def _to_the_end(text: str, mention: Span, name: str) -> Span:
    """A mention of which the mark holds the beginning alone: "Elena" of "Elena Rusu"."""
    return Span(
        start=mention.start, end=max(mention.end, mention.start + len(name) * text.startswith(name, mention.start))
    )


def _plain(written: str) -> str:
    """A name without its possessive, and without an editor's brackets: "[Ana] Ferro"."""
    return without_possessive(written).translate(_NO_BRACKETS)


def _meant(bearers: Sequence[Person], span: Span, namesakes: Namesakes) -> Person | None:
    at = namesakes.meant([(person.name, sorted(person.mentions)) for person in bearers], span)
    return None if at is None else bearers[at]


def _bearers(known: Sequence[Person], name: str) -> list[Person]:
    """Who can be meant by a name: those whose last words it is, or who is called by the first word.

    Both, where the text named the latter before any of the former: "Belo" after "President Belo Dasi", whose son Omar
    Belo comes later.
    """
    same, first = [p for p in known if _same(p.name, name)], _called_by_first(known, name)
    if same and not _come_before(first, same):
        return same
    return [*same, *(p for p in first if p not in same)]


def _come_before(some: Sequence[Person], others: Sequence[Person]) -> bool:
    """Whether the text named one of some before any of the others."""
    return bool(some) and min(min(p.mentions) for p in some) < min(min(p.mentions) for p in others)


def _called_by_first(known: Sequence[Person], name: str) -> list[Person]:
    """Family-first names and given names ("Wang", "Corey"), where one person alone begins with the word."""
    asked = parts(name).words
    first = [p for p in known if len(asked) == 1 and parts(p.name).words[:1] == asked]
    return first if len(first) == 1 else []


def title_before(text: str, place: int) -> str | None:
    """The title that ends right before a place, by its words: "Foreign Minister" before a name."""
    found = _TITLE_BEFORE.search(text, max(0, place - _LONGEST_TITLE), place)
    return found[1] if found else None


def _by_form(text: str, person: Person, bodies: Bodies) -> list[Title]:
    """The title right before a name that the model marks none for: "Sen. John McCain"."""
    for mention in person.mentions:
        found = _TITLE_BEFORE.search(text, max(0, mention.start - _LONGEST_TITLE), mention.start)
        if found is not None:
            span = _with_body(text, Span(start=found.start(1), end=found.end(1)), bodies)
            return [Title(text=text[span.start : span.end], span=span)]
    return []


def _fullest_first(roles: list[Title]) -> list[Title]:
    """The first title, unless another ends with it and says more: "President", "United States President"."""
    if not roles:
        return roles
    ending = f" {roles[0].text}".casefold()
    fuller = next((r for r in roles if r.text.casefold().endswith(ending)), None)
    return [fuller, *(r for r in roles if r is not fuller)] if fuller else roles


def _with_body(text: str, title: Span, bodies: Bodies) -> Span:
    before = next(bodies.before(title.start, title.start - 60), None)
    if before is None or not _BODY_BEFORE.fullmatch(text[before.span.end : title.start]):
        return title
    return Span(start=before.span.start, end=title.end)


def _same(full: str, name: str) -> bool:
    """True if a shorter name is the fuller one's last word or words, or several of its words."""
    words, part = parts(full).words, parts(name).words
    return words == part or words[-len(part) :] == part or (len(part) > 1 and set(part) <= set(words))


def _joined(text: str, titles: Sequence[Span]) -> list[Span]:
    """Titles with nothing but a space between them are one ("Minister for" "Euro-Atlantic Integration")."""
    joined: list[Span] = []
    for title in titles:
        if joined and not text[joined[-1].end : title.start].strip() and "\n" not in text[joined[-1].end : title.start]:
            joined[-1] = Span(start=joined[-1].start, end=title.end)
        else:
            joined.append(title)
    return joined


def _give_role(text: str, mentions: Sequence[tuple[Span, Person]], title: Span) -> None:
    """A title belongs to the name that stands next to it, with at most a comma, a word or an apostrophe between."""
    at = bisect_left(mentions, title.start, key=lambda m: m[0].start)
    best: tuple[int, Person, Span] | None = None
    for mention, person in mentions[max(0, at - 1) : at + 3]:
        start, end = (title.end, mention.start) if title.end <= mention.start else (mention.end, title.start)
        gap = max(0, end - start)
        near = title.overlaps(mention) or (gap <= _APART and _BETWEEN.fullmatch(text, start, end) is not None)
        # "President Silva's UN ambassador" is another's title.
        owns = title.overlaps(mention) and _POSSESSIVE.match(text, mention.end, title.end) is not None
        # So is "Silva administration official".
        owns |= text[mention.end : title.start] == " " and text[title.start].islower()
        # And "Silva's chief adviser", whose name follows.
        owns |= title.start >= mention.end and _POSSESSIVE.match(text, mention.end) is not None
        # Of two names as near, the one behind the title bears it.
        if near and not owns and (best is None or gap < best[0] or (gap == best[0] and mention.start >= title.end)):
            best = (gap, person, mention)
    if best is None:
        return
    _, person, mention = best
    if title.start < mention.start and "," not in text[title.end : mention.start]:
        # "a spokesman for Palestinian President" before the president's name: only the rest is his. Behind a comma
        # ("the envoy to the commission, Ana Ferro") all of it is.
        another = _OF_ANOTHER.search(text, title.start, min(title.end, mention.start))
        if another is not None and at and text[mentions[at - 1][0].end : title.start] == ", ":
            # "Ana Ferro, a spokeswoman for President Silva": all of it is the title of the one before.
            aide, whole = mentions[at - 1][1], Span(start=title.start, end=max(title.end, mention.end))
            aide.roles.append(Title(text=text[whole.start : whole.end], span=whole))
        title = (
            Span(start=another.end(), end=max(another.end(), min(title.end, mention.start - 1))) if another else title
        )
    if title.start < title.end:
        person.roles.append(Title(text=text[title.start : title.end], span=title))


def _gender(text: str, person: Person) -> str | None:
    """By titles and honorifics; None where they tell nothing, or both."""
    told = [role.text for role in person.roles]
    told += [word for mention in person.mentions for word in _word_before(text, mention.start)]
    signs = {sign for words in told for sign in (gender_of(words),) if sign}
    return signs.pop() if len(signs) == 1 else None


def _word_before(text: str, place: int) -> list[str]:
    return text[max(0, place - _APART) : place].split()[-1:]


def gender_of(title: str) -> str | None:
    """What a title tells of its bearer: f, m or None ("spokeswoman", "Mr.")."""
    last = title.split()[-1] if title.split() else ""
    if _WOMAN.search(last) or _WOMAN.search(title):
        return "f"
    return "m" if _MAN.search(last) or _MAN.search(title) else None


# What no name begins or ends with, though a mark may hold it: "Lindsey Graham (", "Barry Rand,".
_BEFORE, _BEHIND = " \t\n.,;:)]–—-", " \t\n,;:([–—-"


def _trimmed(text: str, title: Span) -> Span:
    """A title without what joins it to a name before and to another title behind: "'s adviser", "chairman and"."""
    lead, tail = _LEADS.match(text, title.start, title.end), _JOINS.search(text, title.start, title.end)
    start, end = lead.end() if lead else title.start, tail.start() if tail else title.end
    return Span(start=start, end=end) if start < end else title


# "Press Gaggle by Ana Ferro En Route Riga, Latvia": a title's capitals are no part of a name.
_ON_THE_WAY = re.compile(r" (?:En Route|Aboard)\b")
# "... said. NEW BANK CHIEF Ana Ferro, who": a wire's heading within a paragraph is part of no title behind it.
_RUN_IN = re.compile(
    r"(?<=[.!?\"”)] )(?:(?:[A-Z][A-Z0-9.'’&/-]* ){3,9}|[A-Z][A-Z'’&-]{3,} [A-Z][A-Z'’&-]{3,} )(?=[A-Z]+[a-z])"
)
_WHENCE = re.compile(r" (?:of|from|in) (?:the )?[A-Z]")


def person_named(
    text: str, span: Span, written: str, persons: Sequence[Person], inside: Sequence[tuple[Span, int]]
) -> Person | None:
    """Which of the persons of a text a phrase names. `inside`: those who are named in it, with their numbers."""
    if inside:
        # "Germany's Merkel", "a spokesman for Merkel": the name that ends the phrase speaks, another one does not;
        # "Kupchan, who worked under Clinton", "McCain of Arizona": but the one that such words follow does.
        first, i = inside[0]
        behind = text[first.end : span.end].lstrip('"”')
        if behind.startswith((", ", " (", " - ", " who ")):
            return persons[i]
        lead = text[span.start : first.start]
        if re.search(r"\b(?:for|of|to|from|by|with)\s+(?:\w+\s+){0,6}$", lead):
            return None
        if _WHENCE.match(behind):
            return persons[i]
        last = next((i for m, i in inside if m.end >= span.end - 2), None)
        return None if last is None else persons[last]
    named = [w for w in without_possessive(written).split() if w.lower().rstrip(".") not in HONORIFICS]
    if not named or not named[-1][:1].isupper():
        return None
    by_last = [p for p in persons if p.last == key(named[-1])]
    # Family-first names ("Han Sung-ryol", "Mr Kim") are called by their first word.
    by_first = [p for p in persons if len(named) == 1 and key(p.name.split()[0]) == key(named[0])]
    within = [p for p in persons if len(named) == 1 and key(named[0]) in map(key, p.name.split())]
    if by_last and len(by_first) == 1 and _come_before(by_first, by_last):
        return by_first[0]
    return next((found[0] for found in (by_last, by_first, within) if len(found) == 1), None)


def mark_spans(text: str, tagged: Tagged, kind: str) -> list[Span]:
    """Where the model marks names of a kind; runs of words, one name each."""
    column: npt.NDArray[np.int8] = tagged.marks[:, MARK_KINDS.index(kind)]
    begins = np.flatnonzero((column == 1) | ((column == 2) & (np.concatenate(([0], column[:-1])) == 0)))
    spans, marks = [], column.tolist()
    headings = [heading.span() for heading in _RUN_IN.finditer(text)]
    for word in begins.tolist():
        behind = word
        while behind + 1 < len(marks) and marks[behind + 1] == 2:
            behind += 1
        start, end = int(tagged.words.starts[word]), int(tagged.words.ends[behind])
        away = _ON_THE_WAY.search(text, start, end)
        end = away.start() if away else end
        if kind == "role" and any(first <= start and end <= last for first, last in headings):
            continue
        start = next((last for _, last in headings if start < last < end), start)
        marked = text[start:end]
        start, end = end - len(marked.lstrip(_BEFORE)), start + len(marked.rstrip(_BEHIND))
        if any(c.isalnum() for c in text[start:end]):
            spans.append(Span(start=widen(text, start, -1), end=widen(text, end, 1)))
    return spans
