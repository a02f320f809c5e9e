"""What is added comes back as it was; nothing is added twice, nothing is overwritten, nothing false gets in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, readings, span_of, statement_of, unhurried
from onrecord.errors import RecordError
from onrecord.ledger import Asked, Ledger, open_ledger
from onrecord.records import Actor, Evidence, Meeting, Party, Reading, Span, Time, Title

TEXT = "Talks fail.\n\n“We see no progress,” Ana Vidal, the envoy, said on Monday. “None,” she said."


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as made:
        yield made


def small(**fields: object) -> Reading:
    document = document_of(TEXT, **fields)
    return reading_of(document, statement_of(document, "We see no progress", speaker="Ana Vidal", cue="said"))


def statements_in(ledger: Ledger) -> list[Any]:
    return [entry.statement for group in ledger.reader.utterances(Asked()) for entry in group]


@unhurried
@given(readings())
def test_what_was_added_comes_back(place: Place, reading: Reading) -> None:
    with place() as where, open_ledger(where, create=True) as ledger:
        assert ledger.writer.add(reading, RUN).status == "new"
        assert sorted(statements_in(ledger), key=lambda s: s.id) == list(reading.statements)
        assert ledger.reader.text(reading.document.id) == reading.document.text
        (entry,) = ledger.reader.documents()
        assert entry.statements == len(reading.statements)
        own = ("family", "version_of", "beginning", "statements", "recorded_at")
        names = [name for name in entry.__slots__ if name not in own]
        assert [getattr(entry, name) for name in names] == [getattr(reading.document, name) for name in names]
        if reading.document.title is None:
            assert entry.beginning and reading.document.text.startswith(entry.beginning)
        else:
            assert entry.beginning is None


def test_adding_again_adds_nothing(ledger: Ledger) -> None:
    reading = small()
    assert not ledger.writer.known(reading.document.id, RUN)
    assert ledger.writer.recorded(reading.document, RUN) is None
    first = ledger.writer.add(reading, RUN)
    assert (first.status, first.statements, first.document_id) == ("new", 1, reading.document.id)
    assert ledger.writer.known(reading.document.id, RUN)
    assert not ledger.writer.known(reading.document.id, OTHER_RUN)
    known = ledger.writer.add(reading, RUN)
    assert known == replace(first, status="known") == ledger.writer.recorded(reading.document, RUN)
    assert len(list(ledger.reader.documents())) == len(statements_in(ledger)) == 1


def test_another_run_adds_a_reading_and_lists_show_the_newest(ledger: Ledger) -> None:
    old = small()
    better = reading_of(old.document, statement_of(old.document, "None", speaker="she"))
    ledger.writer.add(old, RUN)
    assert ledger.writer.add(better, OTHER_RUN).status == "new"
    assert statements_in(ledger) == list(better.statements)
    assert next(ledger.reader.documents()).statements == 1
    assert ledger.reader.statement(old.statements[0].id).statement == old.statements[0]


def test_another_text_of_a_url_is_a_version_of_it(ledger: Ledger) -> None:
    url = "https://example.org/talks"
    first = small(url=url)
    edited = document_of(TEXT + " Corrected.", url=url)
    ledger.writer.add(first, RUN)
    assert ledger.writer.add(reading_of(edited), RUN).status == "version"
    assert ledger.writer.add(reading_of(document_of("Elsewhere.")), RUN).status == "new"
    versions = {entry.id: entry.version_of for entry in ledger.reader.documents()}
    assert versions[edited.id] == first.document.id
    assert [version for version in versions.values() if version] == [first.document.id]


def test_two_printings_are_one_group_and_a_chain_of_repeats_ends_at_the_first(ledger: Ledger) -> None:
    document = document_of("“No.” “No.” “No.” “Yes.”")
    starts = (1, 7, 13)
    printings = [
        replace(
            statement_of(document, "No."),
            id=f"n{number}",
            content=(Evidence(role="content", span=Span(start=start, end=start + 3), quote="No."),),
            repeats=f"n{number - 1}" if number else None,
        )
        for number, start in enumerate(starts)
    ]
    ledger.writer.add(reading_of(document, *printings, statement_of(document, "Yes.")), RUN)
    groups = list(ledger.reader.utterances(Asked(words="no")))
    assert [[entry.statement.id for entry in group] for group in groups] == [["n0", "n1", "n2"]]
    assert [entry.statement.repeats for entry in groups[0]] == [None, "n0", "n0"]


def test_many_documents_are_listed_once_each(ledger: Ledger) -> None:
    made = [document_of(f"Text {number}.") for number in range(210)]
    for document in made:
        ledger.writer.add(reading_of(document), RUN)
    assert [entry.id for entry in ledger.reader.documents()] == [document.id for document in reversed(made)]


def test_a_file_name_that_is_not_utf8_is_kept_readable(ledger: Ledger) -> None:
    ledger.writer.add(small(input="r\udce9port.txt"), RUN)
    assert next(ledger.reader.documents()).input == "r\ufffdport.txt"


def _changed(**fields: Any) -> Reading:
    reading = small()
    return replace(reading, statements=(replace(reading.statements[0], **fields),))


def _wrong_readings() -> dict[str, Reading]:
    reading = small()
    document, statement = reading.document, reading.statements[0]
    here = Span(start=0, end=5)
    beyond = Span(start=0, end=len(TEXT) + 1)
    piece = Evidence(role="content", span=here, quote="Walks")
    long = Evidence(role="content", span=beyond, quote=TEXT)
    talks = Meeting(id="m1", name="talks", kind="talks", mentions=(here,))
    ring = [replace(statement, id=name, repeats=other) for name, other in (("a", "b"), ("b", "a"))]
    return {
        "the text has 'Talks' there": _changed(content=(piece,)),
        r"content of statement \w+ \[0,": _changed(content=(long,)),
        "holds evidence in the role content": _changed(cue=(replace(piece, quote="Talks"),)),
        "has no content": _changed(content=()),
        "score of the content .* is nan": _changed(content=(replace(piece, quote="Talks", score=float("nan")),)),
        "confidence of statement .* is 1.5": _changed(confidence=1.5),
        "is of document other": _changed(document_id="other"),
        "speaker of statement .* 'Bo'": _changed(speaker=Party(text="Bo", span=here)),
        "role of the speaker .* 'None'": _changed(speaker=Party(text="Bo", role_span=here)),
        "has inside nowhere": _changed(inside="nowhere"),
        "has meeting nowhere": _changed(meeting="nowhere"),
        "repeats itself by way of": replace(reading, statements=tuple(ring)),
        "two statements bear the id": replace(reading, statements=(statement, statement)),
        "two meetings bear the id m1": replace(reading, meetings=(talks, talks)),
        r"mention \[0, \d+\) of 'talks'": replace(reading, meetings=(replace(talks, mentions=(beyond,)),)),
        "time .* is 'today'": replace(reading, times=(Time(span=here, text="today", value="2022"),)),
        "role of actor": replace(
            reading, actors=(Actor(id="a", name="A", kind="person", roles=(Title(text="x", span=here),)),)
        ),
        "text_sha256 is not the text's": replace(reading, document=replace(document, text_sha256="0" * 64)),
        "the character NUL at 11": replace(reading, document=replace(document, text=TEXT[:11] + "\0")),
        "lone surrogate at 11": replace(reading, document=replace(document, text=TEXT[:11] + "\ud800")),
        "a value holds a lone surrogate": replace(reading, document=replace(document, title="\ud800")),
    }


@pytest.mark.parametrize(("says", "wrong"), _wrong_readings().items())
def test_what_is_false_is_refused_in_one_line_and_leaves_nothing(ledger: Ledger, says: str, wrong: Reading) -> None:
    with pytest.raises(RecordError, match=says) as raised:
        ledger.writer.add(wrong, RUN)
    assert "\n" not in str(raised.value)
    assert list(ledger.reader.documents()) == []
    assert ledger.writer.add(small(), RUN).status == "new"


def test_an_id_on_record_is_not_taken_for_another_text(ledger: Ledger) -> None:
    first = small()
    ledger.writer.add(first, RUN)
    other = replace(document_of("Another text."), id=first.document.id)
    with pytest.raises(RecordError, match="on record with another text"):
        ledger.writer.add(reading_of(other), OTHER_RUN)


def test_the_speaker_and_the_meeting_come_back_with_their_places(ledger: Ledger) -> None:
    document = document_of(TEXT)
    talks = Meeting(id="m1", name="Talks", kind="talks", mentions=(span_of(TEXT, "Talks"),))
    speaker = Party(
        text="Ana Vidal",
        span=span_of(TEXT, "Ana Vidal"),
        name="Ana María Vidal",
        role="the envoy",
        role_span=span_of(TEXT, "the envoy"),
    )
    made = statement_of(document, "We see no progress", "None")
    made = replace(made, speaker=speaker, addressee=replace(speaker, name=None), meeting="m1")
    ledger.writer.add(reading_of(document, made, meetings=[talks]), RUN)
    assert statements_in(ledger) == [made]
