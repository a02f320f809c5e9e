"""What a model is told: by annotations (`losses`), or by other models where nobody has annotated (`distances`).

Shapes as in batches.py; N anchors looked at. Each loss is a mean over its own units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from onrecord.extraction.tagger import AFTER, BEFORE, MARK_KINDS
from training.batches import DOUBT, JUDGED, Batch
from training.crf import crf_distance, crf_loss, expected
from training.data import UNKNOWN
from training.model import ReadingModel

# Weights of the losses: found equal in size after one epoch, with attribution twice as heavy as the rest.
WEIGHTS = {
    "anchor": 1.0, "tags": 0.15, "real": 0.5, "kind": 0.4, "act": 0.1, "marks": 2.0,
    "hand": 0.1, "dated": 0.2, "links": 2.0, "status": 0.1, "said": 1.0,
}  # fmt: skip
# Words a window, at most, that the model takes for anchors and nobody annotated; from which probability.
FALSE_ANCHORS, LIKELY = 3, 0.05
# How much an earlier annotator's kind counts beside the later one's. They agree with the training set in 82 and in 86
# of 100 statements (annotations/README.md). Not tuned.
DOUBTED = 0.25
# Words a window, at most, from which models are compared: more than the statements of nearly every window.
COMPARED = 10
# Of what an earlier network marks, a word in a content (`said` above INSIDE) is no anchor for sure: not counted, unless
# it is likelier than SURE to be one. Not tuned.
INSIDE, SURE = 0.5, 0.3
_BIO, _STATUS = slice(0, 3 * len(MARK_KINDS)), slice(3 * len(MARK_KINDS), -1)


@dataclass(frozen=True, slots=True)
class Seen:
    """A batch as the encoder sees it, a vector a word: anchor [B, W, 3], marks [B, W, 19], seen and seer [B, W, 2r]."""

    anchor: Tensor
    marks: Tensor
    seen: Tensor
    seer: Tensor


@dataclass(frozen=True, slots=True)
class ReadFrom:
    """What stands around N anchors: tags [N, R, 5], links [N, R, 5], real [N], judged [N, ...], mask [N, R]."""

    tags: Tensor
    links: Tensor
    real: Tensor
    judged: Tensor
    mask: Tensor


def see(model: ReadingModel, b: Batch) -> Seen:
    """Run the encoder and keep the first piece of each word."""

    def words(x: Tensor) -> Tensor:
        return x.gather(1, b["first"][..., None].expand(-1, -1, x.shape[-1]))

    anchor, marks, seen, seer = map(words, model.encoder(b["pieces"], b["features"], mask=b["mask"]))
    return Seen(anchor.float(), marks.float(), seen, seer)


def read(model: ReadingModel, b: Batch, seen: Seen, row: Tensor, at: Tensor) -> ReadFrom:
    """Run the reader from the words `at` of the windows `row`, both [N]."""
    reach = at[:, None] + torch.arange(-BEFORE, AFTER + 1, device=at.device)
    most = b["first"].shape[1]
    held = reach.clamp(0, most - 1)
    mask = (reach >= 0) & (reach < most) & b["inside"][row[:, None], held]
    read, real, judged = model.reader(seen.seen[row[:, None], held], seen.seer[row, at], mask.float())
    tags, links = read.float().split([model.shape.tags, model.shape.links], -1)
    return ReadFrom(tags, links, real.float(), judged.float(), mask)


def chosen(chance: Tensor, most: int) -> tuple[Tensor, Tensor]:
    """Row and word of up to `most` words a window, those of the highest chance above zero first."""
    best, at = chance.topk(min(most, chance.shape[1]), 1)
    row, place = torch.nonzero(best > 0, as_tuple=True)
    return row, at[row, place]


def losses(model: ReadingModel, b: Batch) -> dict[str, Tensor]:
    """Each head's loss on annotated windows."""
    seen = see(model, b)
    found = _of_words(seen, b)
    likely = (1 - seen.anchor.detach().softmax(-1)[..., 0]) * b["inside"] * (b["anchor"] == 0)
    row, at = chosen(torch.rand_like(likely) * (likely > LIKELY), FALSE_ANCHORS)
    true = len(b["row"])
    row, at = torch.cat([b["row"], row]), torch.cat([b["at"], at])
    if not len(row):
        return found
    from_each = read(model, b, seen, row, at)
    whole = F.pad(b["whole"], (0, len(row) - true), value=True)
    if whole.any():
        tags = F.pad(b["tags"], (0, 0, 0, len(row) - true)) * from_each.mask
        found["tags"] = crf_loss(from_each.tags[whole], model.transitions, tags[whole], from_each.mask[whole]).mean()
        real = (torch.arange(len(row), device=row.device) < true).float()
        found["real"] = F.binary_cross_entropy_with_logits(from_each.real[whole], real[whole])
    links, mask = from_each.links[:true], from_each.mask[:true, :, None]
    known = mask & (b["links"] >= 0)
    if known.any():
        found["links"] = F.binary_cross_entropy_with_logits(links[known], b["links"][known])
    for name, place in JUDGED.items():
        if (b[name] >= 0).any():
            found[name] = F.cross_entropy(from_each.judged[:true, place], b[name], ignore_index=UNKNOWN)
    if "kind" in found:
        kind = torch.where(b[DOUBT] >= 0, b[DOUBT], b["kind"])
        other = F.cross_entropy(from_each.judged[:true, JUDGED["kind"]], kind, ignore_index=UNKNOWN)
        found["kind"] = (1 - DOUBTED) * found["kind"] + DOUBTED * other
    return found


