"""Who somebody is and what of theirs is on record: `onrecord actor`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from onrecord import knowledge
from onrecord.errors import UsageError
from onrecord.knowledge import Card, Knowledge
from onrecord.ledger import Asked, Ledger, Named
from onrecord.ledger.fulltext import fold
from onrecord.records import PartialDate
from onrecord.views.bodies import names_of
from onrecord.views.dates import date_asked, instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A role, an affiliation or a speaker as found: in how many statements, and the first and last day of them."""

    text: str
    statements: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One actor. `known` is what the knowledge has of it; the rest is what the ledger has, most frequent first.

    `kinds` counts acts of speech by what they do, as their first report on record has it; `speakers` are those who
    spoke for a state or an organisation, empty for a person.
    """

    id: str | None
    name: str
    known: Card | None
    statements: int
    utterances: int
    kinds: dict[str, int]
    first: str | None
    last: str | None
    roles: tuple[Seen, ...]
    affiliations: tuple[Seen, ...]
    speakers: tuple[Seen, ...]


def actor(
    ledger: Ledger, name: str, *, as_of: PartialDate | str | None = None, known: Knowledge | None = None
) -> tuple[Profile, ...]:
    """Everybody whom a name can mean, those of whom most is on record first; () if nobody.

    A name, or a code, of a state or an organisation means what was said for it; any other name the speakers who bear
    it, as `find` has them. `as_of` is a day at whose end, in UTC, the ledger is asked, and on which offices are held.
    Raises UsageError for a name without words, and for a date that is none.
    """
    if not name.strip():
        raise UsageError("the name is empty; expected the name of a person, a state or an organisation")
    facts = known or knowledge.shipped()
    then, on = instant(as_of, "as-of"), date_asked(as_of, "as-of")
    body = facts.body_named(name)
    if body is not None:
        asked = Asked(for_whom=Named(words=name, names=names_of(name, facts)), as_of=then)
        return (_profile(list(ledger.reader.told(asked)), body.id, body.name, _card(facts, body.id, on), of_body=True),)
    groups: dict[str, list[Any]] = {}
    for row in ledger.reader.told(Asked(speaker=name, as_of=then)):
        groups.setdefault(_key(row), []).append(row)
    cards = {card.id: card for card in knowledge.who(facts, name, on) if card.kind == "person"}
    found = [
        _profile(rows, _id(rows[0]), _name(rows), cards.pop(_id(rows[0]) or "", None), of_body=False)
        for rows in groups.values()
    ]
    found += [_profile([], card.id, card.name, card, of_body=False) for card in cards.values()]
    return tuple(sorted(found, key=lambda profile: (-profile.utterances, profile.name)))


def actors(
    ledger: Ledger,
    *,
    limit: int,
    offset: int = 0,
    as_of: PartialDate | str | None = None,
    known: Knowledge | None = None,
) -> Iterator[Profile]:
    """Those who speak in what is on record, those with most statements first; at most `limit`, after `offset`.

    Each has what they said themselves. `as_of` as for `actor`.
    """
    asked, on = Asked(as_of=instant(as_of, "as-of")), date_asked(as_of, "as-of")
    keys = ledger.reader.speakers(asked, limit=limit, offset=offset)
    return iter(_speaking(ledger, asked, keys, on, known or knowledge.shipped()))


def actor_with(
    ledger: Ledger, id: str, *, as_of: PartialDate | str | None = None, known: Knowledge | None = None
) -> Profile:
    """The actor with this id, as `actor` has it: a state or an organisation with what was said for it.

    Raises UsageError if nobody with this id speaks or is known.
    """
    facts, on = known or knowledge.shipped(), date_asked(as_of, "as-of")
    card = _card(facts, id, on)
    if card is not None and card.kind != "person":
        found = next((one for one in actor(ledger, card.name, as_of=as_of, known=facts) if one.id == id), None)
        if found is not None:
            return found
    spoke = _speaking(ledger, Asked(as_of=instant(as_of, "as-of")), [id] if ":" in id else [], on, facts)
    if not spoke and card is None:
        raise UsageError(f"nobody with the id '{id}' is on record or known; expected one like state:UKR")
    return spoke[0] if spoke or card is None else _profile([], id, card.name, card, of_body=False)


def _speaking(
    ledger: Ledger, asked: Asked, keys: Sequence[str], on: PartialDate | None, facts: Knowledge
) -> list[Profile]:
    groups: dict[str, list[Any]] = {key: [] for key in keys}
    for row in ledger.reader.told(asked, keys):
        groups[_id(row) or _called(row)].append(row)
    made = []
    for rows in groups.values():
        if rows:
            id = _id(rows[0])
            made.append(_profile(rows, id, _name(rows), _card(facts, id, on) if id else None, of_body=False))
    return made


def profile_to_json(profile: Profile) -> dict[str, Any]:
    """The fields of the profile; `known` as `onrecord who` gives it."""
    return asdict(profile)


def _card(facts: Knowledge, id: str, on: PartialDate | None) -> Card | None:
    return next((card for card in knowledge.who(facts, id, on) if card.id == id), None)


def _id(row: Any) -> str | None:
    """The id of an actor whom every document calls by it; others have ids of their document."""
    return row.speaker_actor if row.speaker_actor and ":" in row.speaker_actor else None


def _key(row: Any) -> str:
    return _id(row) or fold(_called(row))


def _called(row: Any) -> str:
    return str(row.speaker_name or row.speaker_text or "")


def _name(rows: Sequence[Any]) -> str:
    """The name that most statements have; of several, the longest."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[_called(row)] += row.statements
    return max(counts, key=lambda name: (counts[name], len(name), name))


def _profile(rows: Sequence[Any], id: str | None, name: str, known: Card | None, *, of_body: bool) -> Profile:
    first, last = _days(rows)
    kinds = _acts(rows)
    return Profile(
        id=id,
        name=name,
        known=known,
        statements=sum(row.statements for row in rows),
        utterances=kinds.total(),
        kinds={kind: count for kind, count in kinds.most_common() if kind},
        first=first,
        last=last,
        roles=_seen(rows, lambda row: row.speaker_role),
        affiliations=_seen(rows, lambda row: row.speaker_affiliation),
        speakers=_seen(rows, _called) if of_body else (),
    )


def _acts(rows: Sequence[Any]) -> Counter[str | None]:
    """How many acts are of each kind of position, None for those that take none: of several reports, as the first."""
    counts: Counter[str | None] = Counter()
    known: set[int] = set()
    for row in sorted(rows, key=lambda row: row.key):
        if row.shared_act is None:
            counts[row.position] += row.statements
        elif row.shared_act not in known:
            known.add(row.shared_act)
            counts[row.position] += 1
    return counts


def _seen(rows: Sequence[Any], of: Callable[[Any], str | None]) -> tuple[Seen, ...]:
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for row in rows:
        text = of(row)
        if not text:
            continue
        counts[text] += row.statements
        if row.first_day:
            first[text] = min(first.get(text, row.first_day), row.first_day)
            last[text] = max(last.get(text, row.last_day), row.last_day)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(
        Seen(text=text, statements=count, first=first.get(text), last=last.get(text)) for text, count in ordered
    )


def _days(rows: Iterable[Any]) -> tuple[str | None, str | None]:
    """The first and the last day on which anything was said or, where that is unknown, published."""
    known = [row for row in rows if row.first_day]
    return min((row.first_day for row in known), default=None), max((row.last_day for row in known), default=None)
