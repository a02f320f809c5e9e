"""The network that weighs options of statements, and how it learns.

What is asked is told by a `Course`: training/parties.py asks for counterparts, training/holders.py for holders. Layers
look by turns at the options and words of one statement and at one option in all statements of a text.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from bench.score import scorer
from onrecord.extraction.network import MODELS
from onrecord.extraction.weigher import NAMES, SPOTS, parted
from training.evaluate import SHARED
from training.export import write
from training.looks import Case, Question, Settled, annotated, developed, gathered
from training.model import Layer, WholeDropout
from training.shipped import of_graph

# Statements together: whole reports, cut after so many statements.
TOGETHER, CUT = 96, 40
RATE, DECAY, WARM_UP, KEPT = 1.5e-3, 0.02, 200, 0.998
# The rate and the passes of a course that goes on from a network. With 3e-4 and two passes the counterparts' F1 on the
# development set was the same, on its unseen reports 0.570 instead of 0.576.
ONWARD, MORE = 8e-4, 3
# How much a statement of the diplomacy set counts beside one of the project's own reports. Not tuned.
OURS = 3.0
INPUTS = ("table", "spots", "has", "words", "types", "rows", "back", "members", "groups", "again", "renewed")


@dataclass(frozen=True)
class Size:
    """Sizes of the network. `plan`: layers over the options and words of a statement (w) or over one option (a)."""

    features: int
    vector: int
    width: int
    plan: str
    heads: int = 4


@dataclass(frozen=True)
class Course:
    """What is asked, and how it is learnt.

    `file`: what is written; `width`, `plan`: as in `Size`; `passes`: over all statements; `hidden`: in so many of its
    places a feature is hidden, and `unseen`: so many of the words; `dropped`: dropout; `loss(logits [V, 2], batch)`;
    `names(case, logits)`: those that the case is given.
    """

    question: Question
    file: str
    loss: Callable[[Tensor, dict[str, Tensor]], Tensor]
    names: Callable[[Case, np.ndarray], Sequence[str]]
    width: int
    plan: str
    passes: int
    hidden: float
    unseen: float
    dropped: float


class WeighingNetwork(nn.Module):
    """From the options of statements and the words around them to what speaks for each.

    Shapes as in `onrecord.extraction.weigher.inputs`. `style` [V]: whose annotation is asked for, 0 the
    diplomacy set's, 1 that of the project's own reports; the file that ships asks for the former.
    """

    def __init__(self, size: Size) -> None:
        super().__init__()
        w = size.width
        self.size = size
        self.features = nn.Linear(size.features, w, bias=False)
        self.mixed = nn.Sequential(nn.LayerNorm(w), nn.Linear(w, w), nn.GELU(), nn.Linear(w, w))
        self.spots = nn.ModuleList(nn.Linear(size.vector, w) for _ in range(SPOTS))
        self.word = nn.Linear(size.vector, w)
        # Of an option, of a word beside the content, in it, and of the anchor.
        self.kind = nn.Embedding(4, w)
        self.style = nn.Embedding(2, w)
        self.norm = nn.LayerNorm(w)
        self.layers = nn.ModuleList(Layer(w, size.heads, 3 * w) for _ in size.plan)
        self.dropout = nn.Dropout(0.1)
        self.told = nn.Linear(w, 2)
        for table in (self.features, self.style):
            nn.init.normal_(table.weight, std=0.05)

    def both(self, style: Tensor, table: Tensor, spots: Tensor, has: Tensor, words: Tensor, types: Tensor, rows: Tensor,
             back: Tensor, members: Tensor, groups: Tensor, again: Tensor, renewed: Tensor) -> Tensor:  # fmt: skip
        """Logits of each option, [V, 2]: of what is asked, and of what is only learnt beside it."""
        option = self.mixed(self.features(table)) + self.kind.weight[0] + self.style(style)
        for i, spot in enumerate(self.spots):
            option = option + spot(spots[:, i]) * has[:, i : i + 1]
        x = self.norm(torch.cat([option, self.word(words) + self.kind(types + 1)]))
        for number, (kind, layer) in enumerate(zip(self.size.plan, self.layers, strict=True), 1):
            if kind == "w":
                # Of the last layer's answers only the options' are asked for.
                x = layer(x, kept=back[: option.shape[0]] if number == len(self.layers) else back, rows=rows)
            else:
                x = torch.cat([x, layer(x[members], kept=again, rows=groups)])[renewed]
        told: Tensor = self.told(self.dropout(x[: option.shape[0]]))
        return told

    def forward(self, *given: Tensor) -> Tensor:
        """Logits of what is asked of each option, [V], in the style of the diplomacy set."""
        return self.both(torch.zeros_like(given[1][:, 0, 0], dtype=torch.int64), *given)[..., 0]


def train(
    course: Course, told: Settled, held: Settled, judge: Any, seed: int, start: Path | None = None
) -> WeighingNetwork:
    """The averaged weights after the course, the features' scales in them. Prints the F1 on `held` after each pass.

    `start`: the file of a network to go on from, a shorter and slower course.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    rng = np.random.default_rng(seed)
    model = WeighingNetwork(Size(len(told.names), told.seen.shape[1], course.width, course.plan))
    for each in model.modules():
        if isinstance(each, WholeDropout):
            each.share = course.dropped
    scales = told.scales()
    if start is not None:
        _begin(model, told.names, scales, onnx.load(start))
    averaged = copy.deepcopy(model)
    most, passes = (ONWARD, MORE) if start else (RATE, course.passes)
    optimiser = torch.optim.AdamW(model.parameters(), lr=most, weight_decay=DECAY)
    parts = _parts(told.cases)
    steps, step = passes * len(list(_together(parts, rng))), 0
    for number in range(passes):
        for batch in _ahead(told, parts, (course, scales), rng):
            rate = most * min(1, (step + 1) / WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * min(1, step / steps)))
            for group in optimiser.param_groups:
                group["lr"] = rate
            model.train()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model.both(batch["style"], *(batch[name] for name in INPUTS))
            loss = course.loss(logits.float(), batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
            keep = min(KEPT, step / (step + 9))
            with torch.no_grad():
                torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), 1 - keep)
        print("pass", number, f1(course, held.cases, asked(averaged, held, scales), judge), flush=True)
    with torch.no_grad():
        averaged.features.weight /= torch.from_numpy(scales)
    return averaged.eval()


