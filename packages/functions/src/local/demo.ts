import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inTransaction } from "@docent/core/db/transaction";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import type { Scope } from "@docent/core/scope";
import * as User from "@docent/core/users/user";
import type { Local } from "../compose/local.ts";
import { handbook, libraryName } from "./demo/handbook.ts";

/**
 * Adds the handbook as a first library, on a desk that nobody has set up and that holds no library yet. Whoever deletes
 * it has signed in, so the desk is set up by then and the handbook does not come back.
 */
export async function addDemo({ ports, company }: Pick<Local, "ports" | "company">): Promise<void> {
  const scope: Scope = { ...ports, actor: { type: "system", companyId: company.id, job: "demo" } };
  if (!(await User.setUpNeeded(scope.db))) return;
  if ((await Library.list(scope)).length) return;
  const files = await Promise.all(
    handbook.map(async ({ file, name }) => ({
      name,
      content: await readFile(join(import.meta.dirname, "demo", file)),
    })),
  );
  // both or neither: a library without its documents would keep the next start from trying again
  await inTransaction(scope, async (scope) => {
    const library = await Library.create(scope, { name: libraryName });
    await Version.add(scope, library.id, files);
  });
}
