import { z } from "zod";
import { auditTable, companyTable } from "../db/schema.ts";
import { newId } from "../id.ts";
import * as Picture from "../pictures/picture.ts";
import { forCompany, requireCompany, requireRole, type Scope } from "../scope.ts";
import { daysMax, daysMin, registry, type DaysKey } from "../settings/registry.ts";
import * as Setting from "../settings/setting.ts";
import { kinds, type Kind } from "./kinds.ts";

const dayMs = 24 * 60 * 60 * 1000;
const batchSize = 200;
const daysKeys = Object.keys(daysMin) as DaysKey[];

export const Due = z.strictObject({
  key: z.enum(daysKeys),
  days: z.int().min(1).max(daysMax),
});

/** How much would be deleted today, if it were kept for so many days. */
export async function due(scope: Scope, { key, days }: z.infer<typeof Due>): Promise<{ number: number }> {
  requireRole(scope, registry[key].role);
  return { number: await kinds[key].due(scope.db, requireCompany(scope), before(scope, days)) };
}

/**
 * Deletes what each company wants no longer, a few at a time, with a line in its log of how much. Broken off, it goes on
 * where it was: each time, line and rows change together.
 */
export async function apply(scope: Scope): Promise<void> {
  const companies = await scope.db.select({ id: companyTable.id }).from(companyTable).orderBy(companyTable.id);
  for (const { id } of companies) await applyTo(forCompany(scope, id, "retention"));
}

async function applyTo(scope: Scope): Promise<void> {
  const wanted = await Setting.read(scope, ...daysKeys);
  const note = { id: newId("audit"), counts: {} };
  for (const key of daysKeys) {
    const days = wanted[key];
    if (days !== null) await takeAll(scope, key, before(scope, days), note);
  }
}

interface Note {
  id: string;
  counts: Partial<Record<Kind, number>>;
}

async function takeAll(scope: Scope, key: DaysKey, before: Date, note: Note): Promise<void> {
  let taken = batchSize;
  while (taken === batchSize) taken = await takeSome(scope, key, before, note);
}

async function takeSome(scope: Scope, key: DaysKey, before: Date, note: Note): Promise<number> {
  const kept = kinds[key];
  const { number, files, runIds } = await scope.db.transaction(async (db) => {
    const taken = await kept.take(db, requireCompany(scope), before, batchSize);
    if (taken.number > 0) {
      note.counts = { ...note.counts, [kept.kind]: (note.counts[kept.kind] ?? 0) + taken.number };
      await write({ ...scope, db }, note);
    }
    return taken;
  });
  // files that stay because the process ends here go at its next start
  if (files) await Picture.removeFiles(scope, files);
  if (runIds) await scope.runLog.forget(runIds);
  return number;
}

async function write(scope: Pick<Scope, "db" | "actor" | "now">, { id, counts }: Note): Promise<void> {
  await scope.db
    .insert(auditTable)
    .values({
      id,
      companyId: requireCompany(scope),
      at: scope.now(),
      actorName: "Docent",
      action: "retention.apply",
      details: counts,
    })
    .onConflictDoUpdate({ target: auditTable.id, set: { details: counts } });
}

function before({ now }: Pick<Scope, "now">, days: number): Date {
  return new Date(now().getTime() - days * dayMs);
}
