"""Toward whom a statement is directed: every party in view is weighed by where and how it is named.

`Counterparts.views` gives the features of the place that every party in view of a statement takes, which the network
over parties weighs with others (told.py, parties.py); training and reading share them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from onrecord.extraction.drafts import Draft
from onrecord.extraction.positions.cast import Cast, Figure, words_of
from onrecord.extraction.weigher import MOST_OPTIONS
from onrecord.records import Span

# How far behind the content or cue a party may still be named in the same sentence, in characters.
_SENTENCE = 250
_ENDS = re.compile(r"[.!?][\"”’']?\s|\n")
_BEFORE = re.compile(r"([\w’'-]+)[\s\"“‘(]*\Z")
_AFTER = re.compile(r"(?:['’]s)?[\s\"”’]*([\w’'-]+|[,.])")
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her"), "she"),
    **dict.fromkeys(("they", "them", "their"), "they"),
    **dict.fromkeys(("it", "its"), "it"),
    **dict.fromkeys(("you", "your"), "you"),
}
_LETTERS = re.compile(r"\w+")
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
# How many of the bodies, of the persons and groups, and of the groups without a name of their own ("world powers")
# that a text names most often are in view of each statement: so many of them, less its own side, count.
_MOST_NAMED, _IN_VIEW = 10, 7
_BODIES = frozenset(["state", "organisation"])
# Features of the speaker's own side.
_OWN = frozenset(["own", "own side", "sentence as source"])
# The first of these features that a party has tells where it stands; with none it is near.
_PLACES = (("addressee", "addressee"), ("in", "in"), ("sentence cue to content", "cue"), ("sentence in cue", "cue"))
# The least share of a kind of position that counts.
_LEAST_KIND = 0.02


@dataclass(slots=True)
class View:
    """A party in view of a statement, with the features of the place it takes there.

    `zones`: whether it stands in the content or the sentence; `near`: its feature among those named before.
    """

    figure: Figure
    features: dict[str, float] = field(default_factory=dict)
    zones: set[str] = field(default_factory=set)
    near: str = "no near"

    def add(self, name: str, value: float = 1.0) -> None:
        """Set a feature."""
        self.features[name] = value


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

    def likely(self) -> dict[str, float]:
        """The kinds that are not all but impossible."""
        return {kind: share for kind, share in self.kinds.items() if share > _LEAST_KIND}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a side says in a text, its statements counted once for each id that they stand for.

    `named`: in how many of these turns each id is named; `answers`: the text's statements that name the side.
    """

    turns: int
    named: Counter[str]
    answers: set[Draft]


