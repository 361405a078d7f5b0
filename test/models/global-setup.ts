import type { TestProject } from "vitest/node";
import { prepare, type RealModels } from "./real-models.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Undefined where they cannot be had. */
    models: RealModels | undefined;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  try {
    project.provide("models", await prepare());
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.log(`Tests with real models skipped: they need Python 3 with venv, and PyPI (${reason}).`);
    project.provide("models", undefined);
  }
}
