"""Toward whom a statement is directed: every party in view is weighed by where and how it is named.

A logistic model over named features, whose weights are learned (training/stands.py); `features` gives the features of
every party in view of a statement, so that training and reading share them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.extraction.drafts import Draft
from onrecord.extraction.positions.cast import Cast, Figure, words_of
from onrecord.extraction.positions.holders import Score
from onrecord.records import Span

# How far behind the content or cue a party may still be named in the same sentence, in characters.
_SENTENCE = 250
_ENDS = re.compile(r"[.!?][\"”’']?\s|\n")
_BEFORE = re.compile(r"([\w’'-]+)[\s\"“‘(]*\Z")
_AFTER = re.compile(r"(?:['’]s)?[\s\"”’]*([\w’'-]+|[,.])")
_PRONOUN = re.compile(
    r"\b(?:(?P<he>he|him|his)|(?P<she>she|her)|(?P<they>they|them|their)|(?P<it>its?)|(?P<you>you|your))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’'-]+")
# Words before and after a mention that tell its part in the sentence; others count as "other".
_LEADS = words_of(
    "with on against to by of from in for toward towards at between and that if the than over into about said told "
    "urged accused warned asked called condemned thanked criticized criticised blamed welcomed support help"
)
_TAILS = words_of(
    "to must should has have had will would is was are were not could can may and of for from in over with nuclear "
    "government officials military president leader leaders forces people side authorities , ."
)
_LEAST_TOLD = 3
_PLACES = (("addressee", "addressee"), ("in", "in"), ("sentence cue to content", "cue"), ("sentence in cue", "cue"))
# How much a model's word on a mention weighs beside the features, and what is added to its logit as its shares are low:
# chosen on either half of the development articles and better on the other by 0.007 and 0.022 than no word at all.
HEAD, LOW = 0.6, 2.0


@dataclass(slots=True)
class View:
    """A party in view of a statement, with the features of the place it takes there."""

    figure: Figure
    features: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, value: float = 1.0) -> None:
        """Set a feature; of several values the greatest stays."""
        self.features[name] = max(value, self.features.get(name, value))


@dataclass(frozen=True, slots=True)
class Scene:
    """A statement with those around it. `sides`, `addressee`, `outer`: ids for whom the speaker, the addressee and the
    speaker of the outer statement stand; `by`: what kind of speaker; `kinds`: how likely each kind of position is."""

    draft: Draft
    sides: frozenset[str]
    addressee: frozenset[str]
    outer: frozenset[str]
    by: str
    kinds: Mapping[str, float]


class Counterparts:
    """The parties in view of each statement of one document."""

    def __init__(self, cast: Cast, found: Sequence[Draft], sides: Mapping[Draft, frozenset[str]]) -> None:
        self._cast = cast
        self._text = cast.text
        self._found = list(found)
        self._at = {draft: i for i, draft in enumerate(self._found)}
        self._counts = Counter({f.id: len(f.mentions) + len(f.through) for f in cast.figures()})
        self._total = max(1, sum(len(f.mentions) for f in cast.figures()))
        self._turns: dict[str, list[Draft]] = {}
        for draft, own in sides.items():
            for id in own:
                self._turns.setdefault(id, []).append(draft)
        self._named_in = {
            draft: {f.id for piece in draft.content for _, _, f in cast.within(piece)} for draft in self._found
        }
        title = self._text.find("\n")
        self._title = {f.id for _, _, f in cast.within(Span(start=0, end=title))} if title > 0 else set()

    def views(self, scene: Scene) -> list[View]:
        """Every party in view of a statement."""
        draft, sides = scene.draft, scene.sides
        views: dict[str, View] = {}
        self._in_content(draft, views)
        self._in_sentence(draft, views)
        self._in_addressee(draft, scene.addressee, views)
        self._near(draft, views)
        self._in_document(sides, views)
        for view in views.values():
            self._relations(view, sides, scene.outer)
            self._in_dialogue(view, draft, sides)
        _rank_others(list(views.values()))
        cue, pronouns = _cue_word(self._text, draft), self._pronouns(draft)
        for view in views.values():
            self._crossed(view, cue, scene)
            _taken_up(view, pronouns)
        return list(views.values())

    def _in_content(self, draft: Draft, views: dict[str, View]) -> None:
        order = 0
        for piece in draft.content:
            for span, kind, figure in self._placed(piece):
                view = _view(views, figure)
                known = "in" in view.features
                view.add("in")
                if known:
                    view.add("in again")
                    continue
                view.add(f"in {kind}")
                view.add("in first" if order == 0 else "in second" if order == 1 else "in later")
                if span.start - draft.start <= 5:
                    view.add("in at start")
                before, after = self._around(span)
                view.add(f"before {before}")
                view.add(f"after {after}")
                if self._text[span.end : span.end + 2] in ("'s", "’s"):
                    view.add("possessive")
                order += 1

    def _placed(self, span: Span) -> list[tuple[Span, str, Figure]]:
        return sorted([*self._cast.within(span), *self._cast.phrases(span)], key=lambda place: place[0])

    def _in_sentence(self, draft: Draft, views: dict[str, View]) -> None:
        """Parties of the cue's sentence beside the content: before the cue, within it, between it and the content."""
        at = min(draft.anchor, draft.start)
        start, end = self._sentence(at)
        end = max(end, draft.anchor)
        for span, kind, figure in self._placed(Span(start=start, end=max(end, start + 1))):
            if any(span.overlaps(piece) for piece in draft.content):
                continue
            if draft.source is not None and span.overlaps(draft.source):
                where = "as source"
            elif any(span.overlaps(cue) for cue in draft.cue):
                where = "in cue"
            elif draft.anchor <= span.start < draft.start:
                where = "cue to content"
            elif span.start < at:
                where = "before"
            else:
                where = "behind"
            view = _view(views, figure)
            view.add(f"sentence {where}")
            view.add(f"sentence {where} {kind}")
            if where in ("in cue", "cue to content", "behind"):
                view.add(f"{where} before {self._around(span)[0]}")

    def _in_addressee(self, draft: Draft, addressee: frozenset[str], views: dict[str, View]) -> None:
        for id in addressee:
            figure = self._cast.get(id)
            if figure is not None:
                _view(views, figure).add("addressee")
        if draft.addressee is not None:
            for _, kind, figure in self._placed(draft.addressee):
                _view(views, figure).add(f"addressee {kind}")

    def _near(self, draft: Draft, views: dict[str, View]) -> None:
        """Parties of the two statements before, and of the paragraph before the cue."""
        at = self._at.get(draft, 0)
        for back, other in enumerate(reversed(self._found[max(0, at - 2) : at])):
            for piece in other.content:
                for _, _, figure in self._cast.within(piece):
                    _view(views, figure).add(f"said before {back}")
        start = min(draft.anchor, draft.start)
        near = [f for _, _, f in self._cast.within(Span(start=max(0, start - 400), end=max(start, 1)))]
        for rank, figure in enumerate(dict.fromkeys(reversed(near))):
            _view(views, figure).add(f"near before {min(rank, 3)}")

    def _in_document(self, sides: frozenset[str], views: dict[str, View]) -> None:
        others = [id for id, _ in self._counts.most_common(8) if id not in sides and not id.startswith("person")]
        for rank, id in enumerate(others[:3]):
            figure = self._cast.get(id)
            if figure is not None:
                _view(views, figure).add(f"rank {rank}")
        for view in views.values():
            count = self._counts[view.figure.id]
            view.add("share", min(1.0, 3 * count / self._total))
            if count >= _LEAST_TOLD:
                view.add("often")
            if view.figure.id in self._title:
                view.add("title")

    def _relations(self, view: View, sides: frozenset[str], outer: frozenset[str]) -> None:
        figure = view.figure
        view.add(f"a {figure.kind}")
        if figure.id in sides:
            view.add("own")
        elif figure.sides & sides:
            view.add("own side")
        if figure.sides & outer:
            view.add("outer side")
        if not sides:
            view.add("no side")

    def _in_dialogue(self, view: View, draft: Draft, sides: frozenset[str]) -> None:
        """Who else speaks in the text, and whether they speak of this speaker's side."""
        id = view.figure.id
        own = [turn for side in sides for turn in self._turns.get(side, []) if turn is not draft]
        if own:
            view.add("own speak of", sum(id in self._named_in[turn] for turn in own) / len(own))
        turns = self._turns.get(id, [])
        if not turns:
            return
        view.add("speaks")
        view.add("speaks share", len(turns) / len(self._found))
        if draft in turns:
            return
        answered = sum(any(id in self._named_in[turn] for id in sides) for turn in turns if turn is not draft)
        if answered:
            view.add("speaks of own")
        at = self._at.get(draft, 0)
        if any(other in turns for other in self._found[max(0, at - 2) : at]):
            view.add("spoke last")
        if draft.inside is not None and draft.inside in turns:
            view.add("speaks outside")

    def _pronouns(self, draft: Draft) -> set[str]:
        return {
            kind
            for piece in draft.content
            for match in _PRONOUN.finditer(self._text, piece.start, piece.end)
            for kind in (match.lastgroup,)
            if kind
        }

    def _crossed(self, view: View, cue: str, scene: Scene) -> None:
        where = _where(view.features)
        own = "own" if "own" in view.features or "own side" in view.features else "other"
        view.add(f"at {where} {own}")
        view.add(f"{where} {view.figure.kind}")
        if where != "far":
            view.add(f"cue {cue} {where}")
        view.add(f"by {scene.by}")
        view.add(f"by {scene.by} {where} {own}")
        for kind, share in scene.kinds.items():
            if share > 0.02:
                view.add(f"kind {kind}", share)
                view.add(f"kind {kind} {where}", share)

    def _around(self, span: Span) -> tuple[str, str]:
        before = _BEFORE.search(self._text, max(0, span.start - 25), span.start)
        after = _AFTER.match(self._text, span.end)
        lead = before[1].lower() if before else "none"
        tail = after[1].lower() if after else "none"
        if lead == "the":
            further = _BEFORE.search(self._text, max(0, span.start - 35), span.start - 4)
            lead = further[1].lower() if further else lead
        return lead if lead in _LEADS else "other", tail if tail in _TAILS else "other"

    def _sentence(self, at: int) -> tuple[int, int]:
        low = max(0, at - _SENTENCE)
        ends = [match.end() for match in _ENDS.finditer(self._text, low, at)]
        behind = _ENDS.search(self._text, at, at + 2 * _SENTENCE)
        return (ends[-1] if ends else low), (behind.start() if behind else min(len(self._text), at + _SENTENCE))


