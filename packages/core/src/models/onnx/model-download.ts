import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PublicError } from "../../error.ts";
import type { Fetching, LocalModels } from "../local-models.ts";
import { damaged, fetchFile, look, type HubFile } from "./model-hub.ts";
import { folderOf, modelsIn, weightsIn } from "./onnx-folder.ts";

export interface ModelDownloadOptions {
  folder: string;
  /** Where models are fetched from: `<hub>/<model>/resolve/main/<file>`. */
  hub: string;
}

const needed = ["config.json", "tokenizer.json"];
const welcome = ["tokenizer_config.json", "sentence_bert_config.json", "1_Pooling/config.json"];
/** The first that the hub has. */
const weights = ["onnx/model_quantized.onnx", "onnx/model.onnx", "model.onnx"];
const outside = "onnx/model.onnx_data";

const suggestions: LocalModels["suggestions"] = [
  { name: "Xenova/multilingual-e5-small", use: "embedder", bytes: 135_000_000 },
  { name: "Xenova/bge-m3", use: "embedder", bytes: 590_000_000 },
  { name: "Xenova/bge-reranker-base", use: "reranker", bytes: 300_000_000 },
  { name: "jinaai/jina-reranker-v2-base-multilingual", use: "reranker", bytes: 300_000_000 },
];

/** Models in a folder, and those fetched into it from a hub with the layout of Hugging Face. */
export function modelDownload({ folder, hub }: ModelDownloadOptions): LocalModels {
  const under = new Map<string, { state: Fetching; stopping: AbortController; ended: Promise<void> }>();

  async function download(name: string, state: Fetching, signal: AbortSignal): Promise<void> {
    const part = join(folder, ".fetching", name);
    const files = await filesOf(hub, name, signal);
    const sizes = files.map(([, { bytes }]) => bytes);
    state.bytesTotal = sizes.reduce<number | null>(
      (sum, bytes) => (sum === null || bytes === null ? null : sum + bytes),
      0,
    );
    let before = 0;
    for (const [path, file] of files) {
      const target = join(part, path);
      await mkdir(dirname(target), { recursive: true });
      const onBytes = (bytes: number) => (state.bytes = before + bytes);
      await fetchFile(file, target, { signal, onBytes }).catch(async (error: unknown) => {
        if (error instanceof PublicError && error.code === damaged().code) await rm(target, { force: true });
        throw error;
      });
      before = state.bytes;
    }
    if (!(await weightsIn(part))) throw unusable(name);
    const whole = join(folder, name);
    await mkdir(dirname(whole), { recursive: true });
    await rm(whole, { recursive: true, force: true });
    await rename(part, whole);
  }

  return {
    list: () => modelsIn(folder),
    suggestions,
    async fetch(name) {
      if (!folderOf(folder, name)) throw nameInvalid(name);
      const running = under.get(name);
      if (running?.state.state === "running") return;
      const state: Fetching = { name, state: "running", bytes: 0, bytesTotal: null, code: null, message: null };
      const stopping = new AbortController();
      const ended = download(name, state, stopping.signal).then(
        () => void under.delete(name),
        (error: unknown) => {
          if (stopping.signal.aborted) return void under.delete(name);
          const { code, message } = error instanceof PublicError ? error : failed(error);
          Object.assign(state, { state: "failed", code, message });
        },
      );
      under.set(name, { state, stopping, ended });
    },
    fetching: () => [...under.values()].map(({ state }) => ({ ...state })),
    async stop(name) {
      const running = under.get(name);
      running?.stopping.abort();
      await running?.ended;
      under.delete(name);
    },
    async close() {
      for (const { stopping } of under.values()) stopping.abort();
      await Promise.all([...under.values()].map(({ ended }) => ended));
    },
  };
}

/** What there is to fetch, small files first: a name that is wrong shows at once. */
async function filesOf(hub: string, name: string, signal: AbortSignal): Promise<[string, HubFile][]> {
  const found = async (path: string): Promise<[string, HubFile] | undefined> => {
    const file = await look(hub, name, path, signal);
    return file && [path, file];
  };
  const small = await Promise.all([...needed, ...welcome].map(found));
  if (small.slice(0, needed.length).includes(undefined)) throw unusable(name);
  for (const path of weights) {
    const file = await found(path);
    if (!file) continue;
    const data = path === "onnx/model.onnx" ? await found(outside) : undefined;
    return [...small, file, data].filter((one) => one !== undefined);
  }
  throw unusable(name);
}

function nameInvalid(name: string) {
  const message = `"${name}" is no name of a model. It must look like Xenova/multilingual-e5-small.`;
  return new PublicError("invalid", "local_model.name_invalid", message);
}

function unusable(name: string) {
  const message = `The hub has no model "${name}" that can run here: it needs config.json, tokenizer.json and its weights as ONNX. Models of the author "Xenova" or "onnx-community" have them.`;
  return new PublicError("invalid", "local_model.unusable", message);
}

function failed(cause: unknown) {
  const message =
    "The model could not be written into the folder of models. Check that the disk has room, then try again.";
  return new PublicError("unavailable", "local_model.not_written", message, { cause });
}
