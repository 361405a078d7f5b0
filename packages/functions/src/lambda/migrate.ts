import { bringUpToDate, connectPostgres } from "@docent/core/db/postgres";
import * as User from "@docent/core/users/user";
import { readDatabaseEnvironment } from "../compose/aws-environment.ts";
import { databaseAccess, deskSecret } from "../compose/aws-secrets.ts";
import { setUpCode } from "../compose/set-up-code.ts";

/**
 * Brings the database up to date before the other functions of a deployment are called, and makes the first company.
 * Gives the page where the first administrator is made, as long as there is none. The migrations lie beside the bundle.
 */
export async function handler(): Promise<{ setUpUrl?: string }> {
  const environment = readDatabaseEnvironment();
  const postgres = connectPostgres(await databaseAccess(environment));
  try {
    await bringUpToDate(postgres);
    await User.firstCompany(postgres.db);
    if (!(await User.setUpNeeded(postgres.db))) return {};
    const code = setUpCode(await deskSecret(environment));
    return { setUpUrl: new URL(`/setup#${code}`, environment.DOCENT_PUBLIC_URL).toString() };
  } finally {
    await postgres.close();
  }
}
