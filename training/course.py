"""A course of training: the learning rate rises, then falls to zero over the minutes or the steps, and the weights are
averaged on the way."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.model import ReadingModel

ENCODER_RATE, HEAD_RATE, DECAY = 1.5e-4, 1e-3, 0.01
WARM_UP = 0.06
# Each step, with 16 windows; larger batches make fewer steps, and keep less.
KEPT, WINDOWS = 0.997, 16
LOGGED = 50
_NEW = ("encoder.anchor", "encoder.marks", "encoder.see", "encoder.features")


@dataclass(frozen=True, slots=True)
class Course:
    """How long, how fast (the learning rates times `rate`), with how many windows a batch, and where."""

    minutes: float
    rate: float
    batch: int
    device: torch.device
    steps: int | None = None


def follow(
    model: ReadingModel,
    course: Course,
    told: Callable[[float], dict[str, Tensor]],
    weights: Mapping[str, float],
    more: nn.Module | None = None,
) -> ReadingModel:
    """Train, and give the averaged weights. `told`, given the share of the course that is over, runs the next batch.

    more: weights that are learnt beside the model's and thrown away.
    """
    averaged = copy.deepcopy(model)
    optimiser = optimiser_of(model, course, more)
    rates = [group["lr"] for group in optimiser.param_groups]
    began, step, sums = time.time(), 0, _Sums()
    model.train()
    while True:
        done = (time.time() - began) / 60 / course.minutes
        done = max(done, step / course.steps) if course.steps else done
        if done >= 1:
            return averaged
        scale = min(done / WARM_UP, (1 - done) / (1 - WARM_UP)) if step else 1e-3
        for group, full in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = full * scale
        with torch.autocast(course.device.type, dtype=torch.bfloat16):
            found = told(done)
        torch.stack([weights[name] * value for name, value in found.items()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        step += 1
        _average(averaged, model, min(KEPT ** (course.batch / WINDOWS), step / (step + 19)))
        sums.add(found)
        if step % LOGGED == 0:
            print(f"{step} {(time.time() - began) / 60:.2f} min {done:.2f} {sums.means()}", flush=True)


def optimiser_of(model: ReadingModel, course: Course, more: nn.Module | None) -> torch.optim.AdamW:
    """AdamW: MiniLM's weights move slowly, new ones fast; no decay on vectors."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    named = [*model.named_parameters(), *(more.named_parameters() if more else ())]
    for name, weight in named:
        old = name.startswith("encoder.") and not name.startswith(_NEW)
        key = (ENCODER_RATE if old else HEAD_RATE, DECAY if weight.dim() > 1 else 0.0)
        groups.setdefault(key, []).append(weight)
    parts = [{"params": v, "lr": k[0] * course.rate, "weight_decay": k[1]} for k, v in groups.items()]
    return torch.optim.AdamW(parts, fused=course.device.type == "cuda")


def _average(averaged: ReadingModel, model: ReadingModel, keep: float) -> None:
    with torch.no_grad():
        torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), 1 - keep)


class _Sums:
    """Means of the losses since they were last asked for."""

    def __init__(self) -> None:
        self._values: dict[str, list[Tensor]] = {}

    def add(self, found: Mapping[str, Tensor]) -> None:
        """Keep a step's; they are read later, so that the device needn't wait."""
        for name, value in found.items():
            self._values.setdefault(name, []).append(value.detach())

    def means(self) -> str:
        """In words, and begin anew."""
        said = " ".join(f"{name} {torch.stack(values).mean().item():.3f}" for name, values in self._values.items())
        self._values.clear()
        return said
