"""FollowTheMoney entities and Wikidata items into a folder of a user's own tables.

`entries` reads JSON objects; `followthemoney` and `wikidata` say what an object means, in the one form of `found`;
`linking` finds out what of it is known already; `rows` makes the rows, and `writing` puts them into the folder.
Nothing is written before everything is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from onrecord.knowledge.learning import followthemoney, wikidata
from onrecord.knowledge.learning.entries import EXPECTED, Entry, entries
from onrecord.knowledge.learning.found import Found
from onrecord.knowledge.learning.linking import Links
from onrecord.knowledge.learning.rows import Rows
from onrecord.knowledge.learning.writing import write
from onrecord.knowledge.lookup import Knowledge, shipped
from onrecord.records import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many rows or things of one kind were added, changed or left out; `why` is the reason for leaving out."""

    what: str
    count: int
    result: str
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What came of it: counts by kind and result, and a Failure for every input or line that couldn't be read."""

    tallies: tuple[Tally, ...]
    failures: tuple[Failure, ...]


def learn(inputs: Iterable[str], folder: Path) -> Learned:
    """Take what files (or `-`) say into the tables of a folder, which is made if there is none.

    The same files give the same rows; a second time they give none. InputError for a folder whose tables are wrong.
    """
    known = Knowledge(folder) if folder.exists() else shipped()
    found, items, failures = Found(), wikidata.Items(), []
    countries = country_codes(known)
    for name in inputs:
        for entry in entries(name):
            if isinstance(entry, Failure):
                failures.append(entry)
            elif not _take(entry, found, items, countries):
                problem = "is neither an entity of FollowTheMoney nor an item of Wikidata"
                failures.append(Failure(input=entry.where, problem=problem, expected=EXPECTED))
    wikidata.settle(items, found)
    links = Links(known, found, known.store.codes | items.states)
    rows = Rows(known, found, links)
    write(folder, rows.make())
    taken = sorted(rows.counts().items())
    tallies = [Tally(what=table, count=count, result=result, why=None) for (table, result), count in taken]
    left = sorted(found.left.items())
    tallies += [Tally(what=what, count=count, result="left out", why=why) for (what, why), count in left]
    return Learned(tallies=tuple(tallies), failures=tuple(failures))


def _take(entry: Entry, found: Found, items: wikidata.Items, countries: Mapping[str, str]) -> bool:
    if followthemoney.is_entity(entry.value):
        followthemoney.take(entry.value, found, countries)
    elif wikidata.is_item(entry.value):
        wikidata.take(entry.value, found, items, countries)
    elif wikidata.is_other(entry.value):
        found.leave("items", "properties and lexemes")
    else:
        return False
    return True


def country_codes(known: Knowledge) -> dict[str, str]:
    """Ids of states by ISO 3166-1 code, and of former ones by the code of 3166-3 (SUHH) too; EU is the union's."""
    states = known.store.states.values()
    codes = {"EU": "org:EU"}
    for state in states:
        if state.kind == "former":
            codes |= {f"{state.iso2}HH": state.id, state.iso3: state.id}
    # The code of a former state can be that of another one today.
    codes |= {"YUCS": "state:YUG", "DDDE": "state:DDR", "CSXX": "state:SCG", "YDYE": "state:YMD"}
    for state in states:
        if state.kind != "former":
            codes |= {state.iso2: state.id, state.iso3: state.id}
    return codes