def _begin(model: WeighingNetwork, names: Sequence[str], scales: np.ndarray, graph: onnx.ModelProto) -> None:
    """Give a model the weights of a file; of the features `names` those that the file doesn't know weigh nothing."""
    found = {name: torch.from_numpy(np.array(value, np.float32)) for name, value in of_graph(graph).items()}
    known = json.loads({one.key: one.value for one in graph.metadata_props}[NAMES])
    column = {name: i for i, name in enumerate(known)}
    table = torch.zeros_like(model.features.weight)
    for i, name in enumerate(names):
        if name in column:
            table[:, i] = found["features.weight"][:, column[name]] * float(scales[i])
    model.load_state_dict({name: found[name] for name in model.state_dict()} | {"features.weight": table})


def _parts(cases: Sequence[Case]) -> list[list[Case]]:
    """Reports, the long ones in parts."""
    by: dict[str, list[Case]] = {}
    for one in cases:
        by.setdefault(one.report, []).append(one)
    return [own[at : at + CUT] for own in by.values() for at in range(0, len(own), CUT)]


def _together(parts: Sequence[list[Case]], rng: np.random.Generator) -> Iterator[list[Case]]:
    batch: list[Case] = []
    for at in rng.permutation(len(parts)).tolist():
        if batch and len(batch) + len(parts[at]) > TOGETHER:
            yield batch
            batch = []
        batch = batch + parts[at]
    yield batch


