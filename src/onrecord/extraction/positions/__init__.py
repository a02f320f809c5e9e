"""What each statement does, whose position it is, toward whom, about what, on which condition and how firmly.

`Positions` answers for one text, statement by statement. Read this file first.

cast          the parties that the text names
kinds         the kind by the words alone, joined with the network's opinion
holders       whose position it may be, and by which signs that is told
counterparts  who stands in view, and in which place
told          what else a party is weighed by, the reading model's word on it above all
odds          shares as log-odds
issues        what it is about
modality      conditions, hedges and words of strength
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from onrecord.extraction.drafts import Draft
from onrecord.extraction.positions import holders, issues, modality, told
from onrecord.extraction.positions.cast import Cast, Figure
from onrecord.extraction.positions.counterparts import Counterparts, Scene, View, chosen
from onrecord.extraction.positions.holders import Possible, Score
from onrecord.extraction.positions.kinds import bag, consents, joined
from onrecord.extraction.positions.weights import Weights
from onrecord.extraction.tagger import chances
from onrecord.extraction.weigher import Look, Option, Sight, frame, look, option
from onrecord.extraction.who import Voice
from onrecord.records import POSITION_KINDS, Position, Span
from onrecord.visible import unwrapped

__all__ = ["Opinion", "Positions", "Score", "Sight", "Weights", "moved"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a model says of a statement; None for what it doesn't.

    `kinds`: logits of the kinds, in the order of POSITION_KINDS; `first_hand`: how likely the speaker speaks for the
    holder; `score(span, "holder" | "toward")`: how likely a span names that party.
    """

    kinds: npt.NDArray[np.float32] | None = None
    first_hand: float | None = None
    score: Score | None = None


_NO_OPINION = Opinion()
_REFUSAL, _SUPPORT = POSITION_KINDS.index("refusal"), POSITION_KINDS.index("support")


