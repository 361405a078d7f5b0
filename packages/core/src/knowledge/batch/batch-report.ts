import { byteOrderMark, csvLine } from "../../csv-line.ts";
import { ingestStages } from "../../db/schema.ts";
import type { Scope } from "../../scope.ts";
import * as BatchFile from "./batch-file.ts";
import { requireBatch } from "./batch.ts";

const filesAtOnce = 1000;
const columns = ["file", "title", "state", "reason_code", "reason", "bytes", "passages"];
const stageColumns = ingestStages.flatMap((stage) =>
  ["attempts", "outcome", "count", "milliseconds"].map((what) => `${stage}_${what}`),
);

/** The whole batch as CSV, a line for each file that the actor may read. Throws `batch.not_found`. */
export async function report(scope: Scope, id: string): Promise<{ name: string; lines: AsyncGenerator<string> }> {
  const { name } = await requireBatch(scope, id);
  return { name, lines: linesOf(scope, id) };
}

async function* linesOf(scope: Scope, id: string): AsyncGenerator<string> {
  yield byteOrderMark + csvLine([...columns, ...stageColumns]);
  for (let page = 1; ; page++) {
    const { items } = await BatchFile.list(scope, { id, page, pageSize: filesAtOnce });
    if (items.length) yield items.map((file) => csvLine(cells(file))).join("");
    if (items.length < filesAtOnce) return;
  }
}

function cells(file: BatchFile.Info): (string | number | null)[] {
  const { name, title, state, errorCode, error, bytes, chunks, stages } = file;
  const ofStages = ingestStages.flatMap((stage) => {
    const found = stages.find((one) => one.stage === stage);
    return [found?.attempts ?? null, found?.outcome ?? null, found?.count ?? null, found?.milliseconds ?? null];
  });
  return [name, title, state, errorCode, error, bytes, chunks, ...ofStages];
}
