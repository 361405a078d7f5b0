import { isDeepStrictEqual } from "node:util";
import { and, eq, isNotNull } from "drizzle-orm";
import { modelTable, modelUseTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { newId } from "../../id.ts";
import { requireCompany, requireRole, type Scope } from "../../scope.ts";
import { type Configured, wrong } from "./configured-file.ts";
import { sealKey, type Row } from "./entry-row.ts";
import * as Use from "./entry-use.ts";

/**
 * Makes the company's catalogue hold the configured models as they are configured now, beside those that administrators
 * added. One that is configured no more goes, or is left to the administrators when the company uses it.
 */
export async function put(scope: Scope, models: readonly Configured[]): Promise<void> {
  requireRole(scope, "admin");
  await inTransaction(scope, async (scope) => {
    const company = eq(modelTable.companyId, requireCompany(scope));
    const all = await scope.db.select().from(modelTable).where(company);
    const ids = new Map<string, string>();
    for (const [i, model] of models.entries()) ids.set(model.id, await putOne(scope, all, model, `models[${i}]`));
    for (const { id, standIn } of models) {
      const fallbackId = (standIn && ids.get(standIn)) ?? null;
      await scope.db
        .update(modelTable)
        .set({ fallbackId })
        .where(eq(modelTable.id, ids.get(id) ?? ""));
    }
    const configured = and(company, isNotNull(modelTable.configuredAs));
    for (const row of await scope.db.select().from(modelTable).where(configured))
      if (!models.some(({ id }) => id === row.configuredAs)) await drop(scope, row);
    for (const { id, kind, use } of models) {
      if (!use || kind === "embed" || (await Use.chosen(scope, kind))) continue;
      await Use.choose(scope, kind, ids.get(id) ?? null);
    }
  });
}

async function putOne(scope: Scope, all: readonly Row[], model: Configured, at: string): Promise<string> {
  const { id: configuredAs, kind, name, place, key, abilities, price, limits } = model;
  const row = all.find((one) => one.configuredAs === configuredAs);
  if (row && row.kind !== kind)
    throw wrong(`${at}.kind`, `"${configuredAs}" was for ${row.kind} until now. Give the new model another id`);
  if (all.some((one) => one.kind === kind && one.name === name && one.id !== row?.id && one.configuredAs === null))
    throw wrong(`${at}.name`, `There is a model called "${name}" already. Give this one another name`);
  const moved = row !== undefined && !isDeepStrictEqual(row.place, place);
  if (moved && kind === "embed" && (await isUsed(scope, row.id)))
    throw wrong(
      `${at}.place`,
      "The index is made with this model. Give the new one another id, and change over in the console",
    );
  const values = { configuredAs, name, place, key: sealKey(scope, key), abilities, price, limits };
  if (row) {
    const forgotten = moved ? { dimensions: null } : {};
    await scope.db
      .update(modelTable)
      .set({ ...values, ...forgotten })
      .where(eq(modelTable.id, row.id));
    return row.id;
  }
  const id = newId("model");
  const created = { id, companyId: requireCompany(scope), kind, createdAt: scope.now() };
  await scope.db.insert(modelTable).values({ ...created, ...values });
  return id;
}

async function drop(scope: Scope, { id }: Row): Promise<void> {
  const own = eq(modelTable.id, id);
  if (await isUsed(scope, id)) await scope.db.update(modelTable).set({ configuredAs: null }).where(own);
  else await scope.db.delete(modelTable).where(own);
}

async function isUsed({ db }: Scope, id: string): Promise<boolean> {
  return (await db.$count(modelUseTable, eq(modelUseTable.modelId, id))) > 0;
}
