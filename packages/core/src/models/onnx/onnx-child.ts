import type { Failure, Reply, Request, Table, Task } from "./onnx-message.ts";
import { loadModel, type OnnxModel } from "./onnx-model.ts";
import { PublicError } from "../../error.ts";

/** The process that runs one model, one task at a time, for as long as its parent lives. */
process.on("message", (request: Request) => void answer(request));
process.on("disconnect", () => process.exit());

let model: Promise<OnnxModel> | undefined;

async function answer({ id, ...task }: Request): Promise<void> {
  const outcome = await run(task).catch(failure);
  process.send?.({ id, ...outcome } satisfies Reply);
}

async function run(task: Task): Promise<Table> {
  model ??= loadModel(process.argv[2] ?? "");
  const loaded = await model;
  return task.type === "embed" ? loaded.embed(task.texts, task.pooling) : loaded.score(task.question, task.texts);
}

function failure(error: unknown): Failure {
  if (error instanceof PublicError) return { problem: error.code.replace(/^\w+\./, ""), message: error.message };
  return { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
