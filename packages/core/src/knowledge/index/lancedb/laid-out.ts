import type * as LanceDb from "@lancedb/lancedb";
import { termsColumn, vectorColumn } from "./rows.ts";

const plain = ["chunkId", "trigger", "versionId", "documentId", "tags", "labels"];
/** What is found or filtered by needs more than a column. */
const indexed = ["live", "access", ...Object.values(termsColumn)];

/** Whether a table has all columns that rows are made of, and the indexes that searches go by. */
export async function isLaidOut(table: LanceDb.Table, dimensions: number | undefined): Promise<boolean> {
  const columns = new Set((await table.schema()).fields.map(({ name }) => name));
  const there = new Set((await table.listIndices()).flatMap((index) => index.columns));
  const wanted = [...plain, ...indexed, ...(dimensions ? Object.values(vectorColumn) : [])];
  return wanted.every((name) => columns.has(name)) && indexed.every((name) => there.has(name));
}
