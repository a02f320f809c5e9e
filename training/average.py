"""Average checkpoints of one descent: often better than each of them (Izmailov et al. 2018).

    python -m training.average OUT.pt CHECKPOINT.pt[=SHARE] CHECKPOINT.pt[=SHARE] ...

Shares are weighed against each other; one that isn't given is 1.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import torch


def average(shares: Mapping[Path, float]) -> dict[str, torch.Tensor]:
    """The weights of all, each by its share of the sum."""
    whole = sum(shares.values())
    parts = [(torch.load(path, weights_only=True)["model"], share / whole) for path, share in shares.items()]
    return {name: sum((part[name] * share for part, share in parts), torch.zeros(())) for name in parts[0][0]}


def share_of(words: str) -> tuple[Path, float]:
    """`FILE=SHARE` or `FILE`."""
    path, _, share = words.partition("=")
    return Path(path), float(share or 1)


if __name__ == "__main__":
    torch.save({"model": average(dict(map(share_of, sys.argv[2:])))}, sys.argv[1])
