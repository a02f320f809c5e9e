"""One model of several: it learns from annotated articles, and on news that nobody annotated from the others' answers.

    python -m training.distil TEACHER.pt TEACHER.pt ... --out FOLDER [--start ADAPTED.pt] [--minutes 60]

Several models together read better than each of them; one that learns from all of them on much more text reads nearly
as well as they do together, at the cost of one (Hinton et al. 2015). The last part is trained with weights and inputs
rounded to int8.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from torch import Tensor

from training.batches import stream
from training.course import follow
from training.cut import articles, lessons
from training.losses import WEIGHTS, distances, losses, told
from training.model import Linear
from training.train import arguments, course_of, scored, started
from training.weights import load_model, save


def distil(args: argparse.Namespace) -> None:
    """Load, follow the course, save, score."""
    rng, cut = random.Random(args.seed), articles(args.cut)
    model = started(args)
    teachers = [load_model(path).to(args.device) for path in args.teachers]
    labelled = stream(lessons(cut, args.excerpts, args.seed), args.batch, args.seed, args.device, args.workers)
    plain = stream(cut.plain, args.batch, args.seed, args.device, args.workers)

    def next_losses(done: float) -> dict[str, Tensor]:
        Linear.rounded = done >= 1 - args.rounded_part
        if rng.random() >= args.unannotated:
            return losses(model, next(labelled))
        batch = next(plain)
        return distances(model, batch, told(teachers, batch))

    averaged = follow(model, course_of(args), next_losses, WEIGHTS)
    save(averaged, args.out)
    scored(averaged, args.device)


if __name__ == "__main__":
    parser = arguments(__doc__, minutes=60)
    parser.add_argument("teachers", type=Path, nargs="+")
    parser.add_argument("--unannotated", type=float, default=0.6, help="the share of batches that nobody annotated")
    parser.add_argument("--rounded-part", type=float, default=0.3, help="the share of the course with rounding")
    distil(parser.parse_args())