class Counterparts:
    """The parties in view of each statement of one document."""

    def __init__(self, cast: Cast, found: Sequence[Draft], sides: Mapping[Draft, frozenset[str]]) -> None:
        self._cast = cast
        self._text = cast.text
        self._found = list(found)
        self._at = {draft: i for i, draft in enumerate(self._found)}
        self._phrases: dict[str, Figure] = {}
        for span, kind, figure in cast.phrases(Span(start=0, end=len(self._text))):
            known = self._phrases.setdefault(figure.id, figure)
            if known is not figure:
                known.mentions.append((span, kind))
        everybody = [*cast.figures(), *self._phrases.values()]
        self._counts = Counter({f.id: len(f.mentions) + len(f.through) for f in everybody})
        self._total = max(1, sum(len(f.mentions) for f in cast.figures()))
        often = [(f.id, self._counts[f.id], f.kind in _BODIES) for f in everybody]
        often.sort(key=lambda one: -one[1])
        groups = {f.id for f in self._phrases.values() if f.mentions[0][1] == "group"}
        self._often = {
            "rank": [id for id, _, body in often if body][:_MOST_NAMED],
            "rank of others": [id for id, n, body in often if not body and n >= _LEAST_TOLD][:_MOST_NAMED],
            "rank of groups": [id for id, n, _ in often if id in groups and n < _LEAST_TOLD][:_MOST_NAMED],
        }
        self._heard: dict[tuple[int, int], tuple[str, str]] = {}
        self._turns: dict[str, set[Draft]] = {}
        for draft, own in sides.items():
            for id in own:
                self._turns.setdefault(id, set()).add(draft)
        self._figures_in = {
            draft: list(dict.fromkeys(f for piece in draft.content for _, _, f in cast.within(piece)))
            for draft in self._found
        }
        self._named_in = {draft: {figure.id for figure in named} for draft, named in self._figures_in.items()}
        self._said_by: dict[frozenset[str], _Said] = {}
        title = self._text.find("\n")
        heading = cast.within(Span(start=0, end=title)) if title > 0 else ()
        # In order, as every party in view is: the last of many are left out, which must not change from run to run.
        self._title = dict.fromkeys(f.id for _, _, f in heading)

    def views(self, scene: Scene) -> list[View]:
        """The parties in view of a statement, those in its own words first; no more than can be weighed."""
        draft, sides = scene.draft, scene.sides
        views: dict[str, View] = {}
        self._in_content(draft, views)
        self._in_sentence(draft, views)
        self._in_addressee(draft, scene.addressee, views)
        self._near(draft, views)
        self._in_document(sides, views)
        found = list(views.values())[:MOST_OPTIONS]
        for view in found:
            self._relations(view, sides, scene.outer)
        self._in_dialogue(found, draft, sides)
        _rank_others(found)
        _crossed(found, _cue_word(self._text, draft), scene)
        pronouns = self._pronouns(draft)
        for view in found:
            _taken_up(view, pronouns)
        return found

    def _in_content(self, draft: Draft, views: dict[str, View]) -> None:
        order, start = 0, draft.start
        for piece in draft.content:
            for span, kind, figure in self._placed(piece):
                view = _view(views, figure)
                known = "in" in view.features
                view.add("in")
                view.zones.add("in")
                if known:
                    view.add("in again")
                    continue
                view.add(f"in {kind}")
                view.add("in first" if order == 0 else "in second" if order == 1 else "in later")
                if span.start - start <= 5:
                    view.add("in at start")
                before, after = self._around(span)
                view.add(f"before {before}")
                view.add(f"after {after}")
                if self._text[span.end : span.end + 2] in ("'s", "’s"):
                    view.add("possessive")
                order += 1

    def _placed(self, span: Span) -> list[tuple[Span, str, Figure]]:
        phrases = [(place, kind, self._phrases.get(f.id, f)) for place, kind, f in self._cast.phrases(span)]
        return sorted([*self._cast.within(span), *phrases], key=_place)

    def _in_sentence(self, draft: Draft, views: dict[str, View]) -> None:
        """Parties of the cue's sentence beside the content: before the cue, within it, between it and the content."""
        anchor, content = draft.anchor, draft.start
        at = min(anchor, content)
        start, end = self._sentence(at)
        end = max(end, anchor)
        for span, kind, figure in self._placed(Span(start=start, end=max(end, start + 1))):
            if any(span.overlaps(piece) for piece in draft.content):
                continue
            if draft.source is not None and span.overlaps(draft.source):
                where = "as source"
            elif any(span.overlaps(cue) for cue in draft.cue):
                where = "in cue"
            elif anchor <= span.start < content:
                where = "cue to content"
            elif span.start < at:
                where = "before"
            else:
                where = "behind"
            view = _view(views, figure)
            view.add(f"sentence {where}")
            view.add(f"sentence {where} {kind}")
            view.zones.add("sentence")
            if where in ("in cue", "cue to content", "behind"):
                view.add(f"{where} before {self._around(span)[0]}")
            if where == "in cue":
                view.zones.add("in")

    def _in_addressee(self, draft: Draft, addressee: frozenset[str], views: dict[str, View]) -> None:
        for id in sorted(addressee):
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
            for figure in self._figures_in[other]:
                _view(views, figure).add(f"said before {back}")
        start = min(draft.anchor, draft.start)
        near = [f for _, _, f in self._placed(Span(start=max(0, start - 400), end=max(start, 1)))]
        for rank, figure in enumerate(dict.fromkeys(reversed(near))):
            view = _view(views, figure)
            view.near = f"near before {min(rank, 3)}"
            view.add(view.near)

    def _in_document(self, sides: frozenset[str], views: dict[str, View]) -> None:
        for name, often in self._often.items():
            others = [id for id in often if id not in sides]
            for rank, id in enumerate(others[:_IN_VIEW]):
                figure = self._cast.get(id) or self._phrases.get(id)
                if figure is not None:
                    _view(views, figure).add(f"{name} {rank}")
        for id in self._title:
            figure = self._cast.get(id)
            if figure is not None:
                _view(views, figure)
        for view in views.values():
            count = self._counts[view.figure.id]
            view.features["share"] = min(1.0, 3 * count / self._total)
            if count >= _LEAST_TOLD:
                view.add("often")
            if view.figure.id in self._title:
                view.add("title")

    def _relations(self, view: View, sides: frozenset[str], outer: frozenset[str]) -> None:
        figure, features = view.figure, view.features
        features[f"a {figure.kind}"] = 1.0
        if figure.id in sides:
            features["own"] = 1.0
        elif not sides.isdisjoint(figure.sides):
            features["own side"] = 1.0
        if not outer.isdisjoint(figure.sides):
            features["outer side"] = 1.0
        if not sides:
            features["no side"] = 1.0

    def _in_dialogue(self, views: Sequence[View], draft: Draft, sides: frozenset[str]) -> None:
        """Who else speaks in the text, and whether they speak of this speaker's side."""
        said = self._said(sides)
        again = sum(draft in self._turns.get(side, ()) for side in sides)
        others, named = said.turns - again, self._named_in.get(draft, ())
        at = self._at.get(draft, 0)
        last = self._found[max(0, at - 2) : at]
        for view in views:
            id, features = view.figure.id, view.features
            if others:
                features["own speak of"] = (said.named[id] - again * (id in named)) / others
            turns = self._turns.get(id)
            if not turns:
                continue
            features["speaks"] = 1.0
            features["speaks share"] = len(turns) / len(self._found)
            if draft in turns:
                continue
            if not turns.isdisjoint(said.answers):
                features["speaks of own"] = 1.0
            if not turns.isdisjoint(last):
                features["spoke last"] = 1.0
            if draft.inside in turns:
                features["speaks outside"] = 1.0

    def _said(self, sides: frozenset[str]) -> _Said:
        if sides not in self._said_by:
            own = [self._named_in[turn] for side in sides for turn in self._turns.get(side, ())]
            answers = {turn for turn, named in self._named_in.items() if not sides.isdisjoint(named)}
            self._said_by[sides] = _Said(len(own), Counter(chain.from_iterable(own)), answers)
        return self._said_by[sides]

    def _pronouns(self, draft: Draft) -> set[str]:
        words = {word for p in draft.content for word in _LETTERS.findall(self._text[p.start : p.end].lower())}
        return {_PRONOUNS[word] for word in words & _PRONOUNS.keys()}

    def _around(self, span: Span) -> tuple[str, str]:
        place = span.start, span.end
        if place not in self._heard:
            self._heard[place] = self._listened(span)
        return self._heard[place]

    def _listened(self, span: Span) -> tuple[str, str]:
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


