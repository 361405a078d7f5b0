import { and, eq, inArray } from "drizzle-orm";
import { runTable } from "../db/schema.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import { unfinishedStates } from "./chat.sql.ts";

/** Stops every answer that is being written for a person, and the models under them. */
export async function stopAnswersOf(scope: Scope, userId: string): Promise<void> {
  await stop(scope, userId);
}

/** Stops every answer that is being written for anybody of the actor's company. */
export async function stopAnswersOfCompany(scope: Scope): Promise<void> {
  await stop(scope);
}

async function stop(scope: Scope, userId?: string): Promise<void> {
  requireRole(scope, "admin");
  const stopped = await scope.db
    .update(runTable)
    .set({ stopRequestedAt: scope.now() })
    .where(
      and(
        userId === undefined ? undefined : eq(runTable.userId, userId),
        eq(runTable.companyId, requireCompany(scope)),
        inArray(runTable.state, unfinishedStates),
      ),
    )
    .returning({ id: runTable.id });
  for (const { id } of stopped) await scope.runWorker.stop(id);
}
