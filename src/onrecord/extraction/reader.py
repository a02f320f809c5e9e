"""A document's text to its statements: the model's tags, the rules, and who speaks. Read this file first.

words.split     text to words, with case, paragraphs and quotation marks
tagger.tag      words to taggings, by the network, which works ahead of all that follows
parsing         taggings to an account of the text:
  drafts, forms, structure, printings   one draft a statement, whose words, inside, repeated
  who, via                              who speaks, for whom, to whom; who passed it on
  times, said_on, meetings              when, and at which meeting
  positions                             what each statement does, whose position it is, toward whom, how firmly
recording       the account to records
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from onrecord.extraction.network import MODELS, OnnxNetwork
from onrecord.extraction.parsing import account
from onrecord.extraction.positions import weights
from onrecord.extraction.recording import reading
from onrecord.extraction.segments import Segment, segments
from onrecord.extraction.tagger import Tagged, tag
from onrecord.extraction.words import Words, split
from onrecord.knowledge import Knowledge, shipped
from onrecord.records import Document, Reading, Run, Span

# Word pieces that the network is ahead of the rules, at each of its two steps: a report, so that it has work while the
# rules read one (and more behind a long one: tagger.MOST_AHEAD).
AHEAD = 1_000


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
        """Read documents with their sentences, in order; the network reads ahead while the rules read."""
        waiting: deque[tuple[Document, list[Segment]]] = deque()
        network = self._network
        tagged = tag(network, self._split(items, waiting), network.thresholds, network.each, AHEAD)
        for first in tagged:
            document, parts = waiting.popleft()
            yield self._reading(document, zip(parts, chain([first], tagged), strict=False))

    def _split(
        self, items: Iterable[tuple[Document, Sequence[Span]]], waiting: deque[tuple[Document, list[Segment]]]
    ) -> Iterator[Words]:
        """The words of each segment; what they are of is left `waiting`."""
        for document, sentences in items:
            parts = segments(document.text, sentences)
            waiting.append((document, parts))
            for part in parts:
                yield split(self._network.pieces, part.layout.text)

    def _reading(self, document: Document, parts: Iterable[tuple[Segment, Tagged]]) -> Reading:
        accounts = [
            (segment, account(segment.layout, tagged, document.published, self._knowledge, self._weights))
            for segment, tagged in parts
        ]
        return reading(document, accounts, self._network.calibration)
