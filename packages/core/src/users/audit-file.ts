import { and, asc, eq, gt, or } from "drizzle-orm";
import { byteOrderMark, csvLine } from "../csv-line.ts";
import { auditTable } from "../db/schema.ts";
import { requireRole, type Scope } from "../scope.ts";
import { matching, type Filter } from "./audit.ts";

const rowsAtOnce = 1_000;
const columns = ["at", "person", "person_id", "api_key", "action", "subject", "details"];

type Row = typeof auditTable.$inferSelect;

/** The log of who did what as CSV, oldest first, one line for each. */
export function file(scope: Scope, filter: Filter): AsyncGenerator<string> {
  requireRole(scope, "admin");
  return linesOf(scope, filter);
}

async function* linesOf(scope: Scope, filter: Filter): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns);
  const { at, id } = auditTable;
  for (let last: Row | undefined, more = true; more;) {
    const after = last && or(gt(at, last.at), and(eq(at, last.at), gt(id, last.id)));
    const rows = await scope.db
      .select()
      .from(auditTable)
      .where(and(matching(scope, filter), after))
      .orderBy(asc(at), asc(id))
      .limit(rowsAtOnce);
    if (rows.length) yield rows.map((row) => csvLine(cells(row))).join("");
    last = rows.at(-1);
    more = rows.length === rowsAtOnce;
  }
}

function cells({ at, actorName, actorId, keyName, action, subject, details }: Row): (string | null)[] {
  const told = Object.keys(details).length ? JSON.stringify(details) : null;
  return [at.toISOString(), actorName, actorId, keyName, action, subject, told];
}