def _view(views: dict[str, View], figure: Figure) -> View:
    if figure.id not in views:
        views[figure.id] = View(figure)
    return views[figure.id]


def _taken_up(view: View, pronouns: set[str]) -> None:
    """Pronouns of the content may take up a party named before it."""
    near = next((name for name in view.features if name.startswith("near before")), "no near")
    where = "in" if "in" in view.features else near
    own = "own" if "own" in view.features else "other"
    for pronoun in pronouns:
        view.add(f"{pronoun} {where} {view.figure.kind} {own}")


def _rank_others(views: Sequence[View]) -> None:
    """The order of the parties that are not the speaker's side, in the content and in the sentence around it."""
    for zone in ("in", "sentence"):
        others = [
            view
            for view in views
            if any(name.startswith(zone) for name in view.features)
            and not {"own", "own side", "sentence as source"} & view.features.keys()
        ]
        for rank, view in enumerate(others[:3]):
            view.add(f"{zone} other {rank}")
        if len(others) == 1:
            others[0].add(f"{zone} other alone")
        for view in views:
            view.add(f"{zone} others {min(len(others), 2)}")


def _where(features: Mapping[str, float]) -> str:
    for name, where in _PLACES:
        if name in features:
            return where
    return "near" if any(name.startswith("sentence") for name in features) else "far"


