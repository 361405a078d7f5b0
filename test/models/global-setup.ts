import type { TestProject } from "vitest/node";
import { prepareLanguageModel, type LanguageModel } from "./language-model.ts";
import { prepare, type RealModels } from "./real-models.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Undefined where they cannot be had. */
    models: RealModels | undefined;
    language: LanguageModel | undefined;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  project.provide("models", await had("Tests with real models", prepare));
  project.provide("language", await had("Tests with a real language model", prepareLanguageModel));
}

async function had<T>(tests: string, prepare: () => Promise<T>): Promise<T | undefined> {
  try {
    return await prepare();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.log(`${tests} skipped: they need Python 3 with venv, and PyPI (${reason}).`);
    return undefined;
  }
}
