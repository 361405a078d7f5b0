import { DrizzleQueryError } from "drizzle-orm";

/**
 * An error as a log and the queue's tables may keep it. A statement that failed carries its values, which may be the text of
 * a document: they are left out.
 */
export function plainError(error: unknown): Error {
  if (!(error instanceof DrizzleQueryError)) return error instanceof Error ? error : new Error(String(error));
  const plain = new Error(`${error.cause?.message ?? "failed"} (${error.query.slice(0, 300)})`);
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  plain.stack = [plain.message, ...frames].join("\n");
  return plain;
}
