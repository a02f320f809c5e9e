"""Export a trained model to the two ONNX files that ship, in int8, and prove that they give the same spans.

    python -m training.export CHECKPOINT FOLDER

Writes encoder.onnx, reader.onnx, tokenizer.json and reading.json into FOLDER, then tags the development sets with the
checkpoint in float32 and with the files, and prints both scores, how many taggings agree to the word, and the size.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from onrecord.extraction.network import OnnxNetwork
from onrecord.extraction.tagger import AFTER, BEFORE, WINDOW
from onrecord.pieces import Pieces
from training.evaluate import SHARED, TorchNetwork, judge
from training.model import Layer, ReadingModel
from training.weights import BASE, load_model

INPUTS = {"encoder": ("pieces", "features", "kept", "least"), "reader": ("seen", "seer", "mask", "least")}
OUTPUTS = {"encoder": ("marks", "seen", "anchors", "anchor", "seer"), "reader": ("tags", "real", "judged")}
# What varies of each of these: how many pieces, how many of them are asked for or told of.
AXES: dict[str, dict[str, dict[int, str]]] = {
    "encoder": {
        "pieces": {1: "pieces"}, "features": {1: "pieces"}, "kept": {0: "kept"}, "marks": {0: "kept"},
        "seen": {0: "kept"}, "anchors": {0: "anchors"}, "anchor": {0: "anchors"}, "seer": {0: "anchors"},
    },
    "reader": {
        "seen": {0: "anchors"}, "seer": {0: "anchors"}, "mask": {0: "anchors"}, "least": {0: "anchors"},
        "real": {0: "anchors"}, "tags": {0: "enough"}, "judged": {0: "enough"},
    },
}  # fmt: skip


def examples(model: ReadingModel) -> dict[str, tuple[torch.Tensor, ...]]:
    """Inputs of the shapes that the graphs will see."""
    width = 2 * model.shape.reader
    ones = torch.ones(1, WINDOW).long()
    reach = BEFORE + AFTER + 1
    return {
        "encoder": (ones, torch.zeros(1, WINDOW, 4).long(), torch.arange(1, WINDOW, 2), torch.tensor(0.0)),
        "reader": (torch.randn(3, reach, width), torch.randn(3, width), torch.ones(3, reach), torch.full((3,), -99.0)),
    }


def export(model: ReadingModel, folder: Path) -> None:
    """Write both graphs in int8, the tokenizer and the settings."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, inputs in examples(model).items():
        write(getattr(model, name), inputs, (INPUTS[name], OUTPUTS[name]), AXES[name], folder / f"{name}.onnx")
    tokenizer = json.loads((BASE / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer |= {"truncation": None, "padding": None}
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    settings = {"format": 2, "transitions": [[round(x, 5) for x in row] for row in model.transitions.tolist()]}
    (folder / "reading.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def write(
    graph: nn.Module,
    inputs: tuple[torch.Tensor, ...],
    names: tuple[Sequence[str], Sequence[str]],
    axes: dict[str, dict[int, str]],
    file: Path,
) -> None:
    """One graph in int8, weights per channel, activations as they come.

    `inputs`: by which it is traced; `names`: of its inputs and outputs; `axes`: those of each that vary.
    """
    Layer.fused = True
    with tempfile.TemporaryDirectory() as scratch:
        plain, prepared = Path(scratch) / "plain.onnx", Path(scratch) / "prepared.onnx"
        torch.onnx.export(
            graph, inputs, str(plain), input_names=list(names[0]), output_names=list(names[1]),
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(file), per_channel=True, weight_type=QuantType.QInt8)
    Layer.fused = False
    onnx.checker.check_model(str(file))


def compare(model: ReadingModel, folder: Path) -> dict[str, Any]:
    """Scores of the float32 checkpoint and of the int8 files on both development sets."""
    pieces = Pieces.from_file(folder / "tokenizer.json")
    result: dict[str, Any] = {}
    for name in ("polnear", "diplomacy"):
        data = SHARED / "data" / name / "dev.jsonl"
        for kind, network in (("fp32", TorchNetwork(model, exact=True)), ("int8", OnnxNetwork(folder))):
            score = judge(network, data, pieces)
            result[f"{name} {kind}"] = {k: score[k] for k in ("alpha", "span_f1", "overlap_f1", "strict_f1")}
    return result


def main(checkpoint: str, folder: str) -> None:
    """Export and compare."""
    model = load_model(Path(checkpoint))
    export(model, Path(folder))
    sizes = {p.name: p.stat().st_size for p in sorted(Path(folder).iterdir())}
    print(json.dumps({**compare(model, Path(folder)), "bytes": sizes}, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:3])
