import { and, eq, isNotNull } from "drizzle-orm";
import { modelTable } from "../db/schema.ts";
import * as EntryTry from "../models/catalogue/entry-try.ts";
import { find } from "../models/catalogue/entry.ts";
import { inUse, keyOf, type Row } from "../models/catalogue/entry-row.ts";
import { chosen } from "../models/catalogue/entry-use.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { fail, ok, type Finding } from "./finding.ts";

/** Has the model that answers say a word. One found on this machine is there, or it would not have been found. */
export async function answers(scope: Scope): Promise<Finding> {
  const row = await inUse(scope, "chat");
  if (row) return tried(scope, row);
  if (await chosen(scope, "chat")) return ok("model.quotes");
  const start = performance.now();
  const detected = await scope.chatModels.detect();
  if (!detected) return ok("model.quotes");
  return ok("model.works", { name: detected.model, ms: Math.round(performance.now() - start) });
}

/** The same for the one that takes its place. */
export async function standsIn(scope: Scope): Promise<Finding | undefined> {
  const row = await inUse(scope, "chat");
  const other = row?.fallbackId == null ? undefined : await find(scope, row.fallbackId);
  return other && tried(scope, other);
}

/** Has the model that finds embed three short texts. */
export async function finds(scope: Scope): Promise<Finding> {
  const row = await inUse(scope, "embed");
  return row ? tried(scope, row) : ok("model.none");
}

/** Has the model that ranks score two short texts. */
export async function ranks(scope: Scope): Promise<Finding> {
  const row = await inUse(scope, "rerank");
  return row ? tried(scope, row) : ok("model.none");
}

/** Only says which one draws. */
export async function draws(scope: Scope): Promise<Finding | undefined> {
  const row = await inUse(scope, "image");
  return row && ok("model.untried", { name: row.name });
}

/** Whether the desk's secret still opens the keys that it has sealed. */
export async function keys(scope: Scope): Promise<Finding | undefined> {
  const rows = await scope.db
    .select()
    .from(modelTable)
    .where(and(eq(modelTable.companyId, requireCompany(scope)), isNotNull(modelTable.key)));
  if (rows.length === 0) return undefined;
  const sealed = rows.filter((row) => !opens(scope, row)).map(({ name }) => name);
  return sealed.length > 0
    ? fail("keys.sealed", { names: sealed.join(", ") })
    : ok("keys.open", { count: rows.length });
}

function opens(scope: Scope, row: Row): boolean {
  try {
    keyOf(scope, row);
    return true;
  } catch {
    return false;
  }
}

async function tried(scope: Scope, { id, kind, name, place }: Row): Promise<Finding> {
  const { ok: works, milliseconds, message, code } = await EntryTry.run(scope, { id, kind, place });
  if (works) return ok("model.works", { name, ms: milliseconds });
  return fail("model.fails", { name, message, ...(code !== undefined && { code }) });
}
