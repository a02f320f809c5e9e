"""The checkpoint of the files that ship, so that training can go on from them: int8 back to numbers.

    python -m training.shipped FOLDER

Writes FOLDER/last.pt. Weights that were trained rounded lose nothing by it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from onrecord.extraction.network import MODELS
from training.model import ReadingModel
from training.weights import save


def shipped(folder: Path = MODELS) -> ReadingModel:
    """A model with the weights of both graphs; ValueError if a weight of the model is in neither."""
    model = ReadingModel()
    weights = model.state_dict()
    settings = json.loads((folder / "reading.json").read_text(encoding="utf-8"))
    found = {"transitions": np.asarray(settings["transitions"])}
    for graph in ("encoder", "reader"):
        found |= {f"{graph}.{name}": value for name, value in of_graph(onnx.load(folder / f"{graph}.onnx")).items()}
    if missing := weights.keys() - found.keys():
        raise ValueError(f"{folder}: no {', '.join(sorted(missing))}")
    with torch.no_grad():
        for name, weight in weights.items():
            weight.copy_(torch.from_numpy(np.array(found[name], dtype=np.float32)))
    return model.eval()


def of_graph(model: onnx.ModelProto) -> dict[str, Any]:
    """Weights by the names of the module that was exported: a linear map is named after its node, all else after
    itself."""
    held = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    found: dict[str, Any] = {}
    for name, value in held.items():
        plain = name.removesuffix("_quantized")
        if plain == name:
            found[name] = value
        else:
            found[plain] = (value.astype(np.float32) - held[f"{plain}_zero_point"]) * held[f"{plain}_scale"]
    maps: dict[str, dict[str, Any]] = {}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            weight = found[node.input[1].removesuffix("_quantized")].T
            maps.setdefault(_place(node.name), {})[node.name.removesuffix("_quant")] = weight
    return found | {
        f"{place}.weight": np.concatenate([own[name] for name in sorted(own)]) for place, own in maps.items()
    }


def _place(node: str) -> str:
    """/layers.0/out/MatMul_quant to layers.0.out, /judge/judge.0/Gemm_quant to judge.0.

    What stands in a layer itself are the maps before the fused attention, together qkv.
    """
    parts = node.split("/")[1:-1]
    if parts[-1].startswith("layers."):
        return f"{'.'.join(parts)}.qkv"
    return parts[1] if parts[-1].startswith(f"{parts[0]}.") else ".".join(parts)


if __name__ == "__main__":
    save(shipped(), Path(sys.argv[1]))
