"""Go on from a trained network with new annotations, and keep what it marks in news of which they say nothing.

    python -m training.renew KEPT.pt --out FOLDER [--start CHECKPOINT.pt] [--steps 3600] [--rate 0.5]

A network that was made of several and much text reads more than the annotations could teach it again; what goes on from
it forgets that first (PolNeAR: overlap F1 0.743, after 75 minutes 0.728, by this course 0.739). So every fourth batch
is of the US press and asks for the marks of the network before (Li and Hoiem 2016, learning without forgetting):
anchors, tags, names, speech or thought, not kinds nor links, and of anchors only those outside others' contents, since
statements inside others are what the new annotations teach. The embeddings and the first two layers rest, and the last
third is trained rounded. About an hour and a half on two cores that do nothing else.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from torch import nn

from training.batches import stream
from training.cut import articles
from training.distil import go_through, mixed
from training.losses import kept, told
from training.model import Encoder
from training.train import arguments, started
from training.weights import load_model

# The archive of which all is marked as the network before marks it: of PolNeAR's register, to which the other
# annotations are strange.
PRESS = "as:"
RESTING = 2


def renew(args: argparse.Namespace) -> None:
    """Load, follow the course, save, score."""
    args.start = args.start or args.kept
    cut, model, before = articles(args.cut), started(args), load_model(args.kept).to(args.device)
    for part in resting(model.encoder):
        part.requires_grad_(requires_grad=False)
    press = [one for one in cut.plain if one.id.startswith(PRESS)]
    # Two networks look at these: fewer windows are as much work.
    plain = stream(press, args.batch * 3 // 4, args.seed + 50, args.device, args.workers)
    go_through(args, model, cut, (kept(model, batch, told([before], batch)) for batch in plain))


def resting(encoder: Encoder) -> list[nn.Module]:
    """What of the encoder stays as it is: new annotations tell nothing of single words."""
    return [encoder.word, encoder.position, encoder.features, encoder.norm, *encoder.layers[:RESTING]]


if __name__ == "__main__":
    parser = mixed(arguments(__doc__, minutes=90), unannotated=0.25, rounded=0.34)
    parser.add_argument("kept", type=Path, help="the network that was before")
    renew(parser.parse_args())
