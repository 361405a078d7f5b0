import { eq } from "drizzle-orm";
import { z } from "zod";
import { companyTable, userTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import * as IdentityProvider from "./identity-provider.ts";
import type { Role } from "./role.ts";
import * as SignUp from "./sign-up.ts";
import { setUpNeeded } from "./user.ts";

export interface Me {
  user: {
    id: string;
    name: string;
    email: string;
    role: Role;
    passwordChangeNeeded: boolean;
    /** They look after the companies of the desk. */
    platformAdmin: boolean;
  } | null;
  company: { id: string; name: string } | null;
  setupNeeded: boolean;
  /** For whoever is not signed in: the ways in besides a password. */
  ways: Ways;
}

export interface Ways {
  signUp: boolean;
  services: { id: string; name: string }[];
}

/** Whose sign-in page was asked for; without it, the company that the desk began with. */
export const Ways = z.strictObject({ companyId: z.string().max(100).optional() });

const none: Ways = { signUp: false, services: [] };

/** Who is signed in, and whether the desk still waits for its first administrator. */
export async function me(scope: Scope, companyId: string): Promise<Me> {
  if (scope.actor.type !== "user") {
    const setupNeeded = await setUpNeeded(scope.db);
    return { user: null, company: null, setupNeeded, ways: setupNeeded ? none : await ways(scope, companyId) };
  }
  const { id, name, email, role, passwordChangeNeeded, platformAdmin } = userTable;
  const [row] = await scope.db
    .select({
      user: { id, name, email, role, passwordChangeNeeded, platformAdmin },
      company: { id: companyTable.id, name: companyTable.name },
    })
    .from(userTable)
    .innerJoin(companyTable, eq(companyTable.id, userTable.companyId))
    .where(eq(userTable.id, scope.actor.userId));
  return { user: row?.user ?? null, company: row?.company ?? null, setupNeeded: false, ways: none };
}

/** The ways into a company besides a password; the same nothing for one that is not there. */
export async function ways(scope: Scope, companyId: string): Promise<Ways> {
  const [signUp, services] = await Promise.all([SignUp.isOpen(scope), IdentityProvider.choices(scope, companyId)]);
  return { signUp, services };
}
