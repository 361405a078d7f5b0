import { readFile } from "node:fs/promises";
import { chunkTable } from "@docent/core/db/schema";
import type { Scope } from "@docent/core/scope";
import { inArray } from "drizzle-orm";
import { z } from "zod";

const Question = z.object({ text: z.string() });
const rowsAtOnce = 1_000;

/** From a file with one JSON object with `text` a line. */
export async function fromFile(path: string, count: number): Promise<string[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim());
  return lines.slice(0, count).map((line) => Question.parse(JSON.parse(line)).text);
}

/** The question of a row, or a heading and some of the words under it, taken evenly from all passages and shuffled. */
export async function fromPassages(scope: Scope, count: number): Promise<string[]> {
  const ids = await scope.db.select({ id: chunkTable.id }).from(chunkTable).orderBy(chunkTable.id);
  const step = Math.max(1, Math.floor(ids.length / count));
  const picked = ids.flatMap(({ id }, index) => (index % step === 0 ? [id] : [])).slice(0, count);
  const questions: string[] = [];
  for (let from = 0; from < picked.length; from += rowsAtOnce) {
    const rows = await scope.db
      .select({ headings: chunkTable.headings, text: chunkTable.text, question: chunkTable.question })
      .from(chunkTable)
      .where(inArray(chunkTable.id, picked.slice(from, from + rowsAtOnce)));
    questions.push(
      ...rows.map(({ headings, text, question }) => {
        const words = text.split(/\s+/).slice(4, 10).join(" ");
        return (question ?? `${headings.at(-1) ?? ""} ${words}`).slice(0, 200);
      }),
    );
  }
  return interleaved(questions);
}

/** Every part of the list then holds questions from all over. */
function interleaved(list: readonly string[], strands = 97): string[] {
  return Array.from({ length: strands }, (_, strand) => list.filter((_, i) => i % strands === strand)).flat();
}
