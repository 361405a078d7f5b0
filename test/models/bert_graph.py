"""Writes a BERT as ONNX, in single precision or with the products of its layers in 8 bits. Needs onnx and numpy."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Graph:
    """Nodes and constants by name. `quantized` multiplies with weights of 8 bits, and with activations of 8 bits scaled by the batch."""

    def __init__(self, tensors, config, quantized=False):
        self.tensors, self.config, self.quantized = tensors, config, quantized
        self.nodes, self.constants, self.in_bytes = [], {}, {}

    def constant(self, name, value, kind=np.float32):
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(np.array(value, kind)), name)
        return name

    def node(self, operation, *inputs, outputs=1, name=None, **attributes):
        place = len(self.nodes)
        names = [name] if name else [f"{operation}_{place}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operation, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x, name):
        weight = self.tensors[f"{name}.weight"].T
        product = self.product_in_bytes(x, name, weight) if self.quantized else None
        product = product or self.node("MatMul", x, self.constant(f"{name}.weight", weight))
        return self.node("Add", product, self.constant(f"{name}.bias", self.tensors[f"{name}.bias"]))

    def product_in_bytes(self, x, name, weight):
        if x not in self.in_bytes:
            self.in_bytes[x] = self.node("DynamicQuantizeLinear", x, outputs=3)
        rounded, x_scale, x_zero = self.in_bytes[x]
        scale = np.abs(weight).max(axis=0) / 127
        weights = self.constant(f"{name}.weight", np.round(weight / scale), np.int8)
        zeros = self.constant(f"{name}.zero", np.zeros_like(scale), np.int8)
        product = self.node("MatMulInteger", rounded, weights, x_zero, zeros)
        scales = self.node("Mul", x_scale, self.constant(f"{name}.scale", scale))
        return self.node("Mul", self.node("Cast", product, to=TensorProto.FLOAT), scales)

    def normalised(self, x, name, result=None):
        scale, shift = (self.constant(f"{name}.{part}", self.tensors[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.node("LayerNormalization", x, scale, shift, name=result, axis=-1, epsilon=self.config["layer_norm_eps"])

    def headwise(self, x, order):
        return self.node("Transpose", self.node("Reshape", x, "by_head"), perm=order)

    def words(self):
        """The vectors of the words: as they are, or from whole numbers in blocks that have a scale each."""
        table = self.tensors["embeddings.word_embeddings.weight"]
        if not isinstance(table, tuple):
            return self.node("Gather", self.constant("word", table), "input_ids")
        numbers, scales = table
        self.constant("by_block", [0, 0, scales.shape[1], -1], np.int64)
        rows = self.node("Gather", self.constant("word", numbers, np.int8), "input_ids")
        blocks = self.node("Reshape", self.node("Cast", rows, to=TensorProto.FLOAT), "by_block")
        scale = self.node("Gather", self.constant("word_scale", scales[:, :, None], np.float16), "input_ids")
        return self.node("Reshape", self.node("Mul", blocks, self.node("Cast", scale, to=TensorProto.FLOAT)), "joined")


def write_bert(tensors, config, path, quantized=False):
    """`tensors` by the names that they have in transformers, without "bert."."""
    width, heads = config["hidden_size"], config["num_attention_heads"]
    graph = Graph(tensors, config, quantized)
    node, linear, headwise = graph.node, graph.linear, graph.headwise
    graph.constant("by_head", [0, 0, heads, width // heads], np.int64)
    graph.constant("joined", [0, 0, width], np.int64)
    graph.constant("zero", [0], np.int64)
    graph.constant("mask_axes", [1, 2], np.int64)
    graph.constant("one", 1)
    graph.constant("half", 0.5)
    graph.constant("root_two", 2**0.5)
    graph.constant("far_below", -10000)
    graph.constant("scale", (width // heads) ** -0.5)
    for part in ("position", "token_type"):
        graph.constant(part, tensors[f"embeddings.{part}_embeddings.weight"])

    length = node("Shape", "input_ids", start=1, end=2)
    x = node("Add", graph.words(), node("Gather", "token_type", "token_type_ids"))
    x = graph.normalised(node("Add", x, node("Slice", "position", "zero", length, "zero")), "embeddings.LayerNorm")
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
        x = graph.normalised(node("Add", attended, x), f"{prefix}.attention.output.LayerNorm")
        inner = linear(x, f"{prefix}.intermediate.dense")
        gate = node("Add", node("Erf", node("Div", inner, "root_two")), "one")
        outer = linear(node("Mul", node("Mul", inner, gate), "half"), f"{prefix}.output.dense")
        last = layer == config["num_hidden_layers"] - 1
        x = graph.normalised(node("Add", outer, x), f"{prefix}.output.LayerNorm", "last_hidden_state" if last else None)

    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "length", width])]
    graph_proto = helper.make_graph(graph.nodes, "bert", inputs, outputs, list(graph.constants.values()))
    model = helper.make_model(graph_proto, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    # whole or not at all, for what is there is taken to be finished
    whole = path.with_suffix(".part")
    onnx.save(model, whole)
    whole.replace(path)
