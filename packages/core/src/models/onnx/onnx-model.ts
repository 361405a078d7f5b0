import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import type * as Runtime from "onnxruntime-node";
import { z } from "zod";
import { PublicError } from "../../error.ts";
import type { Pooling } from "../model-family.ts";
import { configIn, weightsIn } from "./onnx-folder.ts";
import type { Table } from "./onnx-message.ts";
import { pool } from "./onnx-pool.ts";

/** A model that this process has in memory. Running it holds the process up. */
export interface OnnxModel {
  /** One vector per text, not yet of unit length. */
  embed(texts: readonly string[], pooling: Pooling): Promise<Table>;
  /** One score per text. */
  score(question: string, texts: readonly string[]): Promise<Table>;
}

interface Tokens {
  ids: number[];
  types: number[];
}

/** Words that are run at once, padding included: more takes memory and gains nothing. */
const tokensMax = 4096;
const questionCharactersMax = 1000;

const TokenizerConfig = z.looseObject({ model_max_length: z.number().optional() });
const SentenceConfig = z.object({ max_seq_length: z.number() });

export async function loadModel(folder: string): Promise<OnnxModel> {
  const path = await weightsIn(folder);
  if (!path) throw missing();
  const runtime = await import("onnxruntime-node").catch(noRuntime);
  const config = await configIn(folder);
  const tokenizerConfig = TokenizerConfig.parse((await readJson(join(folder, "tokenizer_config.json"))) ?? {});
  const sentence = SentenceConfig.safeParse(await readJson(join(folder, "sentence_bert_config.json")));
  const pooling = poolingIn(await readJson(join(folder, "1_Pooling/config.json")));
  const tokenizer = new Tokenizer(
    z.looseObject({}).parse(await readJson(join(folder, "tokenizer.json"))),
    tokenizerConfig,
  );
  const session = await runtime.InferenceSession.create(path, {
    logSeverityLevel: 3,
    // threads that wait for work busily take the cores from the database and the index
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
  const pad = config.pad_token_id ?? 0;
  // these two keep places for the padding
  const positions = (config.max_position_embeddings ?? Infinity) - (/roberta/.test(config.model_type ?? "") ? 2 : 0);
  const lengthMax = Math.min(
    positions,
    tokenizerConfig.model_max_length ?? Infinity,
    sentence.data?.max_seq_length ?? Infinity,
    8192,
  );

  const tokensOf = (text: string, pair?: string): Tokens => {
    const { ids, token_type_ids } = tokenizer.encode(text, {
      return_token_type_ids: true,
      ...(pair !== undefined && { text_pair: pair }),
    });
    // the mark that ends a text stays when the text is cut
    const cut = (list: number[]) =>
      list.length > lengthMax ? [...list.slice(0, lengthMax - 1), ...list.slice(-1)] : list;
    return { ids: cut(ids), types: cut(token_type_ids) };
  };

  return {
    embed: (texts, familyPooling) =>
      inGroups(
        texts.map((text) => tokensOf(text)),
        async (group) => {
          const { output, tensor, mask } = await run(runtime, session, group, pad);
          if (output === "logits") throw unsupported();
          return pool(tensor, mask, pooling ?? familyPooling);
        },
      ),
    score: (question, texts) =>
      inGroups(
        texts.map((text) => tokensOf(question.slice(0, questionCharactersMax), text)),
        async (group) => {
          const { tensor } = await run(runtime, session, group, pad);
          return logits(tensor);
        },
      ),
  };
}

/** Runs texts of like length together, so that little is padding, and gives back the rows in the order of the texts. */
async function inGroups(texts: readonly Tokens[], work: (group: Tokens[]) => Promise<Table>): Promise<Table> {
  const order = texts.map((_, i) => i).sort((a, b) => lengthOf(texts[a]) - lengthOf(texts[b]));
  const rows: Float32Array[] = [];
  let width = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && (to - from + 1) * lengthOf(texts[order[to] ?? 0]) <= tokensMax) to++;
    const places = order.slice(from, to);
    const table = await work(places.flatMap((place) => texts[place] ?? []));
    width = table.width;
    for (const [i, place] of places.entries()) rows[place] = table.numbers.subarray(i * width, (i + 1) * width);
    from = to;
  }
  const numbers = new Float32Array(texts.length * width);
  for (const [i, row] of rows.entries()) numbers.set(row, i * width);
  return { numbers, width };
}

