import { and, eq, inArray, isNull, or } from "drizzle-orm";
import { chunkTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import type { Passage } from "./passages.ts";

/** The text around a passage in its document. */
export interface Around {
  before: string;
  after: string;
}

/** So much of a neighbour is taken: its end before a passage, its beginning after it. */
const charactersMax = 500;

/**
 * What stands right before and after each passage, by chunk id. A neighbour that is among the passages itself is left
 * out, and a row of questions and answers has none: it stands by itself.
 */
export async function load(scope: Pick<Scope, "db">, passages: readonly Passage[]): Promise<Map<string, Around>> {
  const known = new Set(passages.map(({ versionId, position }) => key(versionId, position)));
  const prose = passages.filter(({ question }) => question === null);
  const wanted = prose.map(({ versionId, position }) =>
    and(eq(chunkTable.versionId, versionId), inArray(chunkTable.position, [position - 1, position + 1])),
  );
  if (wanted.length === 0) return new Map();
  const rows = await scope.db
    .select({ versionId: chunkTable.versionId, position: chunkTable.position, text: chunkTable.text })
    .from(chunkTable)
    .where(and(isNull(chunkTable.offAt), or(...wanted)));
  const texts = new Map(rows.map(({ versionId, position, text }) => [key(versionId, position), text]));
  const textAt = (versionId: string, position: number) =>
    known.has(key(versionId, position)) ? "" : (texts.get(key(versionId, position)) ?? "");
  return new Map(
    prose.map(({ chunkId, versionId, position }) => {
      const before = textAt(versionId, position - 1)
        .slice(-charactersMax)
        .toWellFormed();
      const after = textAt(versionId, position + 1)
        .slice(0, charactersMax)
        .toWellFormed();
      return [chunkId, { before, after }];
    }),
  );
}

function key(versionId: string, position: number): string {
  return `${versionId} ${position}`;
}
