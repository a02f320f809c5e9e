"""Go on with what the encoder was first trained on, guessing hidden pieces of words, in the news archives.

    python -m training.adapt --out FOLDER [--minutes 60]

The base weights come from a model of sentences, which needs to know little of single words; this makes an encoder that
starts better (Gururangan et al. 2020). Trains the embeddings of case and quotation marks too.
"""

from __future__ import annotations

import argparse

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from onrecord.extraction.tagger import CLOSING, OPENING
from training.batches import Batch, stream
from training.course import follow
from training.cut import articles
from training.model import ReadingModel
from training.train import arguments, course_of, started
from training.weights import save

# As BERT was trained (Devlin et al. 2019): of the pieces to guess, most are hidden, some replaced, some left.
GUESSED, HIDDEN, REPLACED = 0.15, 0.8, 0.1
MASK_PIECE = 103


class Guess(nn.Module):
    """From a hidden state to scores of all pieces, by the embeddings themselves."""

    def __init__(self, width: int, vocabulary: int) -> None:
        super().__init__()
        self.turn = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, x: Tensor, table: Tensor) -> Tensor:
        """x [M, width], table [vocabulary, width] to [M, vocabulary]."""
        return F.linear(self.norm(F.gelu(self.turn(x))), table, self.bias)


def guesses(model: ReadingModel, guess: Guess, b: Batch) -> dict[str, Tensor]:
    """The loss of one batch, some of whose pieces are hidden."""
    pieces = b["pieces"]
    asked = (torch.rand_like(b["mask"]) < GUESSED) & (b["mask"] > 0) & (pieces != OPENING) & (pieces != CLOSING)
    kind = torch.rand_like(b["mask"])
    shown = torch.where(asked & (kind < HIDDEN), torch.full_like(pieces, MASK_PIECE), pieces)
    others = pieces.flatten()[torch.randint(pieces.numel(), pieces.shape, device=pieces.device)]
    shown = torch.where(asked & (kind > 1 - REPLACED), others, shown)
    hidden = model.encoder.hidden(shown, b["features"], b["mask"])
    return {"guess": F.cross_entropy(guess(hidden[asked], model.encoder.word.weight).float(), pieces[asked])}


def adapt(args: argparse.Namespace) -> None:
    """Load, follow the course, save."""
    model = started(args)
    guess = Guess(model.shape.width, model.shape.vocabulary).to(args.device)
    batches = stream(articles(args.cut).plain, args.batch, args.seed, args.device, args.workers)
    save(
        follow(model, course_of(args), lambda _: guesses(model, guess, next(batches)), {"guess": 1.0}, guess), args.out
    )


if __name__ == "__main__":
    adapt(arguments(__doc__, minutes=60).parse_args())
