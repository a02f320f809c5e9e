"""Batches on several threads: begun at once, in order, one reading whatever the number of threads, none for nobody."""

from __future__ import annotations

from threading import Event

import pytest

from made_readings import document_of
from onrecord.document import sentences
from onrecord.errors import ModelError
from onrecord.extraction.network import OnnxNetwork
from onrecord.extraction.reader import Reader
from onrecord.records import Document, Reading


@pytest.fixture(scope="module")
def network() -> OnnxNetwork:
    return OnnxNetwork(threads=1)


def test_results_come_in_order(network: OnnxNetwork) -> None:
    assert list(network.each(lambda number: number * 2, range(50))) == [number * 2 for number in range(50)]


def test_batches_begin_before_anybody_waits(network: OnnxNetwork) -> None:
    began = Event()
    results = network.each(lambda _: began.set(), [1])
    assert began.wait(timeout=60)
    assert list(results) == [None]


def test_an_error_comes_in_its_place(network: OnnxNetwork) -> None:
    results = network.each(lambda number: 1 / number, [1, 0, 1])
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_what_nobody_waits_for_is_not_computed(network: OnnxNetwork) -> None:
    began, go_on = Event(), Event()
    done: list[int] = []

    def wait(number: int) -> None:
        began.set()
        go_on.wait(timeout=60)
        done.append(number)

    results = network.each(wait, range(50))
    assert began.wait(timeout=60)
    del results
    go_on.set()
    # The one thread takes batches in turn: when it has done this one, it has passed by the others.
    assert list(network.each(lambda number: number, [50])) == [50]
    assert done == [0]


TEXTS = [
    f"Herring quota {number}\n\nForeign Minister Ana Ferro said the quota of {number} would hold. "
    + "The fleets of the three coasts had asked for more, and went home without it. " * (number % 7)
    + f'"We do not give way," said Ola Berg of the union on 3 March {2000 + number}.'
    for number in range(30)
]


def read(reader: Reader, texts: list[str]) -> list[Reading]:
    documents: list[Document] = [document_of(text) for text in texts]
    return list(reader.read((document, sentences(document.text)) for document in documents))


def test_one_thread_reads_as_several_do() -> None:
    one, three = read(Reader(threads=1), TEXTS), read(Reader(threads=3), TEXTS)
    assert any(reading.statements for reading in one)
    assert one == three
    assert [reading.document.text for reading in one] == TEXTS


def test_an_error_in_the_model_reaches_the_caller_and_the_reader_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(threads=2)

    def breaks(*_: object) -> None:
        raise ModelError("the model broke")

    with monkeypatch.context() as patched, pytest.raises(ModelError, match="the model broke"):
        patched.setattr(OnnxNetwork, "encode", breaks)
        read(reader, TEXTS)
    assert len(read(reader, TEXTS[:3])) == 3
