"""The reading model: one encoder over the text, heads on its words, and a small reader that looks from each anchor.

An attribution is read as semantic roles are: its anchor (the cue's first word, or the content's where nothing cues it)
is found first; then each anchor has a small transformer of its own over the words around it, which tags them as source,
cue, content or addressee of this anchor, decoded by a linear-chain CRF. So contents may nest, overlap and be
discontinuous, which flat tags cannot say. Shapes: B windows, P pieces, W words a window, N anchors, R words in reach.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from onrecord.extraction.tagger import AFTER, BEFORE
from onrecord.extraction.words import BOUNDARIES, CASES, QUOTES, ZONES


@dataclass(frozen=True)
class Shape:
    """Sizes of the model; the defaults are those of the shipped one."""

    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    reader: int = 128
    reader_layers: int = 2
    reader_heads: int = 4
    reader_inner: int = 384
    tags: int = 5
    links: int = 5
    linker_layers: int = 2
    acts: int = 2
    kinds: int = 13
    hands: int = 2
    dated: int = 3
    looks: int = 4
    marks: int = 4
    statuses: int = 6

    @property
    def judged(self) -> int:
        """How many logits a statement as a whole has."""
        return self.acts + self.kinds + self.hands + self.dated


class WholeDropout(nn.Module):
    """Dropout of whole dimensions for all words of a row: as good a regulariser here, at a thousandth of the cost."""

    def __init__(self, share: float = 0.1) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor, rows: Tensor | None = None) -> Tensor:
        """x: [B, L, width]; or tokens of several rows one after another, [T, width], with the row of each, [T]."""
        if not self.training:
            return x
        if rows is None:
            kept = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= self.share
        else:
            kept = (torch.rand(int(rows.max()) + 1, x.shape[1], device=x.device) >= self.share)[rows]
        return x * (kept / (1 - self.share)).to(x.dtype)


class FusedAttention(torch.autograd.Function):
    """onnxruntime's attention as one operator; here only so that the exporter can name it."""

    @staticmethod
    def forward(
        ctx: Any, q: Tensor, k: Tensor, v: Tensor, bias: Tensor, heads: int, mask: Tensor | None = None
    ) -> Tensor:
        """q, k, v: [B, L, width]; mask [B, L], ones and zeros. Only the shape of the answer matters."""
        return q.clone()

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, bias: Any, heads: int, mask: Any = None) -> Any:
        """The exporter's node."""
        kept = [] if mask is None else [g.op("Cast", mask, to_i=6)]
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, bias, *kept, num_heads_i=heads).setType(q.type())


class Linear(nn.Linear):
    """A linear map that can train as it will run: `rounded` puts weights and inputs through int8 and back.

    As onnxruntime's dynamic quantisation does it: weights symmetric a row, inputs in 256 steps from their least to
    their greatest value in one window, since the tagger gives the encoder one at a time; gradients pass as if nothing
    had been rounded (Bengio et al. 2013).
    """

    rounded = False

    def forward(self, x: Tensor) -> Tensor:
        """x: [..., in] to [..., out]."""
        if not (self.rounded and self.training):
            return super().forward(x)
        return F.linear(passed_through(x, rounded_inputs), passed_through(self.weight, rounded_weights), self.bias)


def passed_through(x: Tensor, rounding: Callable[[Tensor], Tensor]) -> Tensor:
    """The rounded value, with the gradient of the exact one."""
    with torch.no_grad():
        change = rounding(x) - x
    return x + change


def rounded_inputs(x: Tensor) -> Tensor:
    """In 256 steps over the range of each window or anchor (the first dimension), zero among them."""
    within = tuple(range(1, x.dim()))
    low, high = x.amin(within, keepdim=True).clamp(max=0), x.amax(within, keepdim=True).clamp(min=0)
    step = ((high - low) / 255).clamp(min=1e-8)
    zero = torch.round(-low / step)
    return (torch.round(x / step + zero) - zero) * step