def _ahead(
    told: Settled, parts: Sequence[list[Case]], prepared: tuple[Course, np.ndarray], rng: np.random.Generator
) -> Iterator[dict[str, Tensor]]:
    """Batches, one made while the one before is learnt from. `prepared`: how, the features' scales."""
    course, scales = prepared

    def made(cases: list[Case]) -> dict[str, Tensor]:
        found = _tensors(told, cases, scales)
        found["table"] *= torch.from_numpy(rng.random(found["table"].shape, np.float32) >= course.hidden)
        for name in ("spots", "words"):
            shown = rng.random((*found[name].shape[:-1], 1), np.float32) >= course.unseen
            found[name] *= torch.from_numpy(shown) / (1 - course.unseen)
        weight = [OURS if one.ours else 1.0 for one in cases for _ in one.look.ids]
        found["style"] = torch.tensor([int(not one.ours) for one in cases for _ in one.look.ids])
        found["weight"] = torch.tensor(weight)
        for name in ("right", "beside", "unknown"):
            found[name] = torch.tensor([answer for one in cases for answer in getattr(one.answers, name)]).float()
        return found

    with ThreadPoolExecutor(1) as pool:
        coming = None
        for cases in _together(parts, rng):
            ready, coming = coming, pool.submit(made, cases)
            if ready is not None:
                yield ready.result()
        if coming is not None:
            yield coming.result()


def _tensors(told: Settled, cases: Sequence[Case], scales: np.ndarray) -> dict[str, Tensor]:
    given = told.batch(cases)
    given["table"] = given["table"] / scales
    return {name: torch.from_numpy(value) for name, value in given.items()}


def asked(model: WeighingNetwork, told: Settled, scales: np.ndarray) -> list[np.ndarray]:
    """The logits of each case's options; `scales`: by what the features are divided."""
    found: dict[int, np.ndarray] = {}
    model.eval()
    for cases in _parts(told.cases):
        given = _tensors(told, cases, scales)
        with torch.no_grad():
            logits = model(*(given[name] for name in INPUTS)).numpy()
        own = parted(logits, [one.look for one in cases])
        found |= {one.first: row for one, row in zip(cases, own, strict=True)}
    return [found[one.first] for one in told.cases]


def f1(course: Course, cases: Sequence[Case], logits: Sequence[np.ndarray], judge: Any) -> float:
    """F1 of the names; `judge`: the scorer of readings."""
    counts = np.zeros(3)
    for one, own in zip(cases, logits, strict=True):
        counts += judge.set_counts(one.answers.wanted, course.names(one, own))
    hits, more, missed = counts.tolist()
    return round(2 * hits / max(1, 2 * hits + more + missed), 4)


def export(model: WeighingNetwork, names: Sequence[str], told: Settled, file: Path) -> None:
    """Write the graph, the features' names in it. `told`: cases by which its shapes are traced."""
    given = told.batch(told.cases[:5])
    axes = {
        "table": {0: "options"}, "spots": {0: "options"}, "has": {0: "options"}, "words": {0: "words"},
        "types": {0: "words"}, "rows": {0: "statements", 1: "places"}, "back": {0: "tokens"}, "members": {0: "members"},
        "groups": {0: "groups", 1: "most"}, "again": {0: "members"}, "renewed": {0: "tokens"}, "logits": {0: "options"},
    }  # fmt: skip
    write(model, tuple(torch.from_numpy(given[name]) for name in INPUTS), (INPUTS, ["logits"]), axes, file)
    graph = onnx.load(str(file))
    onnx.helper.set_model_props(graph, {NAMES: json.dumps(list(names))})
    onnx.save(graph, str(file))


def follow(course: Course) -> Path:
    """Read the command line, gather, train, write; the folder that was written to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="the file of a network to go on from")
    options = parser.parse_args()
    judge = scorer("score_reading", SHARED)
    told = gathered(course.question, annotated(), judge)
    held = gathered(course.question, developed(), judge, told.names)
    model = train(course, told, held, judge, options.seed, options.start)
    out: Path = options.out
    export(model, told.names, held, out / course.file)
    return out
