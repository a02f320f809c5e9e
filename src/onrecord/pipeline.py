"""The main path, from inputs to a reading or a row. Read this file second.

    sources -> document -> extraction -> ledger

Everything streams. What goes wrong with an input is a value, a `Failure`, that takes the input's place in the order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from onrecord import document, sources
from onrecord.errors import InputError, RecordError
from onrecord.records import Document, Failure, Handed, Page, Reading, Run, Span

if TYPE_CHECKING:
    from onrecord.ledger import Added, Writer

# How many failures and known documents may wait behind a document that is being read. It bounds the memory that
# a million bad lines after one good one can take; no result depends on it.
_WAITING = 1000

Passed = TypeVar("Passed")


class ReadsStatements(Protocol):
    """What reads statements in documents: `onrecord.extraction.Reader`."""

    @property
    def run(self) -> Run:
        """How it reads: program, model, settings."""

    def read(self, items: Iterable[tuple[Document, Sequence[Span]]]) -> Iterator[Reading]:
        """One reading a document, in order; it may take several documents before it gives the first."""


@cache
def shared_reader(threads: int | None = None, knowledge: str | None = None) -> ReadsStatements:
    """The shipped model, loaded once in a process; `threads` None is all cores, `knowledge` a folder of own tables.

    Raises ModelError, and InputError for own tables that are wrong.
    """
    # The model's libraries take longer to load than all else that a command does before it reads.
    from onrecord.extraction import Reader  # noqa: PLC0415
    from onrecord.knowledge import with_own  # noqa: PLC0415

    return Reader(threads=threads, knowledge=with_own(knowledge))


def read(
    inputs: Iterable[str], reader: ReadsStatements, *, publisher: str | None = None, published: str | None = None
) -> Iterator[Reading | Failure]:
    """Read every input, in order; `publisher` and `published` speak for those that don't say themselves."""
    return _read_in_order(_documents(sources.pages(inputs, publisher=publisher, published=published)), reader)


def add(
    inputs: Iterable[str | Handed],
    reader: ReadsStatements,
    ledger: Writer,
    *,
    publisher: str | None = None,
    published: str | None = None,
    only_public: bool = False,
) -> Iterator[Added | Failure]:
    """Read every input into the ledger, in order; a document that the ledger has from this run isn't read again.

    `only_public` as `sources.pages` has it: for inputs that come from elsewhere.
    """
    documents = _documents(sources.pages(inputs, publisher=publisher, published=published, only_public=only_public))
    run = reader.run
    unread = _unless_known(documents, ledger, run)
    outcomes: Iterator[Reading | Added | Failure] = _read_in_order(unread, reader)
    for outcome in outcomes:
        if isinstance(outcome, Reading):
            yield _added(outcome, ledger, run)
        else:
            yield outcome


def outcome_to_json(outcome: Added | Failure) -> dict[str, Any]:
    """The contract's object of `onrecord add`: what became of an input."""
    if isinstance(outcome, Failure):
        problem = {"problem": outcome.problem, "expected": outcome.expected}
        return {"input": outcome.input, "document": None, "status": "failed", "statements": 0} | problem
    return {
        "input": outcome.input,
        "document": outcome.document_id,
        "status": outcome.status,
        "statements": outcome.statements,
    }


def read_page(page: Page, reader: ReadsStatements) -> Reading:
    """Read one page; an InputError says what is wrong with it."""
    built = document.build(page)
    return next(iter(reader.read([(built, document.sentences(built.text))])))


def _documents(pages: Iterable[Page | Failure]) -> Iterator[Document | Failure]:
    for page in pages:
        yield page if isinstance(page, Failure) else _document(page)


def _document(page: Page) -> Document | Failure:
    try:
        return document.build(page)
    except InputError as error:
        return Failure(input=error.input, problem=error.problem, expected=error.expected)


def _unless_known(
    documents: Iterable[Document | Failure], ledger: Writer, run: Run
) -> Iterator[Document | Added | Failure]:
    for item in documents:
        yield item if isinstance(item, Failure) else ledger.recorded(item, run) or item


def _added(reading: Reading, ledger: Writer, run: Run) -> Added | Failure:
    try:
        return ledger.add(reading, run)
    except RecordError as error:
        # The ledger refuses evidence that the text does not bear out: that is this document's failure, not the run's.
        name = reading.document.input
        return Failure(input=name, problem=str(error).removeprefix(f"{name}: "), expected="it was not added")


def _read_in_order(items: Iterator[Document | Passed], reader: ReadsStatements) -> Iterator[Reading | Passed]:
    """Readings in place of documents; all else is passed on in its place, though the reader reads ahead."""
    for first in items:
        waiting: deque[Document | Passed] = deque()
        for reading in reader.read(_until_something_passes(chain([first], items), waiting)):
            waiting.popleft()
            yield reading
            yield from _passed(waiting)
        yield from _passed(waiting)


def _until_something_passes(
    items: Iterator[Document | Passed], waiting: deque[Document | Passed]
) -> Iterator[tuple[Document, Sequence[Span]]]:
    # What must pass while no document is before it ends the reader's input: nothing is lost by that, and it passes
    # at once. Behind a document it waits, up to a bound.
    for item in items:
        waiting.append(item)
        if isinstance(item, Document):
            yield item, document.sentences(item.text)
        elif not isinstance(waiting[0], Document) or len(waiting) > _WAITING:
            return


def _passed(waiting: deque[Document | Passed]) -> Iterator[Passed]:
    while waiting and not isinstance(waiting[0], Document):
        yield waiting.popleft()  # type: ignore[misc]