def rounded_weights(weight: Tensor) -> Tensor:
    """In 255 steps about zero, row by row."""
    step = (weight.abs().amax(1, keepdim=True) / 127).clamp(min=1e-8)
    return torch.round(weight / step) * step


class Layer(nn.Module):
    """A transformer layer, normalised after (BERT's form), so that MiniLM's weights fit."""

    fused = False

    def __init__(self, width: int, heads: int, inner: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = Linear(width, 3 * width)
        self.out = Linear(width, width)
        self.up = Linear(width, inner)
        self.down = Linear(inner, width)
        self.norm_a = nn.LayerNorm(width, eps=1e-12)
        self.norm_b = nn.LayerNorm(width, eps=1e-12)
        self.dropout = WholeDropout(dropout)

    def forward(
        self, x: Tensor, mask: Tensor | None = None, kept: Tensor | None = None, rows: Tensor | None = None
    ) -> Tensor:
        """x: [B, L, width]; mask: [B, L], 1 where a token counts, None if all do; kept: [K], the only places of a row
        that are answered for, None if all are.

        Or x: [T, width], the tokens of several rows without the places that hold none, as most rows are shorter than
        the longest. Then `rows` [B, L] tells the number of the token in each place, -1 for none, and `kept` [A] in
        which place, of B x L, each of the first A tokens stands: only these are answered for.
        """
        if rows is None or kept is None:
            own = x if kept is None else x[:, kept]
            return self._answered(own, self.attend(*self._projected(x, own), mask))
        own, length = x[: kept.shape[0]], rows.shape[1]
        # No token that is answered for stands further back in its row.
        asked = (kept % length).max() + 1
        q, k, v = self._projected(x, own)
        at, asking = rows.clamp(min=0), rows[:, :asked].clamp(min=0, max=kept.shape[0] - 1)
        attended = self.attend(q[asking], k[at], v[at], (rows >= 0).to(x.dtype))
        row = kept // length
        return self._answered(own, attended.flatten(0, 1)[row * asked + kept % length], row)

    def _projected(self, x: Tensor, own: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries of `own`, keys and values of `x`."""
        # For onnxruntime three maps, as its attention takes no slices of one, and without the bias, which it adds.
        if self.fused or own is not x:
            bias = (None,) * 3 if self.fused else self.qkv.bias.chunk(3)
            maps = zip((own, x, x), self.qkv.weight.split(self.qkv.in_features), bias, strict=True)
            q, k, v = (F.linear(*each) for each in maps)
        else:
            q, k, v = self.qkv(x).chunk(3, -1)
        return q, k, v

    def _answered(self, x: Tensor, attended: Tensor, rows: Tensor | None = None) -> Tensor:
        x = self.norm_a(x + self.dropout(self.out(attended), rows))
        answer: Tensor = self.norm_b(x + self.dropout(self.down(F.gelu(self.up(x))), rows))
        return answer

    def attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
        """q [B, A, width], k and v [B, L, width]. Attention written out: in bfloat16 on CPU three times as fast,
        backwards too, as torch's own with a mask."""
        if self.fused:
            fused: Tensor = FusedAttention.apply(q, k, v, self.qkv.bias, self.heads, mask)
            return fused
        b, length, width = q.shape
        q, k, v = (each.view(b, -1, self.heads, width // self.heads).transpose(1, 2) for each in (q, k, v))
        if q.is_cuda:
            kept = None if mask is None else mask[:, None, None, :].bool()
            return F.scaled_dot_product_attention(q, k, v, kept).transpose(1, 2).reshape(b, length, width)
        scores = torch.matmul(q * (width // self.heads) ** -0.5, k.transpose(-1, -2))
        if mask is not None:
            scores = scores + (1.0 - mask[:, None, None, :].to(scores.dtype)) * -1e4
        attended = torch.matmul(torch.softmax(scores, -1).to(v.dtype), v)
        return attended.transpose(1, 2).reshape(b, length, width)


class Encoder(nn.Module):
    """MiniLM with embeddings added for case, boundary, quotation and zone; one pass gives what every head needs."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        w, r = shape.width, shape.reader
        self.word = nn.Embedding(shape.vocabulary, w)
        self.position = nn.Embedding(shape.positions, w)
        self.features = nn.ModuleList(nn.Embedding(n, w) for n in (CASES, BOUNDARIES, QUOTES, ZONES))
        self.norm = nn.LayerNorm(w, eps=1e-12)
        self.dropout = WholeDropout()
        self.layers = nn.ModuleList(Layer(w, shape.heads, shape.inner) for _ in range(shape.layers))
        self.anchor = Linear(w, 3)
        self.marks = Linear(w, 3 * shape.marks + shape.statuses + 1)
        self.seen = Linear(w, 2 * r)
        self.seer = Linear(w, 2 * r)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.02)

    def forward(
        self, pieces: Tensor, features: Tensor, kept: Tensor | None = None, least: Tensor | None = None,
        mask: Tensor | None = None,
    ) -> tuple[Tensor, ...]:  # fmt: skip
        """pieces [B, P], features [B, P, 4] to anchor [B, P, 3], marks [B, P, 12 + 6 + 1], seen, seer [B, P, 2r].

        Marks: BIO of each kind, the statuses of a meeting, and whether a word is in anybody's content. As it runs, of
        one window: to marks [K, ...] and seen [K, 2r] of the pieces `kept` [K] alone; by their numbers, [A], those of
        them that are an anchor with a probability of `least`, with their anchor [A, 3] and seer [A, 2r].
        """
        x = self.hidden(pieces, features, mask, kept)
        anchor = self.anchor(x)
        if least is None:
            return anchor, self.marks(x), self.seen(x), self.seer(x)
        anchors = ((1 - anchor[0].softmax(-1)[:, 0]) >= least).nonzero()[:, 0]
        return self.marks(x)[0], self.seen(x)[0], anchors, anchor[0, anchors], self.seer(x[0, anchors])

    def hidden(
        self, pieces: Tensor, features: Tensor, mask: Tensor | None = None, kept: Tensor | None = None
    ) -> Tensor:
        """What the heads look at, [B, P, width]; of the pieces `kept` alone, [B, K, width]."""
        x = self.word(pieces) + self.position(torch.arange(pieces.shape[1], device=pieces.device))
        for i, table in enumerate(self.features):
            x = x + table(features[..., i])
        x = self.dropout(self.norm(x))
        *layers, last = self.layers
        for layer in layers:
            x = layer(x, mask)
        answer: Tensor = last(x, mask, kept)
        return answer


class Linker(nn.Module):
    """From one anchor, once its reach is tagged: which words name the speaker, the holder, the counterpart, day and
    meeting.

    It has layers of its own: beside tags and kinds links were hardly learnt (F1 of counterparts on the reports that a
    network was trained on: 0.59, where all else was at 0.9 and more). How it is trained: linking.py.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        r = shape.reader
        self.seen = Linear(2 * r, r)
        self.seer = Linear(2 * r, 2 * r)
        self.read = Linear(r, r)
        self.tags = Linear(shape.tags, r)
        self.distance = nn.Embedding(BEFORE + AFTER + 1, r)
        self.norm = nn.LayerNorm(r)
        self.layers = nn.ModuleList(
            Layer(r, shape.reader_heads, shape.reader_inner) for _ in range(shape.linker_layers)
        )
        self.dropout = nn.Dropout(0.1)
        self.links = Linear(r, shape.links)

    def forward(self, seen: Tensor, seer: Tensor, mask: Tensor, read: Tensor, tags: Tensor) -> Tensor:
        """seen [N, R, 2r], seer [N, 2r], mask [N, R], read [N, R, r], tags [N, R, 5] to logits [N, R, links].

        read, tags: what the reader makes of each word, and how likely each of its tags is.
        """
        shift, gain = self.seer(seer).chunk(2, dim=-1)
        x = self.seen(seen) * (1 + gain[:, None]) + shift[:, None]
        x = self.norm(x + self.distance.weight + self.tags(tags) + self.read(read))
        for layer in self.layers:
            x = layer(x, mask)
        links: Tensor = self.links(self.dropout(x))
        return links


class Reader(nn.Module):
    """From one anchor: tags and links of the words in reach, whether it attributes at all, and what it does.

    The content is looked at twice: as its mean, and by a few looks that each choose their words ("unacceptable" among
    forty others).
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        r = shape.reader
        self.distance = nn.Embedding(BEFORE + AFTER + 1, r)
        self.norm = nn.LayerNorm(r)
        self.layers = nn.ModuleList(
            Layer(r, shape.reader_heads, shape.reader_inner) for _ in range(shape.reader_layers)
        )
        self.tags = Linear(r, shape.tags)
        self.real = Linear(r, 1)
        self.linker = Linker(shape)
        self.look = Linear(r, shape.looks)
        self.judge = nn.Sequential(nn.Linear(5 * r, r), nn.GELU(), nn.Dropout(0.2), nn.Linear(r, shape.judged))
        nn.init.normal_(self.distance.weight, std=0.02)

    def forward(
        self, seen: Tensor, seer: Tensor, mask: Tensor, least: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """seen [N, R, 2r], seer [N, 2r], mask [N, R] to tags and links [N, R, 5 + links], real [N], judged [N, ...].

        The anchor stands at index BEFORE of the reach. With `least` [N] all but `real` is told of the anchors alone
        that are as real.
        """
        x, tags = self.tagged(seen, seer, mask)
        real = self.real(x[:, BEFORE])[:, 0]
        if least is not None:
            enough = (real >= least).nonzero()[:, 0]
            x, tags, seen, seer, mask = (each[enough] for each in (x, tags, seen, seer, mask))
        likely, topic = tags.softmax(-1), seen.chunk(2, dim=-1)[1]
        content = likely[..., 3] * mask
        weight = content / content.sum(1, keepdim=True).clamp(min=1e-3)
        about = torch.einsum("nr,nrd->nd", weight, topic)
        judged = self.judge(torch.cat([x[:, BEFORE], about, topic[:, BEFORE], self.looked(x, content, topic)], -1))
        links = self.linker(seen, seer, mask, x, likely)
        return torch.cat([tags, links], -1), real, judged

    def tagged(self, seen: Tensor, seer: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """What is made of each word, [N, R, r], and its tags [N, R, 5]."""
        near, (shift, gain) = seen.chunk(2, dim=-1)[0], seer.chunk(2, dim=-1)
        x = self.norm(near * (1 + gain[:, None]) + shift[:, None] + self.distance.weight)
        for layer in self.layers:
            x = layer(x, mask)
        return x, self.tags(x)

    def looked(self, x: Tensor, content: Tensor, topic: Tensor) -> Tensor:
        """x, topic [N, R, r], content [N, R] to what each look chooses of both, [N, 2r]."""
        n, reach, r = x.shape
        chosen = (self.look(x).float() + torch.log(content.float().clamp(min=1e-4))[..., None]).softmax(1).to(x.dtype)
        looks = chosen.shape[-1]
        both = torch.cat([x.view(n, reach, looks, r // looks), topic.reshape(n, reach, looks, r // looks)], -1)
        return torch.einsum("nrh,nrhd->nhd", chosen, both).flatten(1)


class ReadingModel(nn.Module):
    """Encoder, reader and the CRF's transitions between tags."""

    def __init__(self, shape: Shape | None = None) -> None:
        super().__init__()
        self.shape = shape or Shape()
        self.encoder = Encoder(self.shape)
        self.reader = Reader(self.shape)
        self.transitions = nn.Parameter(torch.zeros(self.shape.tags, self.shape.tags))
