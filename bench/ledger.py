"""What the ledger costs as it grows: adding an article, finding, and the size of the file.

usage: python -m bench.ledger [--documents 100000] [--ledger PATH or URL] [--svg docs/ledger.svg] [--costs PATH]

Articles come from the news archives of the shared folder, in turn; when they are used up, their sentences are mixed
anew and printed on other days. Each sentence of some length stands as a statement of somebody whom the article names:
ten an article, so that 100,000 articles hold a million. The model reads none of it: what is timed is the ledger alone.
At each tenth the same hundred articles are added to an empty ledger of the same kind and to the grown one, in turn, so
that what else the machine does falls on both; then what is found is timed. At full size it takes an hour. A ledger with
documents is grown on from where it is, so that a run that was stopped goes on; `--costs` keeps what each run measured,
and the picture is drawn of all of it. `bench.carried` puts a grown ledger's rows into a PostgreSQL database.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench.articles import gather
from bench.score import CannotScore, shared_folder
from onrecord import views
from onrecord.document import sentences
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import (
    POSITION_KINDS,
    Document,
    Evidence,
    PartialDate,
    Party,
    Position,
    Reading,
    Run,
    Span,
    Statement,
)

RUN = Run(version="bench", model_sha256="0" * 64)
STATEMENTS, LEAST_SENTENCE = 10, 40
STATES = ("Iran", "Russia", "China", "Ukraine", "Israel", "Syria", "Germany", "France", "Japan", "India")
_NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]{2,}")
_FIRST_DAY, _DAYS = date(2006, 1, 1), 7300
# Enough adds for a median that holds, few enough that the ledger hardly grows meanwhile.
SAMPLE = 100
QUESTIONS: dict[str, Callable[[Ledger], Any]] = {
    "find by words": lambda ledger: views.find(ledger, "sanctions oil", limit=20),
    "find by phrase": lambda ledger: views.find(ledger, '"foreign minister"', limit=20),
    "find by words and days": lambda ledger: views.find(ledger, "talks", since="2015", until="2015-06", limit=20),
    "find by speaker and days": lambda ledger: views.find(
        ledger, speaker="obama", since="2012", until="2012-03", limit=20
    ),
    "facets of a find by words": lambda ledger: views.facets(ledger, views.Query(words="sanctions oil")),
    "facets of a find by words and days": lambda ledger: views.facets(
        ledger, views.Query(words="talks", since="2015", until="2015-06")
    ),
    "the register": lambda ledger: views.register(ledger, limit=50, history=False),
    "the register of red lines": lambda ledger: views.register(ledger, kinds=["red_line"], limit=50, history=False),
    "the register of a holder": lambda ledger: views.register(ledger, holder="Iran", limit=50, history=False),
    "the register of an issue": lambda ledger: views.register(
        ledger, issue="nuclear programme", limit=50, history=False
    ),
}
ASKED = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """How long one add took, in milliseconds, when the ledger held so many documents, and in an empty one."""

    documents: int
    milliseconds: float
    in_empty: float


def readings(texts: Sequence[str], start: int = 0) -> Iterator[Reading]:
    """Readings without end, from one number on: of the texts, then of their sentences mixed anew."""
    rng = random.Random(start)
    cut: list[list[str]] = []
    for number in count(start):
        if number < len(texts):
            text = texts[number]
        else:
            cut = cut or [_sentences(text) or [text] for text in texts]
            text = " ".join(rng.choice(rng.choice(cut)) for _ in range(30))
        yield _reading(text, f"d{start}-{number:08d}", number, rng)


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end].strip() for span in sentences(text)]


def _reading(text: str, id: str, number: int, rng: random.Random) -> Reading:
    day = PartialDate((_FIRST_DAY + timedelta(days=rng.randrange(_DAYS))).isoformat())
    digest = sha256(text.encode()).hexdigest()
    document = Document(
        id=id,
        input=f"bench:{id}",
        input_id=None,
        url=f"https://example.org/{id}",
        title=text[:60],
        publisher=f"Paper {number % 40}",
        published=day,
        published_basis="declared",
        language="en",
        retrieved=None,
        page_sha256=digest,
        text_sha256=digest,
        text=text,
    )
    names = _NAME.findall(text) or ["Ana Vidal"]
    long_ones = [span for span in sentences(text) if span.end - span.start >= LEAST_SENTENCE]
    said = [_statement(document, span, n, names) for n, span in enumerate(long_ones[:STATEMENTS])]
    return Reading(document=document, statements=tuple(said))


def _statement(document: Document, sentence: Span, number: int, names: Sequence[str]) -> Statement:
    words = document.text[sentence.start : sentence.end].rstrip()
    span = Span(start=sentence.start, end=sentence.start + len(words))
    name = names[number % len(names)]
    return Statement(
        id=f"{document.id}.{number}",
        document_id=document.id,
        kind="indirect",
        act="speech",
        speaker=Party(text=name, name=name, affiliation="USA", confidence=0.9),
        cue=(),
        content=(Evidence(role="content", span=span, quote=words, score=0.9),),
        said_on=document.published,
        said_on_basis="published",
        position=Position(
            kind=POSITION_KINDS[(len(words) + number) % len(POSITION_KINDS)],
            holder=(STATES[len(words) % len(STATES)],),
            toward=(STATES[(len(words) + 3) % len(STATES)],),
            issue=" ".join(words.split()[2:5]),
            first_hand=True,
            confidence=0.6,
        ),
        confidence=0.9,
    )


def growth(ledger: Ledger, where: str, texts: Sequence[str], documents: int) -> Iterator[Cost]:
    """The mean cost of an add after each tenth of the documents, as it is reached, beside that in an empty ledger.

    `where` is the ledger's place, as it was opened.
    """
    held = ledger.reader.count_documents()
    made = readings(texts, held)
    for size in (documents * tenth // 10 for tenth in range(1, 11)):
        if size + SAMPLE <= held:
            continue
        for reading in islice(made, max(0, size - held)):
            ledger.writer.add(reading, RUN)
        held = max(held, size)
        with _empty_beside(where) as empty:
            yield _cost(ledger, empty, held, list(islice(made, 2 * SAMPLE)))
        held += 2 * SAMPLE


@contextmanager
def _empty_beside(where: str) -> Iterator[Ledger]:
    """An empty ledger in a file, or in a schema of the same database, for as long as it is needed."""
    if not where.startswith("postgresql"):
        with tempfile.TemporaryDirectory() as folder, open_ledger(str(Path(folder, "empty.db")), create=True) as empty:
            yield empty
        return
    with psycopg.connect(where, autocommit=True) as server:
        server.execute("CREATE SCHEMA bench_empty")
        try:
            beside = f"{where}{'&' if '?' in where else '?'}options=-csearch_path%3Dbench_empty"
            with open_ledger(beside, create=True) as empty:
                yield empty
        finally:
            server.execute("DROP SCHEMA bench_empty CASCADE")


def _cost(ledger: Ledger, empty: Ledger, held: int, sample: Sequence[Reading]) -> Cost:
    """What the second half of these readings cost; with the first, both ledgers get used to them."""
    grown: list[float] = []
    fresh: list[float] = []
    both = [(empty, fresh), (ledger, grown)]
    for reading in sample:
        for one, took in both:
            took.append(_milliseconds(partial(one.writer.add, reading, RUN)))
        # The second finds words and names in memory that the first had to work out.
        both.reverse()
    return Cost(
        documents=held, milliseconds=statistics.mean(grown[-SAMPLE:]), in_empty=statistics.mean(fresh[-SAMPLE:])
    )


def _milliseconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return 1000 * (perf_counter() - began)


def asking(ledger: Ledger) -> dict[str, tuple[float, float]]:
    """The median and the 95th percentile of each question, in milliseconds, 25 times each."""
    found = {}
    for name, asked in QUESTIONS.items():
        took = sorted(_milliseconds(partial(_answered, asked, ledger)) for _ in range(ASKED))
        found[name] = (statistics.median(took), took[int(0.95 * (ASKED - 1))])
    return found


def _answered(asked: Callable[[Ledger], Any], ledger: Ledger) -> None:
    found = asked(ledger)
    if isinstance(found, Iterator):
        list(found)


def svg(costs: Sequence[Cost]) -> str:
    """The cost of an add against the size of the ledger, and that in an empty one beside it, as lines from zero."""
    width, height, edge = 560, 240, 48
    right, top = max(c.documents for c in costs), 1.2 * max(c.milliseconds for c in costs)
    base = height - edge

    def line(colour: str, name: str, points: Sequence[tuple[int, float]]) -> str:
        places = [(edge + n / max(1, right) * (width - 2 * edge), base - ms / top * (base - edge)) for n, ms in points]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dots = "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}">'
            f"<title>{n:,} documents: {ms:.1f} ms</title></circle>"
            for (x, y), (n, ms) in zip(places, points, strict=True)
        )
        label = (
            f'<text x="{places[-1][0]:.1f}" y="{places[-1][1] - 8:.1f}" text-anchor="end" fill="{colour}">{name}</text>'
        )
        return f'<polyline points="{drawn}" fill="none" stroke="{colour}"/>{dots}{label}'

    grown = line("#1f6f8b", "in this ledger", [(c.documents, c.milliseconds) for c in costs])
    empty = line("#888", "in an empty one, in turn", [(c.documents, c.in_empty) for c in costs])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" '
        f'font-size="12"><title>Milliseconds to add one article, by the documents on record</title>'
        f'<line x1="{edge}" y1="{base}" x2="{width - edge}" y2="{base}" stroke="#888"/>'
        f'<line x1="{edge}" y1="{edge}" x2="{edge}" y2="{base}" stroke="#888"/>{empty}{grown}'
        f'<text x="{edge}" y="{base + 18}">0 documents</text>'
        f'<text x="{width - edge}" y="{base + 18}" text-anchor="end">{right:,}</text>'
        f'<text x="{edge}" y="{edge - 12}">up to {top / 1.2:.1f} ms for one article (mean of {SAMPLE})</text></svg>\n'
    )


def _kept(path: Path | None) -> list[Cost]:
    if path is None or not path.exists():
        return []
    return [Cost(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _report(ledger: Ledger, cost: Cost) -> None:
    times = f"{cost.milliseconds / cost.in_empty:.2f}\ttimes an empty one's"
    print(f"{cost.documents}\tdocuments\t{cost.milliseconds:.1f}\tms to add one\t{times}", flush=True)
    for name, (median, late) in asking(ledger).items():
        print(f"{name}\t{median:.1f}\tms median\t{late:.1f}\tms at the 95th percentile", flush=True)


def _measure(chosen: argparse.Namespace, texts: Sequence[str], where: str) -> None:
    """Prints and keeps each figure as it is measured."""
    costs = _kept(chosen.costs)
    with open_ledger(where, create=True) as ledger:
        for cost in growth(ledger, where, texts, chosen.documents):
            costs.append(cost)
            if chosen.costs:
                with chosen.costs.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(cost)) + "\n")
            if chosen.svg:
                chosen.svg.write_text(svg(sorted(costs, key=lambda one: one.documents)), encoding="utf-8")
            _report(ledger, cost)
    print(f"{_size(where) / 1e6:.0f}\tMB, the ledger")


def _size(where: str) -> int:
    """The bytes of the file, or of the database."""
    if not where.startswith("postgresql"):
        return Path(where.removeprefix("sqlite:///")).stat().st_size
    with psycopg.connect(where) as server:
        (size,) = server.execute("SELECT pg_database_size(current_database())").fetchall()[0]
    return int(size)


def main() -> int:
    """Read the command line, measure, print; 2 if there are no articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--ledger")
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--costs", type=Path)
    chosen = parser.parse_args()
    try:
        shared = shared_folder()
    except CannotScore as reason:
        print(f"ledger: {reason}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        articles = gather(Path(folder, "articles.jsonl"), chosen.documents, shared)
        with articles.path.open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        _measure(chosen, texts, chosen.ledger or str(Path(folder, "bench.db")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
