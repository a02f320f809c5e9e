"""Train the reading model on annotated articles. Reads top to bottom: data, model, course, score.

    python -m training.train --out FOLDER [--minutes 67]
    python -m training.train --out FOLDER --start FOLDER/last.pt --rate 0.3 --rounded [--minutes 25]

The first line trains, the second goes on with weights and inputs rounded to int8, so that the shipped files lose
nothing by it. An epoch has 5.5 million pieces of words; on two cores a million takes four minutes with AVX512-BF16,
three times that without; on a graphics card seconds. Writes FOLDER/last.pt, with averaged weights, and prints its
scores. `adapt` gives better weights to start from, `distil` makes one model of several.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from training.batches import stream
from training.course import WINDOWS, Course, follow
from training.cut import articles, lessons
from training.evaluate import SHARED, TorchNetwork, judge, opened
from training.losses import WEIGHTS, losses
from training.model import Linear, ReadingModel
from training.weights import base_model, load_model, save


def train(args: argparse.Namespace) -> None:
    """Load, follow the course, save, score."""
    model = started(args)
    told = lessons(articles(args.cut), args.excerpts, args.seed)
    batches = stream(told, args.batch, args.seed, args.device, args.workers)
    averaged = follow(model, course_of(args), lambda _: losses(model, next(batches)), WEIGHTS)
    save(averaged, args.out)
    scored(averaged, args.device)


def started(args: argparse.Namespace) -> ReadingModel:
    """The model that a course starts from, on its device."""
    torch.set_num_threads(2)
    torch.manual_seed(args.seed)
    Linear.rounded = args.rounded
    return (load_model(args.start) if args.start else base_model()).to(args.device)


def course_of(args: argparse.Namespace) -> Course:
    """The course that the command line asks for."""
    return Course(args.minutes, args.rate, args.batch, args.device, args.steps)


def scored(model: ReadingModel, device: torch.device) -> None:
    """Print the scores on the development sets."""
    pieces = opened()
    for name in ("polnear", "diplomacy"):
        score = judge(TorchNetwork(model, device=device), SHARED / "data" / name / "dev.jsonl", pieces)
        print(name, json.dumps(score), flush=True)


def arguments(about: str | None, minutes: float) -> argparse.ArgumentParser:
    """The options that every course has."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="the folder for last.pt")
    parser.add_argument("--cut", type=Path, help="articles that `training.cut` has cut")
    parser.add_argument("--minutes", type=float, default=minutes)
    parser.add_argument("--steps", type=int, help="end after so many batches, if the minutes allow")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="go on from this checkpoint")
    parser.add_argument("--rate", type=float, default=1.0, help="the learning rates, times this")
    parser.add_argument("--rounded", action="store_true", help="train with weights and inputs rounded to int8")
    parser.add_argument("--batch", type=int, default=WINDOWS, help="windows a batch")
    parser.add_argument("--excerpts", type=float, default=0.5, help="the share of the excerpts that it learns from")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"))
    return parser


if __name__ == "__main__":
    train(arguments(__doc__, minutes=67).parse_args())
