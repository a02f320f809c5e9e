"""Average two checkpoints of one course of training: often better than the last of them (Izmailov et al. 2018).

    python -m training.average FIRST.pt SECOND.pt SHARE OUT.pt

SHARE is the second's, 0 to 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch


def average(first: Path, second: Path, share: float) -> dict[str, torch.Tensor]:
    """The weights of both, mixed."""
    one, other = (torch.load(path, weights_only=True)["model"] for path in (first, second))
    return {name: one[name].lerp(other[name], share) for name in one}


if __name__ == "__main__":
    a, b, part, out = sys.argv[1:5]
    torch.save({"model": average(Path(a), Path(b), float(part))}, out)
