import type { TestProject } from "vitest/node";
import { assemble } from "./assemble.ts";
import { startNode } from "./node.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where a node answers and where its files lie; absent where none can run. */
    openSearch: { url: string; data: string } | undefined;
  }
}

/** One node for all tests. Where none can run, they are skipped and one line says why. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const node = await startNode(await assemble());
    project.provide("openSearch", { url: node.url, data: node.data });
    return async () => node[Symbol.asyncDispose]();
  } catch (error) {
    console.log(`OpenSearch: skipped, ${error instanceof Error ? error.message : String(error)}.`);
    project.provide("openSearch", undefined);
    return undefined;
  }
}