class Positions:
    """The positions of the statements of one text, which are those of `voices`, in its order.

    `voices`, `addressees`: who makes each statement and to whom it is made, None where nobody is known; `opinions`:
    what the model says of the statements it read; `sight`: what it sees of the text's words.
    """

    def __init__(
        self,
        cast: Cast,
        voices: Mapping[Draft, Voice | None],
        addressees: Mapping[Draft, Voice | None],
        weights: Weights,
        opinions: Mapping[Draft, Opinion],
        sight: Sight,
    ) -> None:
        self._text = cast.text
        self._cast = cast
        self._voices = voices
        self._addressees = addressees
        self._weights = weights
        self._opinions = opinions
        self._sight = sight
        self._sides = {draft: self._stands_for(voice) for draft, voice in voices.items()}
        self._counterparts = Counterparts(cast, list(voices), self._sides)
        self._topics = issues.Topics(cast.text)
        self._shares = dict(zip(voices, self._likely(list(voices)), strict=True))
        self._first = {draft: self._first_hand(draft) for draft in voices}
        self._possible = {draft: self._possibly(draft) for draft in voices}
        self._frames = {draft: frame(sight.places, draft) for draft in voices}
        held = weights.holders.weigh(sight.seen, self.holder_looks())
        self._held = dict(zip(voices, map(_likeliest, self._possible.values(), held), strict=True))
        self._options: dict[str, Option] = {}
        self._scenes = {draft: self._scene(draft) for draft in voices}
        self._seen = {draft: self._counterparts.views(scene) for draft, scene in self._scenes.items()}
        shares = weights.parties.weigh(sight.seen, self.party_looks())
        self._parties = {draft: chances(own).tolist() for draft, own in zip(voices, shares, strict=True)}

    def of(self, draft: Draft) -> Position:
        """The position of a statement, its spans in the text."""
        shares = self._shares[draft]
        best = int(shares.argmax())
        whose = tuple(map(unwrapped, self._held[draft]))
        return Position(
            kind=POSITION_KINDS[best],
            holder=whose,
            toward=tuple(name for name in self._toward(draft) if name not in whose),
            issue=self._issue(draft),
            first_hand=self._first[draft],
            confidence=round(float(shares[best]), 3),
            condition=modality.condition(self._text, draft.content),
            hedges=modality.hedges(self._text, draft.cue, draft.content),
            strength=modality.strength(self._text, draft.cue, draft.content),
        )

    def holder_looks(self) -> list[Look]:
        """What each statement's possible holders are weighed by."""
        return [self._holder_look(draft) for draft in self._voices]

    def party_looks(self) -> list[Look]:
        """What each statement's parties in view are weighed by."""
        return [self._party_look(draft) for draft in self._voices]

    def possible(self, draft: Draft) -> Sequence[Possible]:
        """The possible holders of a statement."""
        return self._possible[draft]

    def views(self, draft: Draft) -> Sequence[View]:
        """The parties in view of a statement."""
        return self._seen[draft]

    def _likely(self, found: Sequence[Draft]) -> npt.NDArray[np.float64]:
        """How likely each kind of position is, [statements, kinds] in the order of POSITION_KINDS."""
        words = self._weights.lexicon.shares([bag(self._words(d.cue), self._words(d.content)) for d in found])
        network = [self._opinion(draft).kinds for draft in found]
        shares = joined(network, words, self._weights.word_weight, self._weights.kind_bias)
        for i, draft in enumerate(found):
            if consents(self._words([*draft.cue, *draft.content])):
                shares[i, _SUPPORT] += shares[i, _REFUSAL]
                shares[i, _REFUSAL] = 0.0
        return shares

    def _opinion(self, draft: Draft) -> Opinion:
        return self._opinions.get(draft, _NO_OPINION)

    def _first_hand(self, draft: Draft) -> bool:
        share, sides = self._opinion(draft).first_hand, self._sides.get(draft, frozenset())
        # The network knows few of these; a content that begins with another's own act needs it to be all but sure.
        other = holders.acting(self._cast, draft, sides) if (share or 0.0) < holders.LEAST_SURE else None
        return other is None and (share is None or share >= holders.LEAST_FIRST)

    def _possibly(self, draft: Draft) -> Sequence[Possible]:
        sides = self._sides.get(draft, frozenset())
        return holders.possible(self._cast, draft, self._voices.get(draft), sides, self._first[draft])

    def _kinds(self, draft: Draft) -> dict[str, float]:
        return dict(zip(POSITION_KINDS, self._shares[draft].tolist(), strict=True))

    def _scene(self, draft: Draft) -> Scene:
        outer = self._sides.get(draft.inside, frozenset()) if draft.inside else frozenset()
        addressee = self._stands_for(self._addressees.get(draft))
        by = speaker_kind(self._voices.get(draft))
        return Scene(draft, self._sides[draft], addressee, outer, by, self._kinds(draft))

    def _holder_look(self, draft: Draft) -> Look:
        opinion, found, places = self._opinion(draft), self._possible[draft], self._sight.places
        features = holders.weighed_by(found, opinion.score)
        shared = holders.of_all(found, self._kinds(draft), _first_hand(opinion), draft.inside is not None)
        options = [option(places, " | ".join(one.names), one.in_order()) for one in found]
        return look(self._frames[draft], options, features, shared)

    def _party_look(self, draft: Draft) -> Look:
        opinion, views = self._opinion(draft), self._seen[draft]
        features = told.weighed_by(views, opinion.score, self._held[draft])
        shared = told.of_all(self._scenes[draft], self._held[draft], _first_hand(opinion))
        return look(self._frames[draft], [self._party(view.figure) for view in views], features, shared)

    def _party(self, figure: Figure) -> Option:
        known = self._options.get(figure.id)
        if known is None:
            named = (span for span, _ in figure.mentions)
            known = self._options[figure.id] = option(self._sight.places, figure.id, named, figure.through)
        return known

    def _toward(self, draft: Draft) -> tuple[str, ...]:
        parties = chosen(self._seen[draft], self._parties[draft], self._weights.least_toward)
        return tuple(dict.fromkeys(unwrapped(figure.name) for figure in parties))

    def _issue(self, draft: Draft) -> str | None:
        span = self._topics.best(draft.content, self._weights.scale)
        return None if span is None else unwrapped(self._text[span.start : span.end])

    def _words(self, spans: Sequence[Span]) -> str:
        return " ".join(self._text[span.start : span.end] for span in spans)

    def _stands_for(self, voice: Voice | None) -> frozenset[str]:
        return self._cast.sides(voice.referent) if voice is not None else frozenset()


def _first_hand(opinion: Opinion) -> float:
    return 1.0 if opinion.first_hand is None else opinion.first_hand


def _likeliest(found: Sequence[Possible], weight: npt.NDArray[np.float32]) -> tuple[str, ...]:
    return found[int(weight.argmax())].names


def speaker_kind(voice: Voice | None) -> str:
    """What kind of speaker makes a statement: the referent's kind, and "private" where it speaks for no body."""
    if voice is None or voice.referent is None:
        return "nobody" if voice is None else "unknown"
    return voice.referent.kind + ("" if voice.referent.affiliation else " private")


def moved(position: Position, by: int) -> Position:
    """The position with its spans counted from elsewhere: a segment's place in its document."""
    at = position.condition
    return replace(
        position,
        condition=Span(start=at.start + by, end=at.end + by) if at else None,
        hedges=tuple(Span(start=s.start + by, end=s.end + by) for s in position.hedges),
        strength=tuple(Span(start=s.start + by, end=s.end + by) for s in position.strength),
    )
