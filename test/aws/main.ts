import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildConsole } from "@docent/functions/local/console";
import { startParts } from "./parts.ts";
import { plan, unpackFunctions } from "./plan.ts";
import { startStage } from "./stage.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: process.env["PORT"] ?? "8080" } } });
const started = performance.now();
const tell = (what: string) => console.log(`${what} (${Math.round((performance.now() - started) / 1000)} s)`);

try {
  await serve();
  process.exit(0);
} catch (error) {
  console.error(`The stage cannot run here: ${error instanceof Error ? error.message : String(error)}.`);
  process.exit(1);
}

/** Runs until it is told to end. */
async function serve(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  await buildConsole(); // which the synthesis looks for
  const planned = await plan();
  tell(`Synthesised ${planned.functions.length} functions and ${planned.queues.length} queues`);
  const functions = stack.adopt(await unpackFunctions(planned), (folder) =>
    rm(folder, { recursive: true, force: true }),
  );
  const parts = stack.use(await startParts(planned.cors));
  for (const note of parts.notes) console.log(note);
  const { database, search, store, dynamo } = parts.place;
  tell(
    `PostgreSQL ${new URL(database.url).host}, OpenSearch ${search.url}, S3 and SQS ${store.url}, DynamoDB ${dynamo.url}`,
  );
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), "docent-stage-")), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  await mkdir(folder, { recursive: true });
  const stage = await startStage({
    plan: planned,
    functions,
    place: parts.place,
    id: "local",
    folder,
    port: Number(values.port),
  });
  stack.defer(() => stage.close());
  tell(`Letters and what functions write are kept in ${folder}`);
  console.log(`Docent is ready at ${stage.url}`);
  if (stage.setUpUrl) console.log(`First time here? Create the administrator at ${stage.setUpUrl}`);
  console.log("It forgets everything when it ends.");
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
