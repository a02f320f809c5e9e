"""One model of several: it learns from annotated articles, and on news that nobody annotated from the others' answers.

    python -m training.distil TEACHER.pt TEACHER.pt ... --out FOLDER [--start ADAPTED.pt] [--minutes 60]

Several models together read better than each of them; one that learns from all of them on much more text reads nearly
as well as they do together, at the cost of one (Hinton et al. 2015). The last part is trained with weights and inputs
rounded to int8.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from torch import Tensor

from training.batches import stream
from training.course import follow
from training.cut import articles, lessons
from training.data import Cut
from training.losses import WEIGHTS, distances, losses, told
from training.model import Linear, ReadingModel
from training.train import arguments, course_of, scored, started
from training.weights import load_model, save


def distil(args: argparse.Namespace) -> None:
    """Load, follow the course, save, score."""
    cut, model = articles(args.cut), started(args)
    teachers = [load_model(path).to(args.device) for path in args.teachers]
    plain = stream(cut.plain, args.batch, args.seed, args.device, args.workers)
    go_through(args, model, cut, (distances(model, batch, told(teachers, batch)) for batch in plain))


def go_through(
    args: argparse.Namespace, model: ReadingModel, cut: Cut, unannotated: Iterator[dict[str, Tensor]]
) -> None:
    """Follow a course on the annotated articles and on others, of which `unannotated` gives the losses; save, score."""
    rng = random.Random(args.seed)
    labelled = stream(lessons(cut, args.excerpts, args.seed), args.batch, args.seed, args.device, args.workers)

    def next_losses(done: float) -> dict[str, Tensor]:
        Linear.rounded = done >= 1 - args.rounded_part
        return losses(model, next(labelled)) if rng.random() >= args.unannotated else next(unannotated)

    averaged = follow(model, course_of(args), next_losses, WEIGHTS)
    save(averaged, args.out)
    scored(averaged, args.device)


def mixed(parser: argparse.ArgumentParser, unannotated: float, rounded: float) -> argparse.ArgumentParser:
    """With the options of a course on both kinds of articles, and what they are if not given."""
    parser.add_argument("--unannotated", type=float, default=unannotated, help="the share of batches nobody annotated")
    parser.add_argument("--rounded-part", type=float, default=rounded, help="the share of the course with rounding")
    return parser


if __name__ == "__main__":
    parser = mixed(arguments(__doc__, minutes=60), unannotated=0.6, rounded=0.3)
    parser.add_argument("teachers", type=Path, nargs="+")
    distil(parser.parse_args())
