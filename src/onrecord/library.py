"""onrecord from Python: `read` a text, keep what was read in a `Ledger`, ask it. `import onrecord` gives both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self

from onrecord import pipeline, views
from onrecord.ledger import Added, DocumentEntry, ReviewEntry, open_ledger
from onrecord.records import Declared, Failure, Page, PartialDate, Reading, Review, Verdict

_SURROGATE = re.compile("[\ud800-\udfff]")


def read(
    text: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Reading:
    """The statements in a report; the model is loaded with the first call and kept.

    `published` is `2022-01-10`, or part of one. Offsets count code points of the reading's `document.text`: that is
    `text`, if it is NFC with line feeds, and `title`, if given, stands at its beginning. A lone surrogate is stored as
    U+FFFD. Raises InputError for a text with nothing in it, RecordError for a date that is none, ModelError.
    """
    if published is not None:
        PartialDate(published)
    page = Page(
        input=url or title or "text",
        body=_SURROGATE.sub("\ufffd", text).encode("utf-8"),
        media_type="text/x-stored",
        url=url,
        charset="utf-8",
        declared=Declared(title=title, publisher=publisher, published=published),
    )
    return pipeline.read_page(page, pipeline.shared_reader())


class Ledger:
    """A ledger at a path or a postgresql:// address, made if there is none; a context manager. Raises LedgerError."""

    def __init__(self, path: str) -> None:
        self._open = open_ledger(path, create=True)

    def add(self, report: str | Reading, *, published: str | None = None, publisher: str | None = None) -> Added:
        """Add a reading, or read a text and add that; what the ledger has from this model is left as it is."""
        reading = report if isinstance(report, Reading) else read(report, published=published, publisher=publisher)
        return self._open.writer.add(reading, pipeline.shared_reader().run)

    def add_inputs(
        self, inputs: Iterable[str], *, published: str | None = None, publisher: str | None = None
    ) -> Iterator[Added | Failure]:
        """Add files, folders and URLs, in order, as `onrecord add` does, one at each step of the iterator."""
        return pipeline.add(
            inputs, pipeline.shared_reader(), self._open.writer, published=published, publisher=publisher
        )

    def find(
        self,
        words: str | None = None,
        *,
        speaker: str | None = None,
        for_whom: str | None = None,
        toward: str | None = None,
        kinds: Sequence[str] = (),
        issue: str | None = None,
        meeting: str | None = None,
        since: PartialDate | str | None = None,
        until: PartialDate | str | None = None,
        recorded_since: PartialDate | str | None = None,
        recorded_until: PartialDate | str | None = None,
        independent: int | None = None,
        as_of: PartialDate | str | None = None,
        document: str | None = None,
        rejected: bool = False,
        limit: int | None = None,
    ) -> Iterator[views.Utterance]:
        """What fits all that is asked, as `onrecord find`: the most relevant first if there are words, else the newest.

        Raises UsageError for a date, a kind, an id or a number that means nothing.
        """
        return views.find(
            self._open,
            words,
            speaker=speaker,
            for_whom=for_whom,
            toward=toward,
            kinds=kinds,
            issue=issue,
            meeting=meeting,
            since=since,
            until=until,
            recorded_since=recorded_since,
            recorded_until=recorded_until,
            independent=independent,
            as_of=as_of,
            document=document,
            rejected=rejected,
            limit=limit,
        )

    def lines(
        self,
        *,
        holder: str | None = None,
        toward: str | None = None,
        issue: str | None = None,
        kinds: Sequence[str] = (),
        since: PartialDate | str | None = None,
        until: PartialDate | str | None = None,
        independent: int | None = None,
        as_of: PartialDate | str | None = None,
        limit: int | None = None,
    ) -> Iterator[views.Line]:
        """The positions of one holder on one issue over time, as `onrecord lines` lists them, the latest first.

        Raises UsageError for a date, a kind or a number that means nothing.
        """
        return views.register(
            self._open,
            holder=holder,
            toward=toward,
            issue=issue,
            kinds=kinds,
            since=since,
            until=until,
            independent=independent,
            as_of=as_of,
            limit=limit,
        )

    def line(self, id: str, *, as_of: PartialDate | str | None = None) -> views.Line:
        """One line, by its id or that of a statement of it, abbreviated or not. Raises UsageError if there is none."""
        return views.line(self._open, id, as_of=as_of)

    def compare(
        self, one: str, other: str, *, issue: str | None = None, as_of: PartialDate | str | None = None
    ) -> Iterator[views.Compared]:
        """Where two holders stand, on each issue on which both have a line, or on what `issue` means."""
        return views.compare(self._open, one, other, issue=issue, as_of=as_of)

    def show(self, id: str) -> views.Shown:
        """One statement in its paragraph; the id may be abbreviated. Raises UsageError if none or several fit."""
        return views.show(self._open, id)

    def documents(self, *, as_of: PartialDate | str | None = None) -> Iterator[DocumentEntry]:
        """The documents on record, without their texts, the newest first; `as_of`, as they stood on that day."""
        return views.documents(self._open, as_of=as_of)

    def review(
        self,
        id: str,
        verdict: Verdict,
        *,
        reviewer: str,
        correction: str | None = None,
        other: str | None = None,
        note: str | None = None,
    ) -> list[Review]:
        """Keep what a person decided, as `onrecord review` does; what was added, one for each statement that it is of.

        `verdict`: "accept", "reject", "part", "own_issue", "note"; "set" and "name_issue" with `correction`
        ("speaker=Ana Vidal", "issue=Herring quota"); "join" and "same_issue" with the `other` statement's id;
        "withdraw", for which `id` is a review's. Raises UsageError for what means nothing.
        """
        if verdict == "withdraw":
            made = [views.withdrawal(self._open, id, reviewer=reviewer, note=note)]
        else:
            decision = views.Decision(verdict=verdict, assignment=correction, other=other, note=note)
            made = views.reviewed(self._open, id, [decision], reviewer=reviewer)
        return [one for one in made if self._open.writer.review(one)]

    def reviews(self, *, reviewer: str | None = None, orphaned: bool = False) -> Iterator[ReviewEntry]:
        """What people decided, the newest first; of one person, or what no statement can be found for."""
        return views.reviews(self._open, reviewer=reviewer, orphaned=orphaned)

    def close(self) -> None:
        """Close the file; what was added is kept already."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
