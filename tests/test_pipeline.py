"""The main path keeps the order of the inputs, whatever fails and however far the reader reads ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from made_readings import document_of
from onrecord import pipeline
from onrecord.ledger import Added, open_ledger
from onrecord.records import Document, Failure, Reading, Span
from quick_reader import QuickReader
from typed import UNHURRIED


def failure(name: str) -> Failure:
    return Failure(input=name, problem="it is empty", expected="expected text")


def items(kinds: Iterable[bool]) -> Iterator[Document | Failure]:
    """A document for each true, a failure for each false; each bears its number as its input."""
    for number, is_document in enumerate(kinds):
        yield document_of(f"text {number}", input=str(number)) if is_document else failure(str(number))


def names(outcomes: Iterable[Reading | Failure]) -> list[str]:
    return [one.input if isinstance(one, Failure) else one.document.input for one in outcomes]


@UNHURRIED
@given(st.lists(st.booleans(), max_size=40), st.integers(1, 8))
def test_order_is_the_order_of_the_input(kinds: list[bool], ahead: int) -> None:
    outcomes = list(pipeline._read_in_order(items(kinds), QuickReader(ahead)))
    assert names(outcomes) == [str(number) for number in range(len(kinds))]
    assert [isinstance(one, Reading) for one in outcomes] == kinds


def test_a_failure_before_any_document_comes_at_once() -> None:
    def then_break() -> Iterator[Document | Failure]:
        yield failure("first")
        raise AssertionError("read on before the failure was passed")

    outcomes = pipeline._read_in_order(then_break(), QuickReader())
    assert names([next(outcomes)]) == ["first"]


def test_what_waits_behind_a_document_is_bounded() -> None:
    taken = 0

    def one_document_then_failures() -> Iterator[Document | Failure]:
        nonlocal taken
        yield document_of("text", input="document")
        for number in range(10 * pipeline._WAITING):
            taken += 1
            yield failure(str(number))

    outcomes = pipeline._read_in_order(one_document_then_failures(), QuickReader())
    assert names([next(outcomes)]) == ["document"]
    assert taken <= pipeline._WAITING + 1
    assert sum(1 for _ in outcomes) == 10 * pipeline._WAITING


class ReadsAll(QuickReader):
    """A reader that takes everything before it gives anything."""

    def read(self, items: Iterable[tuple[Document, Sequence[Span]]]) -> Iterator[Reading]:
        yield from super().read(list(items))


@UNHURRIED
@given(st.lists(st.booleans(), max_size=20))
def test_order_holds_for_a_reader_that_takes_all_first(kinds: list[bool]) -> None:
    outcomes = list(pipeline._read_in_order(items(kinds), ReadsAll()))
    assert names(outcomes) == [str(number) for number in range(len(kinds))]


def reports(folder: Path, count: int) -> list[str]:
    for number in range(count):
        (folder / f"{number}.txt").write_text(f'Report {number}\n\n"We stay" said Berg.\n')
    return [str(folder / f"{number}.txt") for number in range(count)]


def test_known_documents_are_not_read_again(tmp_path: Path) -> None:
    inputs = reports(tmp_path, 5)
    with open_ledger(str(tmp_path / "record.db"), create=True) as ledger:
        first = list(pipeline.add(inputs[:3], QuickReader(), ledger.writer))
        reader = QuickReader()
        both = list(pipeline.add(inputs, reader, ledger.writer))
    assert [one.input for one in both] == inputs
    assert both[:3] == [replace(one, status="known") for one in first if isinstance(one, Added)]
    assert len(reader.seen) == 2


def test_one_document_twice_in_one_run_is_added_once(tmp_path: Path) -> None:
    (name,) = reports(tmp_path, 1)
    with open_ledger(str(tmp_path / "record.db"), create=True) as ledger:
        outcomes = list(pipeline.add([name, name], QuickReader(), ledger.writer))
    assert [one.status for one in outcomes if isinstance(one, Added)] == ["new", "known"]


class Invents(QuickReader):
    """A reader whose first reading has words that are not in the text."""

    def read(self, items: Iterable[tuple[Document, Sequence[Span]]]) -> Iterator[Reading]:
        for number, reading in enumerate(super().read(items)):
            if number == 0:
                (statement,) = reading.statements
                invented = replace(statement.content[0], quote="We left")
                reading = replace(reading, statements=(replace(statement, content=(invented,)),))
            yield reading


def test_what_the_ledger_refuses_is_one_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "record.db"), create=True) as ledger:
        outcomes = list(pipeline.add(reports(tmp_path, 3), Invents(), ledger.writer))
    assert [type(one).__name__ for one in outcomes] == ["Failure", "Added", "Added"]
    assert str(outcomes[0]).endswith("is 'We left'; the text has 'We stay' there; it was not added")
