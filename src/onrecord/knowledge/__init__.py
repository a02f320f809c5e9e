"""What onrecord knows of the world: states, organisations, memberships, offices and persons, with their dates.

The tables lie in `data/`; `data/sources.tsv` names for each its sources, licences and date of state. Ask through
`shipped()`, or through `with_own(folder)` to have a user's own tables with them; `docs/knowledge.md` says how.
"""

from onrecord.knowledge.cards import Card, MemberLine, OfficeLine, Roll, roll, who
from onrecord.knowledge.facts import (
    Collective,
    Match,
    Membership,
    Office,
    Organisation,
    Person,
    State,
    Tenure,
)
from onrecord.knowledge.lookup import Knowledge, shipped, with_own
from onrecord.knowledge.names import Name, key, parts, plain, without_possessive

__all__ = [
    "Card",
    "Collective",
    "Knowledge",
    "Match",
    "MemberLine",
    "Membership",
    "Name",
    "Office",
    "OfficeLine",
    "Organisation",
    "Person",
    "Roll",
    "State",
    "Tenure",
    "key",
    "parts",
    "plain",
    "roll",
    "shipped",
    "who",
    "with_own",
    "without_possessive",
]
