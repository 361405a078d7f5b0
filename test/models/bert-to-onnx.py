"""Writes a BERT from safetensors as ONNX: python bert-to-onnx.py <folder of the model> <folder to write>. Needs onnx and numpy."""

import json
import shutil
import struct
import sys
from pathlib import Path

import numpy as np
from bert_graph import write_bert

source, target = Path(sys.argv[1]), Path(sys.argv[2])


def weights():
    raw = (source / "model.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    for name, tensor in header.items():
        if name == "__metadata__" or tensor["dtype"] not in ("F32", "F16"):
            continue
        begin, end = (8 + length + offset for offset in tensor["data_offsets"])
        kind = np.float32 if tensor["dtype"] == "F32" else np.float16
        yield name.removeprefix("bert."), np.frombuffer(raw[begin:end], kind).reshape(tensor["shape"]).astype(np.float32)


for path in source.rglob("*.json"):
    (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, target / path.relative_to(source))
write_bert(dict(weights()), json.loads((source / "config.json").read_text()), target / "onnx/model.onnx")
