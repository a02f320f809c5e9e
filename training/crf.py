"""A linear-chain CRF over the words in reach of an anchor: the sum over all ways to tag them, and what it implies.

Shapes: N anchors, R words, T tags. `tags` [N, R, T] scores, `transitions` [T, T] or [N, T, T], `mask` [N, R] with one
run of True a row.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

# Stands for the logarithm of nothing: far below any score, and finite, so that gradients are too.
NEVER = -1e4


def log_partition(tags: Tensor, transitions: Tensor, mask: Tensor) -> Tensor:
    """The logarithm of the sum over all taggings, [N]."""
    return (_by_halves if tags.is_cuda else _in_turn)(tags, transitions, mask)


def _in_turn(tags: Tensor, transitions: Tensor, mask: Tensor) -> Tensor:
    """Word by word: the least work, as suits a processor."""
    steps = transitions if transitions.dim() == 3 else transitions[None]
    alpha = tags[:, 0] * mask[:, :1]
    started = mask[:, 0]
    for i in range(1, tags.shape[1]):
        stepped = torch.logsumexp(alpha[:, :, None] + steps, 1) + tags[:, i]
        here = mask[:, i, None]
        alpha = torch.where(here & started[:, None], stepped, torch.where(here, tags[:, i], alpha))
        started = started | mask[:, i]
    return torch.logsumexp(alpha, -1)


def _by_halves(tags: Tensor, transitions: Tensor, mask: Tensor) -> Tensor:
    """Each word is a matrix from the tag before to its own; neighbours are multiplied two by two.

    Five times the work in eight rounds instead of 160, as suits a graphics card (Sarkka and Garcia-Fernandez 2021).
    """
    count = tags.shape[-1]
    begins = mask & ~F.pad(mask, (1, 0))[:, :-1]
    moved = transitions.expand(tags.shape[0], count, count)[:, None].expand(-1, tags.shape[1], -1, -1)
    # The first word of a run comes from no tag: the same from each, their number taken out.
    moved = torch.where(begins[..., None, None], tags.new_full((), -math.log(count)), moved)
    still = torch.full((count, count), NEVER, device=tags.device).fill_diagonal_(0)
    chain = torch.where(mask[..., None, None], moved + tags[:, :, None, :], still)
    while chain.shape[1] > 1:
        if chain.shape[1] % 2:
            chain = torch.cat([chain, still.expand(chain.shape[0], 1, count, count)], 1)
        left, right = chain[:, 0::2], chain[:, 1::2]
        chain = torch.logsumexp(left[..., :, :, None] + right[..., None, :, :], -2)
    return torch.logsumexp(chain[:, 0].flatten(1), -1)


def crf_loss(tags: Tensor, transitions: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
    """Negative log-likelihood of the gold tags [N, R], a number an anchor."""
    tags = tags.float()
    emitted = (tags.gather(2, gold[..., None])[..., 0] * mask).sum(1)
    both = mask[:, 1:] & mask[:, :-1]
    moved = (transitions[gold[:, :-1], gold[:, 1:]] * both).sum(1)
    return log_partition(tags, transitions, mask) - emitted - moved


def expected(tags: Tensor, transitions: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """How often each tag stands at each word, [N, R, T], and how often one follows another, [N, T, T], on the average.

    They are the gradient of the logarithm of the sum (Eisner 2016).
    """
    with torch.enable_grad():
        scores = tags.detach().float().requires_grad_()
        steps = transitions.detach().float().expand(len(tags), -1, -1).clone().requires_grad_()
        total = log_partition(scores, steps, mask).sum()
        once, twice = torch.autograd.grad(total, [scores, steps])
    return once, twice


def crf_distance(tags: Tensor, transitions: Tensor, wanted: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
    """Cross entropy to another CRF's distribution over taggings, given what it expects (`expected`); [N]."""
    once, twice = wanted
    scored = (once * tags.float()).sum((1, 2)) + (twice * transitions).sum((1, 2))
    return log_partition(tags.float(), transitions, mask) - scored
