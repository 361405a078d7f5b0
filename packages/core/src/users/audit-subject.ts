import { sql } from "drizzle-orm";
import {
  apiKeyTable,
  categoryTable,
  companyTable,
  groupTable,
  identityProviderTable,
  intentTable,
  invitationTable,
  libraryTable,
  modelTable,
  templateTable,
  userTable,
} from "../db/schema.ts";
import { requireCompany, type Scope } from "../scope.ts";

/** Where the name stands of what an action is about, by the first part of the action's own name. */
const places = {
  user: userTable,
  group: groupTable,
  library: libraryTable,
  sharing: libraryTable,
  knowledgeBase: libraryTable,
  source: libraryTable,
  feedback: libraryTable,
  testCase: libraryTable,
  template: templateTable,
  model: modelTable,
  category: categoryTable,
  intent: intentTable,
  identityProvider: identityProviderTable,
  apiKey: apiKeyTable,
} as const;

/** What the subject of an action is called; undefined for what has no name, or none that may stand in the log. */
export async function nameOf(
  scope: Pick<Scope, "db" | "actor">,
  action: string,
  id: string | undefined,
): Promise<string | undefined> {
  const kind = action.slice(0, action.indexOf("."));
  if (id === undefined) return undefined;
  if (action === "company.setKeeper") return nameOf(scope, "user.update", id);
  const { name, from } = placeOf(kind, requireCompany(scope));
  if (!name) return undefined;
  const found = await scope.db.execute(sql`select ${name} as name from ${from} and id = ${id}`);
  const { rows } = found as unknown as { rows: { name: string }[] };
  return rows[0]?.name;
}

function placeOf(kind: string, companyId: string) {
  if (kind === "company") return { name: companyTable.name, from: sql`${companyTable} where true` };
  if (kind === "invitation") {
    return { name: invitationTable.email, from: sql`${invitationTable} where company_id = ${companyId}` };
  }
  const place = Object.hasOwn(places, kind) ? places[kind as keyof typeof places] : undefined;
  return { name: place?.name, from: sql`${place} where company_id = ${companyId}` };
}