def _of_words(seen: Seen, b: Batch) -> dict[str, Tensor]:
    each = F.cross_entropy(seen.anchor.flatten(0, 1), b["anchor"].flatten(), reduction="none", ignore_index=UNKNOWN)
    found = {"anchor": (each * b["weight"].flatten()).sum() / max(1, len(b["row"]))}
    if (b["marks"] >= 0).any():
        bio = seen.marks[..., _BIO].reshape(-1, 3)
        found["marks"] = F.cross_entropy(bio, b["marks"].view(-1), ignore_index=UNKNOWN)
    if (b["status"] >= 0).any():
        status = seen.marks[..., _STATUS].flatten(0, 1)
        found["status"] = F.cross_entropy(status, b["status"].flatten(), ignore_index=UNKNOWN)
    known = b["said"] >= 0
    if known.any():
        found["said"] = F.binary_cross_entropy_with_logits(seen.marks[..., -1][known], b["said"][known])
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What several models say of a batch together.

    Probabilities of anchor [B, W, 3], bio [B, W, 4, 3], status [B, W, 6] and said [B, W]; from the words `at` of `row`
    [N], what a CRF expects of tags, and probabilities of links, real and judged (a distribution for each of JUDGED).
    """

    anchor: Tensor
    bio: Tensor
    status: Tensor
    said: Tensor
    row: Tensor
    at: Tensor
    tags: tuple[Tensor, Tensor]
    links: Tensor
    real: Tensor
    judged: dict[str, Tensor]


def told(teachers: Sequence[ReadingModel], b: Batch) -> Told:
    """Run the teachers and put their answers together: means of probabilities, and of a CRF's scores."""
    with torch.no_grad():
        views = [see(teacher, b) for teacher in teachers]
        anchor = _mean([v.anchor.softmax(-1) for v in views])
        likely = (1 - anchor[..., 0]) * b["inside"]
        row, at = chosen(likely * (likely > LIKELY), COMPARED)
        reads = [read(teacher, b, view, row, at) for teacher, view in zip(teachers, views, strict=True)]
        transitions = _mean([teacher.transitions for teacher in teachers])
        tags = expected(_mean([r.tags for r in reads]), transitions, reads[0].mask)
        return Told(
            anchor=anchor,
            bio=_mean([v.marks[..., _BIO].unflatten(-1, (-1, 3)).softmax(-1) for v in views]),
            status=_mean([v.marks[..., _STATUS].softmax(-1) for v in views]),
            said=_mean([v.marks[..., -1].sigmoid() for v in views]),
            row=row,
            at=at,
            tags=tags,
            links=_mean([r.links.sigmoid() for r in reads]),
            real=_mean([r.real.sigmoid() for r in reads]),
            judged={name: _mean([r.judged[:, place].softmax(-1) for r in reads]) for name, place in JUDGED.items()},
        )


def distances(model: ReadingModel, b: Batch, by: Told) -> dict[str, Tensor]:
    """Each head's cross entropy to what the teachers say of windows that nobody annotated (Hinton et al. 2015)."""
    seen, inside = see(model, b), b["inside"]
    status = _weighed(_cross(seen.marks[..., _STATUS], by.status), by.bio[..., -1, 1] * inside)
    found = {**_words_apart(seen, inside, by, inside), "status": status}
    if not len(by.row):
        return found
    from_each = read(model, b, seen, by.row, by.at)
    linked = F.binary_cross_entropy_with_logits(from_each.links, by.links, reduction="none").mean(-1)
    return {
        **found,
        "tags": _tags_apart(model, from_each, by),
        "real": F.binary_cross_entropy_with_logits(from_each.real, by.real),
        "links": _weighed(linked, by.real[:, None] * from_each.mask),
        **{
            name: _weighed(_cross(from_each.judged[:, place], by.judged[name]), by.real)
            for name, place in JUDGED.items()
        },
    }


def kept(model: ReadingModel, b: Batch, by: Told) -> dict[str, Tensor]:
    """The losses of what a network is to keep of another's marks: all but kinds and links, and but for anchors in a
    content, where an earlier network knows least."""
    seen, inside = see(model, b), b["inside"]
    unsure = (by.said > INSIDE) & (1 - by.anchor[..., 0] < SURE)
    found = _words_apart(seen, inside, by, inside & ~unsure)
    if not len(by.row):
        return found
    from_each = read(model, b, seen, by.row, by.at)
    real = F.binary_cross_entropy_with_logits(from_each.real, by.real, reduction="none")
    act = _cross(from_each.judged[:, JUDGED["act"]], by.judged["act"])
    return {
        **found,
        "tags": _tags_apart(model, from_each, by),
        "real": _weighed(real, (~unsure[by.row, by.at]).float()),
        "act": _weighed(act, by.real),
    }


def _words_apart(seen: Seen, inside: Tensor, by: Told, asked: Tensor) -> dict[str, Tensor]:
    """How far words are from what they are told to be; `asked` [B, W]: of which as anchors."""
    return {
        "anchor": _cross(seen.anchor, by.anchor)[asked].sum() / (1 - by.anchor[..., 0])[inside].sum().clamp(min=1),
        "marks": _cross(seen.marks[..., _BIO].unflatten(-1, (-1, 3)), by.bio)[inside].mean(),
        "said": F.binary_cross_entropy_with_logits(seen.marks[..., -1][inside], by.said[inside]),
    }


def _tags_apart(model: ReadingModel, from_each: ReadFrom, by: Told) -> Tensor:
    return _weighed(crf_distance(from_each.tags, model.transitions, by.tags, from_each.mask), by.real)


def _mean(values: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(values)).mean(0)


def _cross(logits: Tensor, wanted: Tensor) -> Tensor:
    return -(wanted * logits.log_softmax(-1)).sum(-1)


def _weighed(values: Tensor, weight: Tensor) -> Tensor:
    return (values * weight).sum() / weight.sum().clamp(min=1e-3)
