"""Makes one of several utterances where a statement that is added shows that they were one act.

The paraphrase in one report and the sentence quoted in another share too little to be joined, until a report comes
that joins both. Utterances are united if at least half of the pairs of their reports join: through any one pair, all
that a person said of a thing would become one. A quotation of several sentences may report an act by each: it shows two
utterances to be one only if all pairs join. Two statements of one document, which are not joined by signs, show nothing
unless they join. The one that was on record first keeps its name; the first report of the other is linked to the
statement that showed it, so that regrouping finds the same. What a person joined or parted is left as it was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from typing import Any

from sqlalchemy import Connection, func, select, update

from onrecord.ledger import tables
from onrecord.ledger.acts import join
from onrecord.ledger.reported import count_again
from onrecord.ledger.told import Coverage, Told
from onrecord.ledger.told_rows import told_of
from onrecord.ledger.utterances import Joined, Link

# Of an utterance, so many reports in different words, or documents, speak for all.
_SPEAKING = 8
# Any share from a third to a half gives the same figures on the labelled pairs; half keeps the largest groups smaller.
# Half for quotations of several sentences, too, joined as many of those rightly, and ten wrongly instead of eight.
_LEAST_JOINED, _LEAST_OF_SEVERAL = 0.5, 1.0

_s, _r = tables.statements, tables.reports


@dataclass(frozen=True, slots=True, kw_only=True)
class _Utterance:
    key: int
    speaking: Sequence[Told]


def unite(connection: Connection, joined: Joined) -> None:
    """Unites the utterances that the statements of a reading, entered just now, show to be one."""
    for statement, links in groupby(joined.links, key=lambda link: link.statement):
        for link in _to_others(connection, statement, list(links)):
            own, other = _utterances(connection, (statement, link.to))
            least = _LEAST_JOINED if link.one_sentence else _LEAST_OF_SEVERAL
            if own.key != other.key and _are_one(own, other, joined.coverage, least):
                _unite(connection, link, own.key, other.key)


def _to_others(connection: Connection, statement: int, links: Sequence[Link]) -> Iterator[Link]:
    """The surest link to each utterance but the statement's own, of those about which no person has decided."""
    if len(links) == 1:
        return
    keys = [statement, *(link.to for link in links)]
    of = _utterance_of(connection, keys)
    decided = select(_r.c.utterance).where(_r.c.utterance.in_(set(of.values())), _r.c.decided_by.is_not(None))
    left = set(connection.execute(decided).scalars())
    if of[statement] in left:
        return
    seen = {of[statement]}
    for link in links:
        if of[link.to] not in seen | left:
            seen.add(of[link.to])
            yield link


def _utterance_of(connection: Connection, statements: Iterable[int]) -> dict[int, int]:
    query = select(_r.c.statement, _r.c.utterance).where(_r.c.statement.in_(set(statements)))
    return {row.statement: row.utterance for row in connection.execute(query)}


def _utterances(connection: Connection, statements: Sequence[int]) -> list[_Utterance]:
    """The utterance that each of these statements reports, with the first reports of it in different words."""
    of = _utterance_of(connection, statements)
    return [_Utterance(key=of[key], speaking=_speaking(connection, of[key])) for key in statements]


def _speaking(connection: Connection, utterance: int) -> list[Told]:
    first = func.min(_r.c.statement)
    query = (
        select(first)
        .join_from(_r, _s, _s.c.key == _r.c.statement)
        .where(_r.c.utterance == utterance)
        .group_by(_r.c.content_key, _s.c.document)
        .order_by(first)
    )
    keys = connection.execute(query.limit(_SPEAKING)).scalars().all()
    return list(told_of(connection, keys).values())


def _are_one(one: _Utterance, other: _Utterance, coverage: Coverage, least: float) -> bool:
    pairs = [(a, b, join(a, b, coverage) is not None) for a, b in product(one.speaking, other.speaking)]
    telling = [joined for a, b, joined in pairs if joined or a.document != b.document]
    return sum(telling) >= least * len(telling)


def _unite(connection: Connection, link: Link, own: int, other: int) -> None:
    """Links the first report of the later utterance to the statement, and the statement to the earlier one."""
    how: dict[str, Any] = {"joined_by": link.join.rule, "sureness": link.join.sureness}
    if other < own:
        connection.execute(update(_r).where(_r.c.statement == link.statement).values(joined_to=link.to, **how))
    later, earlier = max(own, other), min(own, other)
    connection.execute(update(_r).where(_r.c.statement == later).values(joined_to=link.statement, **how))
    connection.execute(update(_r).where(_r.c.utterance == later).values(utterance=earlier))
    count_again(connection, (own, other))
