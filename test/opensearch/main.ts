import { assemble } from "./assemble.ts";
import { startNode } from "./node.ts";

const preparesOnly = process.argv.includes("--prepare");

try {
  const assembled = await assemble();
  await (preparesOnly ? tellReady(assembled.home) : serve(assembled));
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`OpenSearch cannot run here: ${reason}.`);
  process.exitCode = 1;
}

async function tellReady(home: string): Promise<void> {
  console.log(`Ready in ${home}. Start it with: npm run opensearch`);
}

/** Runs until it is told to end. */
async function serve(assembled: Parameters<typeof startNode>[0]): Promise<void> {
  await using node = await startNode(assembled);
  console.log(`OpenSearch answers at ${node.url} (process ${node.process.pid}). It forgets everything when it ends.
Start a desk on it:
  OPENSEARCH_URL=${node.url} npm start`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
    node.process.once("exit", () => resolve());
  });
}
