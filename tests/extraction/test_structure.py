"""Nested, repeated, direct and indirect: told from spans alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.document import sentences
from onrecord.extraction.drafts import Draft
from onrecord.extraction.layout import layout_of
from onrecord.extraction.printings import read_alike
from onrecord.extraction.structure import (
    distinct,
    find_repeats,
    kind_of,
    nest,
    one_each,
    reach_back,
    settle,
    share_subjects,
    without_frames,
    without_own_views,
    without_passers_on,
    without_unsaid,
)
from onrecord.records import Span


def span(text: str, part: str, start: int = 0) -> Span:
    at = text.index(part, start)
    return Span(start=at, end=at + len(part))


def draft(text: str, *content: str, cue: str = "", source: str = "", start: int = 0) -> Draft:
    return Draft(
        content=[span(text, part, start) for part in content],
        cue=[span(text, cue, start)] if cue else [],
        source=span(text, source, start) if source else None,
    )


def test_a_statement_inside_another() -> None:
    text = "Smith said that Jones warned that rain would fall."
    outer = draft(text, "Jones warned that rain would fall", cue="said", source="Smith")
    inner = draft(text, "rain would fall", cue="warned", source="Jones")
    nest(text, [outer, inner])
    assert inner.inside is outer and outer.inside is None


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ('Rain fell. Smith warned of "ice and snow", Jones said.', 'Smith warned of "ice and snow'),
        ("Rain fell. Smith warned of ice and snow, said Jones.", "Smith warned of ice and snow"),
        # Here what stands before the words is no part of what Jones says.
        ("Rain fell. Smith warned of ice and snow, feared by Jones.", None),
        ("Rain fell. Smith warned of ice and snow feared by Jones.", None),
        ("Rain fell, and Smith warned of ice and snow, Jones said.", None),
    ],
)
def test_who_speaks_at_a_sentences_end_says_all_of_it(text: str, reached: str | None) -> None:
    cue = "said" if "said" in text else "feared"
    outer = draft(text, "ice and snow", cue=cue, source="Jones")
    inner = draft(text, "ice and snow", cue="warned", source="Smith")
    reach_back(layout_of(text, sentences(text)), [outer, inner])
    assert [text[piece.start : piece.end] for piece in outer.content] == [reached or "ice and snow"]
    settle([outer, inner])
    nest(text, [outer, inner])
    assert (inner.inside is outer) == (reached is not None)


def test_three_levels() -> None:
    text = "A said B said C said no."
    one, two = draft(text, "B said C said no", cue="said"), draft(text, "C said no", cue="said", start=7)
    three = draft(text, "no", cue="said", start=14)
    nest(text, [three, one, two])
    assert three.inside is two and two.inside is one


def test_neighbours_are_not_nested() -> None:
    text = '"Rain," said Smith. "Snow," said Jones.'
    one = draft(text, "Rain", cue="said", source="Smith")
    two = draft(text, "Snow", cue="said", source="Jones", start=18)
    nest(text, [one, two])
    assert one.inside is None and two.inside is None


@pytest.mark.parametrize(
    ("text", "cue", "inside"),
    [
        ("Quoting two envoys, the Courier said that rain would fall.", "Quoting", True),
        ("Rain would fall, the Courier said, citing two envoys.", "citing", True),
        ("Two envoys warned, and the Courier said, that rain would fall.", "warned", False),
    ],
)
def test_who_is_cited_speaks_inside_whoever_cites_him(text: str, cue: str, inside: bool) -> None:
    content = "rain would fall" if "rain" in text else "Rain would fall"
    outer = draft(text, content, cue="said", source="the Courier")
    inner = draft(text, content, cue=cue, source="two envoys" if "two" in text else "Two envoys")
    found = nest(text, [inner, outer])
    assert (inner.inside is outer, outer.inside) == (inside, None)
    assert found == ([outer, inner] if inside else [inner, outer])


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ('"Rain will fall," he said', ("Rain will fall",), "direct"),
        ("he said rain will fall", ("rain will fall",), "indirect"),
        ('he said "heavy rain" will fall', ('"heavy rain" will fall',), "mixed"),
        ('he said the "talks" will fail', ('the "talks" will fail',), "indirect"),
        ('"Rain," he said, "will fall."', ("Rain", "will fall"), "direct"),
        ('"They said rain will fall"', ("rain will fall",), "indirect"),
    ],
)
def test_kind(text: str, content: tuple[str, ...], kind: str) -> None:
    cue = "They said" if text.startswith('"They') else "said"
    made = draft(text, *content, cue=cue)
    assert kind_of(layout_of(text, []), made) == kind


def test_a_body_printed_twice() -> None:
    line = "Smith said the talks will go on next week."
    text = f"{line}\n\nOther words.\n\n{line}"
    one = draft(text, "the talks will go on next week", cue="said", source="Smith")
    two = draft(text, "the talks will go on next week", cue="said", source="Smith", start=20)
    find_repeats(text, [two, one])
    assert two.repeats is one and one.repeats is None


def test_the_same_words_of_another_speaker_repeat_nothing() -> None:
    text = "Smith said the talks will go on. Jones said the talks will go on."
    one = draft(text, "the talks will go on", cue="said", source="Smith")
    two = draft(text, "the talks will go on", cue="said", source="Jones", start=30)
    find_repeats(text, [one, two])
    assert two.repeats is None


def test_words_that_two_claim_go_to_the_nearer_cue() -> None:
    text = '"Rain will fall," Smith said. "Snow may fall," Jones added.'
    one = draft(text, "Rain will fall", "Snow may fall", cue="said", source="Smith")
    two = draft(text, "Snow may fall", cue="added", source="Jones")
    settle([one, two])
    assert [text[p.start : p.end] for p in one.content] == ["Rain will fall"]
    assert [text[p.start : p.end] for p in two.content] == ["Snow may fall"]


def test_a_statement_keeps_the_words_of_one_inside_it() -> None:
    text = "Smith said that rain fell and that Jones warned of snow."
    outer = draft(text, "rain fell", "Jones warned of snow", cue="said", source="Smith")
    inner = draft(text, "snow", cue="warned", source="Jones")
    settle([outer, inner])
    assert len(outer.content) == 2


def test_the_words_that_attribute_a_statement_are_none_themselves() -> None:
    text = "Rain would fall. This was stated by Ana Ferro, speaking in Oslo."
    said = draft(text, "Rain would fall", cue="This was stated by", source="Ana Ferro")
    frame = draft(text, "This was stated by Ana Ferro, speaking in Oslo")
    assert without_frames([said, frame]) == [said]


@pytest.mark.parametrize(
    ("cue", "source", "kept"),
    [
        ("also known as", "Ferro", False),
        ("is looking into", "Ferro", False),
        ("is expected to", None, False),
        ("is expected to", "Ferro", True),
        ("looks forward to", "Ferro", True),
    ],
)
def test_words_that_attribute_nothing_make_no_statement(cue: str, source: str | None, kept: bool) -> None:
    text = f"Ferro {cue} the rain of the west."
    one = draft(text, "the rain of the west", cue=cue, source=source)
    assert without_unsaid(text, [one]) == ([one] if kept else [])


def test_a_quotation_that_holds_another_statement_is_kept() -> None:
    text = "Ferro says that rain would fall."
    outer, inner = draft(text, text), draft(text, "rain would fall", cue="says", source="Ferro")
    assert without_frames([outer, inner]) == [outer, inner]


def test_what_a_speaker_wants_as_he_speaks_is_no_second_statement() -> None:
    text = "Ferro said we want the talks to go on."
    outer = draft(text, "we want the talks to go on", cue="said", source="Ferro")
    view = draft(text, "the talks to go on", cue="want", source="we")
    assert without_own_views(text, nest(text, [outer, view])) == [outer]


@pytest.mark.parametrize(("source", "cue"), [("I", "told them"), ("we", "have asked"), ("they", "want")])
def test_what_he_said_before_and_what_others_want_stays(source: str, cue: str) -> None:
    text = f"Ferro said {source} {cue} that the talks go on."
    outer = draft(text, f"{source} {cue} that the talks go on", cue="said", source="Ferro")
    inner = draft(text, "the talks go on", cue=cue, source=source)
    assert without_own_views(text, nest(text, [outer, inner])) == [outer, inner]
    assert inner.inside is outer


def test_what_stands_in_a_speakers_own_view_stands_in_what_he_says() -> None:
    text = "Ferro said we think Oslo wants the talks to go on."
    outer = draft(text, "we think Oslo wants the talks to go on", cue="said", source="Ferro")
    view = draft(text, "Oslo wants the talks to go on", cue="think", source="we")
    inner = draft(text, "the talks to go on", cue="wants", source="Oslo")
    assert without_own_views(text, nest(text, [outer, view, inner])) == [outer, inner]
    assert inner.inside is outer


def test_we_in_no_other_statement_speak() -> None:
    text = "We want the talks to go on."
    alone = draft(text, "the talks to go on", cue="want", source="We")
    assert without_own_views(text, nest(text, [alone])) == [alone]


def test_a_medium_that_passes_on_says_nothing() -> None:
    text = "This was said by Ana Ferro, a TSN correspondent reports."
    said = draft(text, "This", cue="was said by", source="Ana Ferro")
    medium = draft(text, "This was said by Ana Ferro", cue="reports", source="a TSN correspondent")
    assert without_passers_on(layout_of(text, [Span(start=0, end=len(text))]), [said, medium]) == [said]


def test_a_medium_with_a_report_of_its_own_speaks() -> None:
    text = "The agency reported that rain would fall."
    own = draft(text, "rain would fall", cue="reported", source="The agency")
    assert without_passers_on(layout_of(text, [Span(start=0, end=len(text))]), [own]) == [own]


def test_the_same_words_of_two_officials_repeat_nothing() -> None:
    text = "The minister said the talks will go on. The president said the talks will go on."
    one = draft(text, "the talks will go on", cue="said", source="The minister")
    two = draft(text, "the talks will go on", cue="said", source="The president", start=38)
    find_repeats(text, [one, two])
    assert two.repeats is None


def test_one_draft_a_statement() -> None:
    text = "Minister Ana Ferro said rain would fall."
    one = draft(text, "rain would fall", cue="said", source="Minister Ana Ferro")
    two = draft(text, "rain would fall", cue="said", source="Ana Ferro")
    one.score = 0.7
    assert distinct([one, two]) == [two]


def test_a_printing_laid_over_another_is_one_statement_with_it() -> None:
    line = "We shall keep the harbour open all year."
    text = f"{line}\n\nPhoto by Lis\n\nAna Ferro\n\n{line}"
    first = draft(text, "We shall keep the harbour open all year")
    first.score = 0.9
    again = draft(text, "We shall keep the harbour open all year", source="Lis\n\nAna Ferro", start=50)
    again.source = span(text, "Lis\n\nAna Ferro")
    again.score = 0.8
    laid = read_alike(layout_of(text, []), [first, again])
    assert len(laid) == 3
    kept = one_each(laid)
    assert [d.score for d in kept] == [0.9, 0.9]
    assert kept[1].repeats is kept[0]


def test_what_repeats_a_statement_that_is_one_with_another_repeats_that_one() -> None:
    text = "Rain will fall. Rain will fall."
    sure, unsure, later = (
        draft(text, "Rain will fall"),
        draft(text, "Rain will fall"),
        draft(text, "Rain will fall", start=5),
    )
    unsure.score, later.repeats = 0.5, unsure
    assert one_each([unsure, sure, later]) == [sure, later] and later.repeats is sure


LINES = ("We shall keep the harbour open all year.", "They will never close the long bridge again.", "Ana Ferro")


@given(st.data(), st.lists(st.sampled_from(LINES), min_size=1, max_size=8))
def test_no_two_statements_have_the_same_evidence(data: st.DataObject, lines: list[str]) -> None:
    text = "\n\n".join(lines)
    spans = st.sampled_from([Span(start=m, end=m + 9) for line in set(lines) for m in places(text, line)])
    found = data.draw(
        st.lists(
            st.builds(Draft, content=st.lists(spans, min_size=1, max_size=2, unique=True).map(sorted), source=spans),
            max_size=8,
        )
    )
    kept = one_each(read_alike(layout_of(text, []), distinct(found)))
    assert len({(tuple(d.cue), tuple(d.content)) for d in kept}) == len(kept)
    assert all(d.repeats is None or (d.repeats in kept and d.repeats is not d) for d in kept)


def places(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]


@pytest.mark.parametrize(
    ("text", "cue", "shared"),
    [
        ("Ferro praised the deal and urged calm.", "urged", True),
        ("Ferro praised the deal, adding calm.", "adding", True),
        ("Ferro praised the deal and fears have grown of calm.", "fears", False),
        ("Ferro praised the deal. Then urged calm.", "urged", False),
    ],
)
def test_joined_verbs_have_one_subject(text: str, cue: str, shared: bool) -> None:
    first = draft(text, "the deal", cue="praised", source="Ferro")
    second = draft(text, "calm", cue=cue)
    stop = text.find(". ") + 2
    sentences = (
        [Span(start=0, end=stop), Span(start=stop, end=len(text))] if stop > 1 else [Span(start=0, end=len(text))]
    )
    share_subjects(layout_of(text, sentences), [first, second])
    assert second.source == (first.source if shared else None)


def test_what_nothing_cues_within_a_statement_is_no_other() -> None:
    text = "Ferro said we go on and he claimed it is late"
    outer = draft(text, "we go on and he claimed it is late", cue="said", source="Ferro")
    middle = draft(text, "he claimed it is late")
    inner = draft(text, "it is late", cue="claimed", source="he")
    assert nest(text, [outer, middle, inner]) == [outer, inner] and inner.inside is outer


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ('There are "red lines" for all. ', "indirect"),
        ("There are red lines for all. ", "mixed"),
        # The same sentence printed twice is one.
        ('He said "red lines" exist. ', "mixed"),
    ],
)
def test_what_several_sentences_put_in_marks_is_a_term(before: str, kind: str) -> None:
    text = f'{before}He said "red lines" exist.'
    at = len(before)
    made = draft(text, '"red lines" exist', cue="said", start=at)
    sentences = [Span(start=0, end=at - 1), Span(start=at, end=len(text))]
    assert kind_of(layout_of(text, sentences), made) == kind
