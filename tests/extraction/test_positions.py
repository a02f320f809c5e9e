"""Positions of statements: whose, toward whom, about what, on which condition, told on texts made for the purpose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import unhurried
from onrecord.errors import ModelError
from onrecord.extraction.drafts import Draft
from onrecord.extraction.positions import Opinion, Positions, holders, moved, told, weights
from onrecord.extraction.positions.cast import Cast, Figure
from onrecord.extraction.positions.counterparts import Scene, View, chosen
from onrecord.extraction.positions.holders import Possible, possible
from onrecord.extraction.positions.issues import Scale, Topics
from onrecord.extraction.positions.kinds import joined, signs, softmax
from onrecord.extraction.positions.modality import condition, hedges, strength
from onrecord.knowledge import shipped
from onrecord.records import POSITION_KINDS, Position, Span
from onrecord.visible import unwrapped

from .marked import places, said, sight, who

SILENT = Opinion()


def positions(
    text: str,
    *drafts: Draft,
    persons: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    opinion: Opinion = SILENT,
) -> Positions:
    voices = who(text, drafts, persons, roles)
    cast = Cast(voices.bodies, voices.persons, voices.referent, shipped())
    speakers, addressees = {d: voices.speaker(d) for d in drafts}, {d: voices.addressee(d) for d in drafts}
    return Positions(cast, speakers, addressees, weights.load(), dict.fromkeys(drafts, opinion), sight(text))


def position(text: str, draft: Draft, persons: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> Position:
    return positions(text, draft, persons=persons, roles=roles).of(draft)


def cued(text: str, source: str, cue: str, content: str) -> Draft:
    spans = [places(text, part)[0] for part in (content, cue, source)]
    return Draft(content=[spans[0]], cue=[spans[1]], source=spans[2])


@pytest.mark.parametrize(
    ("source", "roles", "holder"),
    [
        ("Portugal", (), ("Portugal",)),
        ("Lisbon", (), ("Portugal",)),
        ("Portuguese President Juan Silva", ("Portuguese President",), ("Portugal",)),
        ("Former Portuguese President Juan Silva", ("Former Portuguese President",), ("Juan Silva",)),
        ("U.S. Rep. Juan Silva", ("U.S. Rep.",), ("Juan Silva",)),
        ("Spain and Portugal", (), ("Spain", "Portugal")),
        ("All NATO allies", (), ("NATO",)),
        ("The European Commission", (), ("European Commission",)),
        ("EU foreign ministers", (), ("EU",)),
        ("The UN Security Council", (), ("UN Security Council",)),
        ("Three shopkeepers", (), ("Three shopkeepers",)),
        ("Portuguese lawmaker Juan Silva", ("Portuguese lawmaker",), ("Juan Silva",)),
        ("Portuguese Foreign Minister Juan Silva", ("Portuguese Foreign Minister",), ("Portugal",)),
    ],
)
def test_whose_position_it_is(source: str, roles: tuple[str, ...], holder: tuple[str, ...]) -> None:
    text = f"{source} said the border stays open."
    found = position(text, said(text, source, "the border stays open"), ("Juan Silva",), roles)
    assert (found.holder, found.first_hand) == (holder, True)


def test_another_party_s_act_is_that_party_s_position() -> None:
    text = "Portuguese President Juan Silva said Spain has confirmed that there are limits."
    draft = said(text, "Portuguese President Juan Silva", "Spain has confirmed that there are limits")
    found = position(text, draft, ("Juan Silva",), ("Portuguese President",))
    assert (found.holder, found.first_hand) == (("Spain",), False)


def test_the_model_s_word_on_first_hand_and_holder_counts() -> None:
    text = "Portugal said talks of Spain and Norway go well."
    draft = said(text, "Portugal", "talks of Spain and Norway go well")
    norway = places(text, "Norway")[0]
    second = Opinion(first_hand=0.1, score=lambda span, kind: 0.99 if span == norway else 0.01)
    found = positions(text, draft, opinion=second).of(draft)
    assert (found.holder, found.first_hand) == (("Norway",), False)
    assert positions(text, draft, opinion=Opinion(first_hand=0.9)).of(draft).holder == ("Portugal",)


def test_a_speaker_himself_and_those_for_whom_he_may_speak_are_possible_holders_once_each() -> None:
    text = "Portuguese President Juan Silva said Spain wants peace."
    draft = said(text, "Portuguese President Juan Silva", "Spain wants peace")
    voices = who(text, [draft], ("Juan Silva",), ("Portuguese President",))
    cast = Cast(voices.bodies, voices.persons, voices.referent, shipped())
    own = possible(cast, draft, voices.speaker(draft), frozenset(), first=True)
    assert sorted(one.names for one in own) == [(), ("Juan Silva",), ("Portugal",)]
    reported = possible(cast, draft, voices.speaker(draft), frozenset(), first=False)
    assert sorted(one.names for one in reported) == [(), ("Juan Silva",), ("Portugal",), ("Spain",)]


def test_signs_and_the_model_s_word_are_what_a_possible_holder_is_weighed_by() -> None:
    spans = Span(start=0, end=4), Span(start=9, end=12)
    here, there = (Possible((str(at.start),), "named", {f"at {at.start}": 1.0}, [at]) for at in spans)
    first, second = holders.weighed_by([here, there], lambda at, kind: 0.5 if at == spans[1] else None)
    assert (first["at 0"], first["is named"], first["names"]) == (1.0, 1.0, 1.0)
    assert ("is told" in first, second["is told"], second["told"]) == (False, 1.0, 0.0)
    assert "is told" not in holders.weighed_by([there], None)[0]
    shared = holders.of_all([here, there], {"threat": 0.75}, 0.9, True)
    assert shared == {"kind threat": 0.75, "first hand": 0.9, "nested": 1.0, "possible": 2.0}


def test_names_and_issues_stand_on_one_line() -> None:
    text = "The Harbour\nWorkers said Portugal must keep the fishing\nrights of all."
    found = position(text, said(text, "The Harbour\nWorkers", "Portugal must keep the fishing\nrights of all"))
    assert found.issue is not None
    assert "\n" not in " ".join([found.issue, *found.holder, *found.toward])


def test_the_places_of_a_possible_holder_come_in_the_order_of_the_text() -> None:
    late, early = Span(start=9, end=12), Span(start=0, end=4)
    assert Possible(("Norway",), "named", places=[late, early]).in_order() == [early, late]


NORTH = "Iceland met Norway. Portugal said the fish of Norway, and of Norway alone, are small."


def view(text: str, name: str) -> View:
    mentions = [(span, "name") for span in places(text, name)]
    return View(Figure(name, "state", name, frozenset([name]), mentions=mentions))


def test_the_model_s_word_and_the_holders_are_among_the_features() -> None:
    views = [view(NORTH, "Norway"), view(NORTH, "Iceland")]
    views[0].add("in")
    shares = {"toward": 0.5, "holder": 0.001}
    norway = places(NORTH, "Norway")[0]

    def score(span: Span, kind: str) -> float | None:
        return shares[kind] if span.start >= norway.start else None

    first, second = told.weighed_by(views, score, ["Iceland"])
    assert (first["in"], first["is told"], first["told"], first["holds"]) == (1.0, 1.0, 0.0, 0.0)
    assert first["told holder"] < -6
    assert ("is told" in second, second["holds"]) == (False, 1.0)
    assert second["told"] < first["told holder"]


def test_the_kinds_the_speaker_and_the_holders_are_features_of_every_party() -> None:
    draft = said(NORTH, "Norway", "Iceland")
    draft.inside = said(NORTH, "Iceland", "Norway")
    scene = Scene(draft, frozenset(), frozenset(), frozenset(), "state", {"threat": 0.75, "comment": 0.001})
    shared = told.of_all(scene, ["Iceland"], 0.9)
    assert shared == {"holders": 1.0, "first hand": 0.9, "nested": 1.0, "by state": 1.0, "kind threat": 0.75}


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("urged", "Norway to open its ports"),
        ("accused", "Norway of closing the ports"),
        ("said", "Norway must open its ports at once"),
        ("warned", "Norwegian ships against entering the bay"),
    ],
)
def test_toward_whom(cue: str, content: str) -> None:
    text = f"Ports shut\n\nPortugal {cue} {content}."
    assert position(text, cued(text, "Portugal", cue, content)).toward == ("Norway",)


def test_nobody_is_a_counterpart_of_himself() -> None:
    text = "Portugal said Portugal will stay calm."
    assert position(text, said(text, "Portugal", "Portugal will stay calm")).toward == ()


def test_the_model_s_word_on_the_counterpart_counts() -> None:
    text = "Portugal criticised the fleets of Norway and of Iceland."
    draft = cued(text, "Portugal", "criticised", "the fleets of Norway and of Iceland")
    for name in ("Iceland", "Norway"):
        place = places(text, name)[0]
        told = Opinion(score=lambda span, kind, meant=place: 0.99 if span == meant else 0.001)
        assert positions(text, draft, opinion=told).of(draft).toward[0] == name


def test_a_group_is_no_counterpart_under_two_names() -> None:
    named = {"Harbour administration": "phrase", "administration": "phrase", "Norway": "state", "navy": "phrase"}
    views = [View(Figure(name, kind, name, frozenset([name]))) for name, kind in named.items()]
    assert [figure.name for figure in chosen(views, [0.6, 0.8, 0.7, 0.2], 0.5)] == ["administration", "Norway"]
    assert [figure.name for figure in chosen(views, [0.6, 0.5, 0.7], 0.5)] == ["Norway", "Harbour administration"]


def test_the_issue_is_a_run_of_words_that_names_the_subject() -> None:
    text = "Fishing rights in the North Sea\n\nPortugal said it welcomed the agreement on fishing rights."
    content = "it welcomed the agreement on fishing rights"
    issue = position(text, said(text, "Portugal", content)).issue
    assert issue is not None
    assert issue in text
    assert 2 <= len(issue.split()) <= 8
    assert "fishing" in issue


@pytest.mark.parametrize(
    ("content", "never"),
    [
        ("proposals on the fishing fleet were reviewed and judged realistic", {"were"}),
        ("they will issue a correction on the fishing fleet", {"they", "will"}),
        ("there is support for a plan on the fishing fleet", {"is"}),
        ("it needs a letter from Ana Maria Ferro on the fishing fleet", {"it"}),
    ],
)
def test_no_clause_is_an_issue(content: str, never: set[str]) -> None:
    text = f"Portugal said {content}."
    runs = {text[run.span.start : run.span.end] for run in Topics(text).runs([place_of(text, content)])}
    assert runs
    assert not any(never & {*words.split()[:1], *words.split()[-1:]} for words in runs)
    assert not any(words.endswith(("Ana", "Maria")) for words in runs)
    assert not any(f" {word} " in f" {words} " for words in runs for word in ("were", "is", "will"))


def test_no_half_of_a_clause_is_an_issue() -> None:
    text = "The League confirmed the need for planned cuts that are crossed with speed"
    runs = {text[run.span.start : run.span.end] for run in Topics(text).runs([Span(start=0, end=len(text))])}
    assert {"planned cuts", "need for planned cuts"} <= runs
    assert not any(words.split()[-1] in ("confirmed", "crossed") for words in runs)
    assert not any("confirmed the" in words or words.startswith("crossed") for words in runs)


def test_no_issue_goes_on_behind_a_blank_line() -> None:
    text = "Portugal keeps fishing rights\n \nNorwegian harbour fees fall"
    runs = {text[run.span.start : run.span.end] for run in Topics(text).runs([Span(start=0, end=len(text))])}
    assert {"fishing rights", "Norwegian harbour fees"} <= runs
    assert not any("\n" in words for words in runs)


def test_the_stop_of_a_shortened_name_is_part_of_the_issue() -> None:
    text = "Portugal said the fishing rights of the U.S. are old."
    best = Topics(text).best([place_of(text, "fishing rights of the U.S. are old")], Scale({"length 5": 1.0}))
    assert best is not None
    assert text[best.start : best.end] == "fishing rights of the U.S."


def place_of(text: str, part: str) -> Span:
    return Span(start=text.index(part), end=text.index(part) + len(part))


def test_words_without_a_subject_give_no_issue_of_their_own() -> None:
    text = "Portugal said it will."
    assert position(text, said(text, "Portugal", "it will")).issue is None
    titled = "Fishing rights in the North Sea\n\nPortugal said it will."
    issue = position(titled, said(titled, "Portugal", "it will")).issue
    assert issue is not None
    assert issue in "Fishing rights in the North Sea"


@pytest.mark.parametrize(
    ("content", "clause"),
    [
        ("we will leave unless the ships go, and soon", "unless the ships go"),
        ("if the U.S. ships stay, we will leave", "if the U.S. ships stay"),
        ("talks go on as long as the guns are silent", "as long as the guns are silent"),
        ("aid comes only when the road is open. Not before", "only when the road is open"),
        ("we would sign provided that all do", "provided that all do"),
        ("we asked if the road is open", None),
        ("once again the road is open", None),
        ("the aid provided to the town was late", None),
        ("the road should be open", None),
        ("nothing has changed until now", None),
    ],
)
def test_conditions(content: str, clause: str | None) -> None:
    found = condition(content, [Span(start=0, end=len(content))])
    assert (found and content[found.start : found.end]) == clause


def test_hedges_and_strength() -> None:
    text = "They strongly denied that it may ever, under no circumstances, have been possible and could stay so."
    cue, content = [places(text, "strongly denied")[0]], [Span(start=25, end=len(text))]
    assert [text[s.start : s.end] for s in hedges(text, cue, content)] == ["may", "could"]
    assert [text[s.start : s.end] for s in strength(text, cue, content)] == ["strongly", "under no circumstances"]


def test_words_tell_the_plain_kinds() -> None:
    lexicon = weights.load().lexicon
    for cue, content, kind in (
        ("condemned", "the attack on the embassy", "criticism"),
        ("said", "this is a red line that must never be crossed", "red_line"),
        ("urged", "the parties to stop the fighting", "demand"),
        ("rejected", "the proposal", "refusal"),
        ("thanked", "the minister for his help", "support"),
    ):
        assert POSITION_KINDS[int(lexicon.shares([signs(cue, content)])[0].argmax())] == kind, (cue, content)


def test_both_opinions_join() -> None:
    words = softmax([0.0, 2.0, 0.0])
    silent, sure, even = None, [5.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    assert joined([silent, sure], np.stack([words, words]), 0.7, np.zeros(3)).argmax(1).tolist() == [1, 0]
    assert joined([even], words[None], 0.7, [9.0, 0.0, 0.0]).argmax(1).tolist() == [0]


def test_spans_move_with_their_segment() -> None:
    position = Position(kind="comment", condition=Span(start=1, end=4), hedges=(Span(start=2, end=3),))
    there = moved(position, 10)
    assert (there.condition, there.hedges, there.strength) == (Span(start=11, end=14), (Span(start=12, end=13),), ())


def test_a_missing_or_broken_file_of_weights_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no positions\.npz"):
        weights.load(tmp_path / "none")
    (tmp_path / weights.FILE).write_bytes(b"no weights")
    with pytest.raises(ModelError, match="not a file of weights"):
        weights.load(tmp_path)


PIECES = (
    "Portugal Norway's the Norwegian NATO minister if unless must may said Juan Silva \n \n\n , . “ ” 's red line It "
    "ports É 國 of and to 3 U.S. rebels"
)
WORDS = st.sampled_from(PIECES.split(" "))


# What has no words has no statements.
@unhurried
@given(st.lists(WORDS, min_size=3, max_size=40).filter(lambda words: any(map(str.strip, words))), st.data())
def test_any_text_has_positions_whose_parts_stand_in_it(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    drafts = []
    for _ in range(data.draw(st.integers(1, 3))):
        spans = []
        for _ in range(3):
            start = data.draw(st.integers(0, len(text) - 1))
            spans.append(Span(start=start, end=data.draw(st.integers(start + 1, len(text)))))
        content, cue, source = spans
        some = data.draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
        drafts.append(Draft([content], [cue] if some[0] else [], source if some[1] else None, cue if some[2] else None))
    drafts[-1].inside = drafts[0] if len(drafts) > 1 else None
    opinion = Opinion(first_hand=data.draw(st.none() | st.floats(0, 1)))
    stands = positions(text, *drafts, persons=("Juan Silva",), roles=("minister",), opinion=opinion)
    # "É 3" is read as the E3.
    known = {"Portugal", "Norway", "NATO", "United States", "E3"}
    for draft in drafts:
        found = stands.of(draft)
        piece = draft.content[0]
        assert found.kind in POSITION_KINDS
        heading = text[:300].partition("\n")[0]
        # The stop of "U.S." belongs to it, though the content ends before.
        stretches = [heading, *text[piece.start : piece.end + 1].split("\n\n")]
        assert found.issue is None or any(found.issue in unwrapped(stretch) for stretch in stretches)
        assert found.condition is None or found.condition in piece
        assert all(span in piece or any(span in cue for cue in draft.cue) for span in (*found.hedges, *found.strength))
        assert all(name in known or all(part in text for part in name.split()) for name in found.toward)


@unhurried
@given(
    st.lists(
        st.sampled_from(
            ["the", "of", "Nuclear", "talks'", "US", "trade-deal", "&", "3", "signed", ",", "on", "sanctions", "Iran's"]
        ),
        max_size=16,
    )
)
def test_an_issue_is_the_run_whose_features_weigh_most(words: list[str]) -> None:
    text = " ".join(["Sanctions talks\n", *words, "."])
    topics, content, named = Topics(text), [Span(start=16, end=len(text))], weights.load().issue
    weighed = {
        run.span: sum(named.get(name, 0.0) * v for name, v in run.features.items()) for run in topics.runs(content)
    }
    best = topics.best(content, Scale(named))
    assert (best is None) == (not weighed)
    assert best is None or weighed[best] == pytest.approx(max(weighed.values()))


@pytest.mark.parametrize("content", ["it had no objection to a vote", "it would not oppose a vote", "we don't object"])
def test_who_denies_a_refusal_supports(content: str) -> None:
    text = f"Portugal said {content}."
    refusing = np.zeros(len(POSITION_KINDS), dtype=np.float32)
    refusing[POSITION_KINDS.index("refusal")] = 9.0
    draft = said(text, "Portugal", content)
    assert positions(text, draft, opinion=Opinion(kinds=refusing)).of(draft).kind == "support"


def test_the_state_whose_a_medium_is_takes_no_part() -> None:
    text = "Portugal told the Norwegian business daily Havneposten that ports will shut."
    draft = cued(text, "Portugal", "told", "ports will shut")
    draft.addressee = places(text, "the Norwegian business daily Havneposten")[0]
    assert "Norway" not in position(text, draft).toward
