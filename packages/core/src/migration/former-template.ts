import { and, eq } from "drizzle-orm";
import { templateTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { inTransaction } from "../db/transaction.ts";
import { newId } from "../id.ts";
import { requireUser, type Scope } from "../scope.ts";
import * as Template from "../templates/template.ts";
import * as Ledger from "./ledger.ts";
import * as Templates from "./templates.ts";

/** The template that was called so in the predecessor, or is here; undefined when there is none any more. */
export async function find(scope: Scope, named: string): Promise<string | undefined> {
  requireUser(scope);
  const held = await Ledger.find(scope, "template", [named]);
  const [row] = await scope.db
    .select({ id: templateTable.id })
    .from(templateTable)
    .where(and(Template.kept(scope), eq(templateTable.id, held?.targetId ?? named)));
  return row?.id;
}

/** Keeps a template as a program written for the predecessor sends it: a new one, or the next version of its own. */
export async function put(scope: Scope, item: Record<string, unknown>): Promise<{ id: string }> {
  const id = typeof item["id"] === "string" && item["id"] ? item["id"] : newId("template");
  return inTransaction(scope, async (scope) => {
    await Ledger.inTurn(scope);
    const { outcome, notes } = await Templates.take(scope, { ...item, id }, {});
    if (outcome === "taken" || outcome === "changed" || outcome === "unchanged") return { id };
    const message = notes[0]?.message ?? "A template needs template_name and template.";
    throw new PublicError("invalid", "request.invalid", message);
  });
}
