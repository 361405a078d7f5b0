import { modelUseTable } from "../../db/schema.ts";
import { PublicError } from "../../error.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import { require } from "./entry.ts";
import { ofUses, type Row } from "./entry-row.ts";
import { kindOf, type ModelUse } from "./model-kind.ts";

/** From now on this model does it. Throws `model.gone`, `model.kind_unfit`. */
export async function choose(scope: Scope, use: ModelUse, id: string | null): Promise<Row | null> {
  const row = id === null ? null : await require(scope, id);
  if (row && row.kind !== kindOf[use]) {
    throw new PublicError("invalid", "model.kind_unfit", "This model is of another kind. Choose one that can do this.");
  }
  await scope.db
    .insert(modelUseTable)
    .values({ companyId: requireCompany(scope), use, modelId: id })
    .onConflictDoUpdate({ target: [modelUseTable.companyId, modelUseTable.use], set: { modelId: id } });
  return row;
}

/** From now on nothing does it; the model stays in the catalogue. */
export async function leave(scope: Scope, uses: readonly ModelUse[]): Promise<void> {
  await scope.db.delete(modelUseTable).where(ofUses(scope, uses));
}

/** Which model, or that none, is chosen; undefined when no choice has been made. */
export async function chosen(scope: Scope, use: ModelUse): Promise<{ modelId: string | null } | undefined> {
  const [row] = await scope.db
    .select({ modelId: modelUseTable.modelId })
    .from(modelUseTable)
    .where(ofUses(scope, [use]));
  return row;
}
