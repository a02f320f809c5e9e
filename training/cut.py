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
    whole = [one for one in cut.annotated if not one.partial]
    parts = [one for one in cut.annotated if one.partial]
    return whole + random.Random(seed).sample(parts, round(len(parts) * excerpts))


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(pickle.dumps(articles(None)))
