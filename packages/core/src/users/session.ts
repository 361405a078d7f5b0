import { eq } from "drizzle-orm";
import { companyTable, userTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import type { Role } from "./role.ts";
import { setUpNeeded } from "./user.ts";

export interface Me {
  user: { id: string; name: string; email: string; role: Role } | null;
  company: { id: string; name: string } | null;
  setupNeeded: boolean;
}

/** Who is signed in, and whether the desk still waits for its first administrator. */
export async function me(scope: Scope): Promise<Me> {
  if (scope.actor.type !== "user") {
    return { user: null, company: null, setupNeeded: await setUpNeeded(scope.db) };
  }
  const [row] = await scope.db
    .select({
      user: { id: userTable.id, name: userTable.name, email: userTable.email, role: userTable.role },
      company: { id: companyTable.id, name: companyTable.name },
    })
    .from(userTable)
    .innerJoin(companyTable, eq(companyTable.id, userTable.companyId))
    .where(eq(userTable.id, scope.actor.userId));
  return { user: row?.user ?? null, company: row?.company ?? null, setupNeeded: false };
}
