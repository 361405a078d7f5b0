"""Writes a BERT from safetensors as ONNX: python bert-to-onnx.py <folder of the model> <folder to write>. Needs onnx and numpy."""

import json
import shutil
import struct
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

source, target = Path(sys.argv[1]), Path(sys.argv[2])
config = json.loads((source / "config.json").read_text())
width, heads = config["hidden_size"], config["num_attention_heads"]
nodes, constants = [], {}


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


tensors = dict(weights())


def constant(name, value, kind=np.float32):
    constants[name] = np.ascontiguousarray(np.array(value, kind))
    return name


def node(operation, *inputs, outputs=1, name=None, **attributes):
    place = len(nodes)
    names = [name] if name else [f"{operation}_{place}_{i}" for i in range(outputs)]
    nodes.append(helper.make_node(operation, list(inputs), names, **attributes))
    return names[0] if outputs == 1 else names


def linear(x, name):
    weight = constant(f"{name}.weight", tensors[f"{name}.weight"].T)
    return node("Add", node("MatMul", x, weight), constant(f"{name}.bias", tensors[f"{name}.bias"]))


def normalised(x, name, result=None):
    scale, shift = (constant(f"{name}.{part}", tensors[f"{name}.{part}"]) for part in ("weight", "bias"))
    return node("LayerNormalization", x, scale, shift, name=result, axis=-1, epsilon=config["layer_norm_eps"])


def headwise(x, order):
    return node("Transpose", node("Reshape", x, "by_head"), perm=order)


constant("by_head", [0, 0, heads, width // heads], np.int64)
constant("joined", [0, 0, width], np.int64)
constant("zero", [0], np.int64)
constant("mask_axes", [1, 2], np.int64)
constant("one", 1)
constant("half", 0.5)
constant("root_two", 2**0.5)
constant("far_below", -10000)
constant("scale", (width // heads) ** -0.5)
for part in ("word", "position", "token_type"):
    constant(part, tensors[f"embeddings.{part}_embeddings.weight"])

length = node("Shape", "input_ids", start=1, end=2)
x = node("Add", node("Gather", "word", "input_ids"), node("Gather", "token_type", "token_type_ids"))
x = normalised(node("Add", x, node("Slice", "position", "zero", length, "zero")), "embeddings.LayerNorm")
absent = node("Sub", "one", node("Cast", "attention_mask", to=TensorProto.FLOAT))
mask = node("Unsqueeze", node("Mul", absent, "far_below"), "mask_axes")
for layer in range(config["num_hidden_layers"]):
    prefix = f"encoder.layer.{layer}"
    query = headwise(node("Mul", linear(x, f"{prefix}.attention.self.query"), "scale"), [0, 2, 1, 3])
    key = headwise(linear(x, f"{prefix}.attention.self.key"), [0, 2, 3, 1])
    value = headwise(linear(x, f"{prefix}.attention.self.value"), [0, 2, 1, 3])
    shares = node("Softmax", node("Add", node("MatMul", query, key), mask), axis=-1)
    context = node("Reshape", node("Transpose", node("MatMul", shares, value), perm=[0, 2, 1, 3]), "joined")
    attended = linear(context, f"{prefix}.attention.output.dense")
    x = normalised(node("Add", attended, x), f"{prefix}.attention.output.LayerNorm")
    inner = linear(x, f"{prefix}.intermediate.dense")
    gate = node("Add", node("Erf", node("Div", inner, "root_two")), "one")
    outer = linear(node("Mul", node("Mul", inner, gate), "half"), f"{prefix}.output.dense")
    last = layer == config["num_hidden_layers"] - 1
    x = normalised(node("Add", outer, x), f"{prefix}.output.LayerNorm", "last_hidden_state" if last else None)

inputs = [
    helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
    for name in ("input_ids", "attention_mask", "token_type_ids")
]
outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "length", width])]
initializers = [numpy_helper.from_array(value, name) for name, value in constants.items()]
graph = helper.make_graph(nodes, "bert", inputs, outputs, initializers)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(model)
(target / "onnx").mkdir(parents=True, exist_ok=True)
for path in source.rglob("*.json"):
    (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, target / path.relative_to(source))
onnx.save(model, target / "onnx/model.onnx")
