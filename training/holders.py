"""Train the network that weighs possible holders, and write it as holders.onnx.

    python -m training.holders [--out src/onrecord/models]

25 minutes on two cores, 8 GB. All reports (looks.py) are read once with the model that ships, 12 minutes; training the
network of counterparts has to follow (training/parties.py). Prints the F1 of the names on the development set after
each pass: 0.761, 0.763, 0.763 and 0.764 for the network that ships.

Weights over the same signs that a logistic model had learnt gave 0.757 there and 0.671 on its unseen reports, where the
network's first pass gives 0.68 and its last 0.70. On 94 reports of the training set that were left out both give 0.772,
but the weights had been fitted on these too; the two together are no better than the network. The best of the possible
holders would give 0.899 and 0.874. First passes 64 and 128 wide differed by less than two seeds do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import Tensor

from onrecord.extraction.drafts import Draft
from onrecord.extraction.positions import Positions
from onrecord.extraction.positions.weights import HOLDERS
from onrecord.extraction.weigher import Look
from training.looks import Answers, Case
from training.weighing import Course, follow

# Less than any logit.
NEVER = -1e4


class Held:
    """Whose position a statement gives, of the possible holders."""

    def looks(self, weighing: Positions) -> list[Look]:
        """What each statement's possible holders are weighed by."""
        return weighing.holder_looks()

    def options(self, weighing: Positions, draft: Draft) -> Sequence[tuple[str, ...]]:
        """The names of each possible holder."""
        return [one.names for one in weighing.possible(draft)]

    def answers(self, options: Sequence[tuple[str, ...]], gold: dict[str, Any], judge: Any) -> Answers:
        """Those that agree best with the annotation, by F1, are right, if they agree at all."""
        agreement = [_agreement(*judge.set_counts(gold["holder"], list(one))) for one in options]
        return Answers([one == max(agreement) > 0 for one in agreement], gold["holder"])


def _agreement(hits: int, more: int, missed: int) -> float:
    return 2 * hits / (2 * hits + more + missed) if hits + more + missed else 1.0


def loss(logits: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """One of the possible holders is chosen; statements whose holder is not among them tell nothing."""
    held = (batch["rows"] >= 0) & (batch["rows"] < len(logits))
    right, weight, shares = (logits.new_zeros(held.shape) for _ in range(3))
    right[held], weight[held], shares[held] = batch["right"], batch["weight"], logits[:, 0]
    shares = shares.masked_fill(~held, NEVER).log_softmax(-1)
    missed = -shares.masked_fill(right == 0, NEVER).logsumexp(-1)
    counts = weight[:, 0] * right.any(-1)
    return (missed * counts).sum() / counts.sum().clamp(min=1)


def names(one: Case, logits: np.ndarray) -> Sequence[str]:
    """The holder that a statement is given."""
    found: tuple[str, ...] = one.options[int(logits.argmax())]
    return found


COURSE = Course(
    Held(),
    HOLDERS,
    loss,
    names,
    width=96,
    plan="waw",
    passes=4,
    hidden=0.2,
    unseen=0.1,
    dropped=0.1,
)

if __name__ == "__main__":
    follow(COURSE)
