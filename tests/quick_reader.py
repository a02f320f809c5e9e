"""A reader for tests of what stands around the model: each quotation is said by the next capitalised word.

Like the model's, it reads ahead: several documents go in before the first reading comes out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from onrecord.records import Document, Evidence, Party, Reading, Run, Span, Statement

QUOTATION = re.compile(r'"(?P<content>[^"\n]+)" (?P<cue>said) (?P<speaker>[A-Z]\w+)')


class QuickReader:
    def __init__(self, ahead: int = 3) -> None:
        self.ahead = ahead
        self.seen: list[str] = []
        self.run = Run(version="0.1.0", model_sha256="0" * 64)

    def read(self, items: Iterable[tuple[Document, Sequence[Span]]]) -> Iterator[Reading]:
        stream = iter(items)
        while batch := list(islice(stream, self.ahead)):
            for document, _sentences in batch:
                self.seen.append(document.id)
                yield Reading(document=document, statements=tuple(_statements(document)))


def _statements(document: Document) -> Iterator[Statement]:
    for match in QUOTATION.finditer(document.text):
        span = {name: Span(start=match.start(name), end=match.end(name)) for name in ("content", "cue", "speaker")}
        yield Statement(
            id=hashlib.sha256(f"{document.id} {match.start()}".encode()).hexdigest()[:16],
            document_id=document.id,
            kind="direct",
            act="speech",
            speaker=Party(text=match["speaker"], name=match["speaker"], span=span["speaker"]),
            cue=(Evidence(role="cue", span=span["cue"], quote=match["cue"]),),
            content=(Evidence(role="content", span=span["content"], quote=match["content"]),),
            said_on=document.published,
            said_on_basis="published" if document.published else None,
            confidence=0.75,
        )