async function run(runtime: typeof Runtime, session: Runtime.InferenceSession, group: readonly Tokens[], pad: number) {
  const length = Math.max(...group.map(lengthOf));
  const shape = [group.length, length];
  const fill = (valueAt: (tokens: Tokens, i: number) => number) =>
    BigInt64Array.from(group.flatMap((tokens) => Array.from({ length }, (_, i) => BigInt(valueAt(tokens, i)))));
  const mask = fill(({ ids }, i) => (i < ids.length ? 1 : 0));
  const known: Record<string, () => BigInt64Array> = {
    input_ids: () => fill(({ ids }, i) => ids[i] ?? pad),
    attention_mask: () => mask,
    token_type_ids: () => fill(({ types }, i) => types[i] ?? 0),
    position_ids: () => fill((_, i) => i),
  };
  const feeds: Record<string, Runtime.Tensor> = {};
  for (const name of session.inputNames) {
    const values = known[name]?.();
    if (!values) throw unsupported();
    feeds[name] = new runtime.Tensor("int64", values, shape);
  }
  const outputs = await session.run(feeds);
  const output =
    ["last_hidden_state", "logits", "token_embeddings"].find((name) => name in outputs) ?? session.outputNames[0] ?? "";
  const tensor = outputs[output];
  if (!tensor || !(tensor.data instanceof Float32Array)) throw unsupported();
  return { output, tensor: { data: tensor.data, dims: tensor.dims }, mask };
}

/** One logit says how well the two fit; of two the second does, against the first. */
function logits({ data, dims }: { data: Float32Array; dims: readonly number[] }): Table {
  const [count = 0, labels = 0] = dims;
  if (dims.length !== 2 || labels < 1 || labels > 2) throw unsupported();
  if (labels === 1) return { numbers: data, width: 1 };
  const numbers = Float32Array.from({ length: count }, (_, i) => (data[i * 2 + 1] ?? 0) - (data[i * 2] ?? 0));
  return { numbers, width: 1 };
}

/** What sentence-transformers keeps beside a model; surer than what its name tells. */
function poolingIn(config: unknown): Pooling | undefined {
  const kinds = {
    pooling_mode_cls_token: "cls",
    pooling_mode_mean_tokens: "mean",
    pooling_mode_lasttoken: "last",
  } as const;
  const parsed = z.record(z.string(), z.unknown()).safeParse(config);
  if (!parsed.success) return undefined;
  return Object.entries(kinds).find(([key]) => parsed.data[key] === true)?.[1];
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function lengthOf(tokens: Tokens | undefined): number {
  return tokens?.ids.length ?? 0;
}

function noRuntime(cause: unknown): never {
  const message =
    "Models cannot run on this machine: the package onnxruntime-node is missing or does not fit it. Run npm ci again, or connect a server instead.";
  throw new PublicError("unavailable", "onnx.runtime_missing", message, { cause });
}

function missing() {
  const message =
    "The folder of models holds no such model: it needs config.json, tokenizer.json and onnx/model_quantized.onnx or onnx/model.onnx. Choose another one, or fetch it again.";
  return new PublicError("unavailable", "onnx.model_missing", message);
}

function unsupported() {
  const message =
    "This model cannot be used for this: its inputs or outputs are of another kind. Choose another model.";
  return new PublicError("unavailable", "onnx.model_unsupported", message);
}