def _place(place: tuple[Span, str, Figure]) -> tuple[int, int]:
    return place[0].start, place[0].end


def _view(views: dict[str, View], figure: Figure) -> View:
    if figure.id not in views:
        views[figure.id] = View(figure)
    return views[figure.id]


def _crossed(views: Sequence[View], cue: str, scene: Scene) -> None:
    """Where each party stands, with its kind, the cue, the speaker and the kinds of position that are likely."""
    likely = scene.likely()
    at: dict[str, dict[str, float]] = {}
    for view in views:
        features = view.features
        where = next((where for name, where in _PLACES if name in features), "near")
        own = "own" if "own" in features or "own side" in features else "other"
        features[f"at {where} {own}"] = 1.0
        features[f"{where} {view.figure.kind}"] = 1.0
        features[f"by {scene.by} {where} {own}"] = 1.0
        if where not in at:
            at[where] = {f"cue {cue} {where}": 1.0} | {f"kind {kind} {where}": n for kind, n in likely.items()}
        features.update(at[where])


def _taken_up(view: View, pronouns: set[str]) -> None:
    """Pronouns of the content may take up a party named before it."""
    where = "in" if "in" in view.features else view.near
    own = "own" if "own" in view.features else "other"
    for pronoun in pronouns:
        view.add(f"{pronoun} {where} {view.figure.kind} {own}")


def _rank_others(views: Sequence[View]) -> None:
    """The order of the parties that are not the speaker's side, in the content and in the sentence around it."""
    for zone in ("in", "sentence"):
        others = [view for view in views if zone in view.zones and _OWN.isdisjoint(view.features)]
        for rank, view in enumerate(others[:3]):
            view.add(f"{zone} other {rank}")
        if len(others) == 1:
            others[0].add(f"{zone} other alone")
        for view in views:
            view.add(f"{zone} others {min(len(others), 2)}")


def _cue_word(text: str, draft: Draft) -> str:
    for cue in draft.cue[:1]:
        words: Iterator[re.Match[str]] = _WORD.finditer(text, cue.start, cue.end)
        chosen = [m[0].lower() for m in words]
        return chosen[-1] if chosen and chosen[0] in ("has", "have", "had", "is", "are", "was") else (chosen or [""])[0]
    return ""


def chosen(views: Sequence[View], shares: Sequence[float], least: float) -> list[Figure]:
    """The parties of at least so great a share, the likeliest first; of a person and its body, and of a group under two
    names, the likelier alone. Parties beyond the last share are none."""
    ranked = sorted(zip(shares, range(len(views)), strict=False), key=lambda pair: (-pair[0], pair[1]))
    kept: list[Figure] = []
    for share, i in ranked:
        figure = views[i].figure
        if share < least:
            break
        if not any(figure.id in other.sides or other.id in figure.sides or _one(figure, other) for other in kept):
            kept.append(figure)
    return kept


def _one(figure: Figure, other: Figure) -> bool:
    """True for "the administration" beside "the Harbour administration"."""
    short, long = sorted((figure.name, other.name), key=len)
    return "phrase" in (figure.kind, other.kind) and long.endswith(f" {short}")
