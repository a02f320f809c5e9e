"""What the model says of the bodies near a statement: how likely each is its speaker or holder."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extraction.bodies import Bodies, Mention
from onrecord.extraction.drafts import Draft
from onrecord.records import Span

# No word within the model's reach is further from the anchor.
REACH = 1200


def heard(draft: Draft, bodies: Bodies, kind: str) -> Iterator[tuple[Mention, float]]:
    """Each mention of a body in the model's reach with its chance, 0 to 1; nothing where the model has said nothing."""
    if draft.links is None:
        return
    for mention in bodies.within(Span(start=max(0, draft.anchor - REACH), end=draft.anchor + REACH)):
        chance = draft.links.chance(mention.span, kind)
        if chance is not None:
            yield mention, chance


def likeliest_body(draft: Draft, bodies: Bodies, kind: str, least: float) -> Mention | None:
    """The mention of the greatest chance, if it is more than the least."""
    best = max(heard(draft, bodies, kind), key=lambda pair: pair[1], default=None)
    return best[0] if best is not None and best[1] > least else None


def chances(draft: Draft, bodies: Bodies, kind: str) -> dict[str, float]:
    """The greatest chance of each body, by the affiliation that it gives."""
    found: dict[str, float] = {}
    for mention, chance in heard(draft, bodies, kind):
        code = bodies.affiliation(mention.body)
        if code is not None:
            found[code] = max(chance, found.get(code, 0.0))
    return found
