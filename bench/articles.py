"""The articles that the speed is measured on, as one JSONL file."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """A JSONL file of articles: how many, their words (parts between white space), and where they came from."""

    path: Path
    count: int
    words: int
    origin: str


def gather(path: Path, count: int, shared: Path) -> Articles:
    """Write `count` articles to `path`: from the news archives in `shared`, or else the project's example, repeated."""
    archives = sorted((shared / "data" / "news").glob("*.jsonl.gz"))
    if archives:
        chosen = list(islice(_in_turn([_read(archive) for archive in archives]), count))
        origin = f"{len(archives)} archives of news, in turn"
    else:
        text = (ROOT / "examples" / "herring.txt").read_text(encoding="utf-8")
        chosen = [{"id": str(number), "text": text, "published": "2025-03-11"} for number in range(count)]
        origin = "examples/herring.txt, repeated: no news archives found"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in chosen), encoding="utf-8")
    words = sum(len(f"{one.get('title', '')} {one['text']}".split()) for one in chosen)
    return Articles(path=path, count=len(chosen), words=words, origin=origin)


def _in_turn(streams: list[Iterator[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    while streams:
        for stream in list(streams):
            article = next(stream, None)
            if article is None:
                streams.remove(stream)
            else:
                yield article


def _read(archive: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(archive, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            item = json.loads(line)
            article = {name: item[name] for name in ("id", "title", "text")}
            day = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", item["date"])
            yield {**article, "published": "-".join(day.groups())} if day else article
