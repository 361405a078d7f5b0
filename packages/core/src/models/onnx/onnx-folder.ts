import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { z } from "zod";
import type { LocalModel } from "../local-models.ts";

/** In the order of preference: half the accuracy of a quantized model costs nothing that can be measured, and it is four times smaller. */
const weights = ["onnx/model_quantized.onnx", "onnx/model.onnx", "model_quantized.onnx", "model.onnx"];

const Config = z.object({
  architectures: z.array(z.string()).optional(),
  model_type: z.string().optional(),
  max_position_embeddings: z.number().optional(),
  pad_token_id: z.number().nullish(),
});

/** The folder of a model, or undefined for a name that leads out of the folder of models. */
export function folderOf(root: string, name: string): string | undefined {
  const folder = resolve(root, name);
  return /^\w[\w.-]*(\/\w[\w.-]*)?$/.test(name) && folder.startsWith(resolve(root) + sep) ? folder : undefined;
}

/** The file with a model's weights, when the folder holds all that a model needs. */
export async function weightsIn(folder: string): Promise<string | undefined> {
  const needed = await Promise.all(["config.json", "tokenizer.json"].map((name) => isFile(join(folder, name))));
  if (needed.includes(false)) return undefined;
  for (const path of weights.map((name) => join(folder, name))) if (await isFile(path)) return path;
  return undefined;
}

export async function configIn(folder: string): Promise<z.infer<typeof Config>> {
  return Config.parse(JSON.parse(await readFile(join(folder, "config.json"), "utf8")));
}

/** The models in a folder and in the folders of their authors, by name. */
export async function modelsIn(root: string): Promise<LocalModel[]> {
  const names = await foldersIn(root);
  const nested = await Promise.all(
    names.map(async (name) => (await foldersIn(join(root, name))).map((inner) => `${name}/${inner}`)),
  );
  const models = await Promise.all([...names, ...nested.flat()].sort().map((name) => modelIn(root, name)));
  return models.filter((model) => model !== undefined);
}

async function modelIn(root: string, name: string): Promise<LocalModel | undefined> {
  const folder = folderOf(root, name);
  const path = folder && (await weightsIn(folder));
  if (!path) return undefined;
  const { architectures = [] } = await configIn(folder);
  const scores = architectures.some((architecture) => architecture.endsWith("ForSequenceClassification"));
  return { name, use: scores ? "reranker" : "embedder", bytes: (await stat(path)).size };
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
