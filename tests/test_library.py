"""onrecord from Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord import pipeline
from quick_reader import QuickReader
from typed import UNHURRIED

REPORT = 'Ferry strike ends\n\n"The boats sail tonight" said Lund.\n'


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> QuickReader:
    made = QuickReader()
    monkeypatch.setattr(pipeline, "shared_reader", lambda threads=None, knowledge=None: made)
    return made


def test_read_gives_the_statements_and_their_evidence() -> None:
    reading = onrecord.read(REPORT, published="2021-12-03", publisher="Island Post", url="https://island.example/1")
    assert reading.document.text == REPORT
    assert reading.document.published == onrecord.PartialDate("2021-12-03")
    assert (reading.document.publisher, reading.document.url) == ("Island Post", "https://island.example/1")
    (statement,) = reading.statements
    assert statement.quote == "The boats sail tonight"
    assert REPORT[statement.span.start : statement.span.end] == statement.quote


def test_a_title_stands_at_the_beginning() -> None:
    assert onrecord.read("It rained.", title="Weather").document.text == "Weather\n\nIt rained."
    assert onrecord.read("Weather\n\nIt rained.", title="Weather").document.text == "Weather\n\nIt rained."


def test_what_cannot_be_read_says_so() -> None:
    with pytest.raises(onrecord.InputError, match="no text"):
        onrecord.read(" \n")
    with pytest.raises(onrecord.RecordError, match="'May' is not a date"):
        onrecord.read(REPORT, published="May")


def test_a_lone_surrogate_keeps_the_offsets() -> None:
    reading = onrecord.read("\ud800 " + REPORT)
    assert reading.document.text == "\ufffd " + REPORT


@UNHURRIED
@given(st.text(st.characters(), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reading = onrecord.read(text)
    except onrecord.InputError:
        return
    for statement in reading.statements:
        for piece in statement.content:
            assert reading.document.text[piece.span.start : piece.span.end] == piece.quote


def test_a_ledger_keeps_and_finds(tmp_path: Path) -> None:
    with onrecord.Ledger(str(tmp_path / "record.db")) as ledger:
        added = ledger.add(onrecord.read(REPORT, published="2021-12-03"))
        assert (added.status, added.statements) == ("new", 1)
        assert ledger.add(REPORT, published="2021-12-03").status == "known"
        (found,) = ledger.find(
            "boats", speaker="lund", since="2021", as_of="9999", recorded_since="2020", independent=1
        )
        assert not list(ledger.find("boats", toward="Norway", kinds=["offer"], issue="boats", meeting="Oslo"))
        assert not list(ledger.documents(as_of="2020"))
        assert found.first.quote == "The boats sail tonight"
        shown = ledger.show(found.first.id[:8])
        assert shown.text.strip() == '"The boats sail tonight" said Lund.'
        assert [one.title for one in ledger.documents()] == ["Ferry strike ends"]


def test_a_ledger_adds_inputs_as_the_command_does(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(REPORT)
    names = [str(tmp_path / name) for name in ("missing.txt", "ferry.txt")]
    with onrecord.Ledger(str(tmp_path / "record.db")) as ledger:
        failed, added = ledger.add_inputs(names)
        assert isinstance(failed, onrecord.Failure)
        assert not isinstance(added, onrecord.Failure)
        assert added.status == "new"


def test_every_public_name_is_there() -> None:
    assert all(getattr(onrecord, name) is not None for name in onrecord.__all__)
    assert set(onrecord.__all__) <= set(dir(onrecord))
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        _ = onrecord.raed  # type: ignore[attr-defined]


def test_import_is_light() -> None:
    program = "import sys, onrecord; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    heavy = ("numpy", "onnxruntime", "sqlalchemy", "typer", "rich", "trafilatura", "onrecord.records")
    assert not [name for name in heavy if name in loaded]


def test_what_a_person_decides_is_kept(tmp_path: Path) -> None:
    with onrecord.Ledger(str(tmp_path / "made.db")) as ledger:
        ledger.add(REPORT)
        (found,) = ledger.find("boats")
        ledger.review(found.first.id, "set", reviewer="Ann", correction="position=demand")
        (made,) = ledger.review(found.id, "reject", reviewer="Ann", note="he left")
        assert list(ledger.find("boats")) == []
        assert [one.id for one in ledger.find("boats", rejected=True)] == [found.id]
        assert [one.review.note for one in ledger.reviews(reviewer="Ann")] == ["he left", None]
        ledger.review(made.id, "withdraw", reviewer="Ben")
        (again,) = ledger.find("boats")
        assert again.first.position and again.first.position.kind == "demand"
        assert list(ledger.reviews(orphaned=True)) == []
        with pytest.raises(onrecord.OnrecordError, match="only 'set' or 'name_issue' has one"):
            ledger.review(found.id, "set", reviewer="Ann")


def test_lines_are_listed_shown_and_compared(tmp_path: Path) -> None:
    with onrecord.Ledger(str(tmp_path / "made.db")) as ledger:
        ledger.add(REPORT)
        (found,) = ledger.find("boats")
        for correction in ("position=demand", "holder=Norway"):
            ledger.review(found.first.id, "set", reviewer="Ann", correction=correction)
        ledger.review(found.first.id, "name_issue", reviewer="Ann", correction="issue=The boats")
        (line,) = ledger.lines(holder="NOR", kinds=["demand"])
        assert (line.holder, line.issue, line.kind) == ("Norway", "The boats", "demand")
        assert ledger.line(line.id).steps == line.steps
        (both,) = ledger.compare("Norway", "Sweden", issue="boats")
        assert both.lines[1] is None
