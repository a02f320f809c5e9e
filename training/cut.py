"""Cut all articles into words and labels once, for several courses or for a machine without the texts.

    python -m training.cut FILE

`--cut FILE` of the courses reads it. The file is a pickle: read your own alone.
"""

from __future__ import annotations

import pickle
import random
import sys
from pathlib import Path

from training.data import Article, Cut, cut
from training.evaluate import SHARED, opened


def articles(file: Path | None) -> Cut:
    """From such a file, or cut anew."""
    if file is None:
        return cut(SHARED, opened())
    found: Cut = pickle.loads(file.read_bytes())
    return found


def lessons(cut: Cut, excerpts: float, seed: int) -> list[Article]:
    """The annotated articles; of the excerpts, which show a single statement each, this share, drawn by the seed."""
    whole = [one for one in cut.annotated if not _is_excerpt(one)]
    parts = [one for one in cut.annotated if _is_excerpt(one)]
    return whole + random.Random(seed).sample(parts, round(len(parts) * excerpts))


def _is_excerpt(one: Article) -> bool:
    return one.partial and len(one.annotations[0]) == 1


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(pickle.dumps(articles(None)))
