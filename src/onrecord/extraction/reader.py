"""A document's text to its statements: the model's tags, the rules, and who speaks. Read this file first.

words.split     text to words, with case, paragraphs and quotation marks
tagger.tag      words to taggings, by the network, many texts at once
parsing         taggings to an account of the text:
  drafts, forms, structure, printings   one draft a statement, whose words, inside, repeated
  who, via                              who speaks, for whom, to whom; who passed it on
  times, said_on, meetings              when, and at which meeting
  positions                             what each statement does, whose position it is, toward whom, how firmly
recording       the account to records
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from onrecord.extraction.network import MODELS, OnnxNetwork
from onrecord.extraction.parsing import account
from onrecord.extraction.positions import weights
from onrecord.extraction.recording import reading
from onrecord.extraction.segments import Segment, segments
from onrecord.extraction.tagger import Tagged, tag
from onrecord.extraction.words import split
from onrecord.knowledge import Knowledge, shipped
from onrecord.records import Document, Reading, Run, Span

# Characters tagged together: enough to fill batches of windows, little enough that output flows. On 500 articles,
# twice as much gained nothing and half as much cost 4 %.
TOGETHER = 40_000


class Reader:
    """Reads documents with one model. Loading takes a quarter of a second; keep it."""

    def __init__(
        self, folder: Path | None = None, threads: int | None = None, knowledge: Knowledge | None = None
    ) -> None:
        self._network = OnnxNetwork(folder or MODELS, threads)
        self._knowledge = knowledge or shipped()
        self._weights = weights.load(folder or MODELS)

    @property
    def run(self) -> Run:
        """The way of reading, for the ledger."""
        own = self._knowledge.own_sha256
        settings = {"knowledge": own} if own else {}
        return Run(version=version("onrecord"), model_sha256=self._network.sha256, settings=json.dumps(settings))

    def read(self, items: Iterable[tuple[Document, Sequence[Span]]]) -> Iterator[Reading]:
        """Read documents with their sentences, in order; a few are read ahead to fill the network's batches."""
        waiting: list[tuple[Document, list[Segment]]] = []
        size = 0
        for document, sentences in items:
            waiting.append((document, segments(document.text, sentences)))
            size += len(document.text)
            if size >= TOGETHER:
                yield from self._read(waiting)
                waiting, size = [], 0
        yield from self._read(waiting)

    def _read(self, waiting: Sequence[tuple[Document, list[Segment]]]) -> Iterator[Reading]:
        parts = [segment for _, found in waiting for segment in found]
        tagged = iter(self._tag(parts))
        for document, found in waiting:
            yield self._reading(document, [(segment, next(tagged)) for segment in found])

    def _tag(self, parts: Sequence[Segment]) -> Iterator[Tagged]:
        at = 0
        while at < len(parts):
            end, size = at, 0
            while end < len(parts) and (end == at or size < 2 * TOGETHER):
                size += len(parts[end].layout.text)
                end += 1
            texts = [split(self._network.tokenizer, part.layout.text) for part in parts[at:end]]
            yield from tag(self._network, texts, self._network.thresholds, self._network.each)
            at = end

    def _reading(self, document: Document, parts: Sequence[tuple[Segment, Tagged]]) -> Reading:
        accounts = [
            (segment, account(segment.layout, tagged, document.published, self._knowledge, self._weights))
            for segment, tagged in parts
        ]
        return reading(document, accounts, self._network.calibration)