def _cue_word(text: str, draft: Draft) -> str:
    for cue in draft.cue[:1]:
        words: Iterator[re.Match[str]] = _WORD.finditer(text, cue.start, cue.end)
        chosen = [m[0].lower() for m in words]
        return chosen[-1] if chosen and chosen[0] in ("has", "have", "had", "is", "are", "was") else (chosen or [""])[0]
    return ""


def weighed(views: Sequence[View], weights: Mapping[str, float], score: Score | None) -> list[float]:
    """How likely each party is a counterpart; `score` joins in where a model tells of a mention."""
    shares = []
    for view in views:
        logit = weights.get("", 0.0) + sum(weights.get(name, 0.0) * value for name, value in view.features.items())
        told = [t for span, _ in view.figure.mentions if score and (t := score(span, "toward")) is not None]
        if told:
            held = min(max(max(told), 1e-3), 1 - 1e-3)
            logit += HEAD * (math.log(held / (1 - held)) + LOW)
        shares.append(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))))
    return shares


def chosen(views: Sequence[View], shares: Sequence[float], least: float) -> list[Figure]:
    """The parties of at least so great a share, the likeliest first; of a person and its body the likelier alone."""
    ranked = sorted(zip(shares, range(len(views)), strict=True), key=lambda pair: (-pair[0], pair[1]))
    kept: list[Figure] = []
    for share, i in ranked:
        figure = views[i].figure
        if share < least:
            break
        if not any(figure.id in other.sides or other.id in figure.sides for other in kept):
            kept.append(figure)
    return kept
