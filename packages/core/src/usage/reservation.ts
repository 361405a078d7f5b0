import { and, eq, sql } from "drizzle-orm";
import { runTable, usageTable, userTable } from "../db/schema.ts";
import { newId } from "../id.ts";
import type { Price } from "../models/catalogue/abilities.ts";
import type { Tokens } from "../models/chat-model.ts";
import { requireCompany, type Scope } from "../scope.ts";
import type { CallState, Cost } from "./call.ts";
import { costOf } from "./money.ts";
import type { Stage } from "./stage.ts";

/** A model as calls of it are counted. */
export interface Counted {
  /** Null for one that is not of the catalogue. */
  modelId: string | null;
  name: string;
  price: Price | null;
  /** Who runs it. */
  provider?: string;
}

/** A call that is about to be made, and what it is expected to take. */
export interface Reserved {
  id: string;
  userId: string | null;
  modelId: string | null;
  model: string;
  stage: Stage;
  tokens: Tokens;
  cost: Cost | undefined;
}

export function reserve(scope: Scope, { modelId, name, price }: Counted, stage: Stage, tokens: Tokens): Reserved {
  const { bill, actor } = scope;
  const userId = bill?.userId !== undefined ? bill.userId : actor.type === "user" ? actor.userId : null;
  return { id: newId("usage"), userId, modelId, model: name, stage, tokens, cost: costOf(tokens, price) };
}

/** Writes down a call; it runs or waits from now on, or is over. */
export async function write(scope: Scope, call: Reserved, state: CallState, startedAt = scope.now()): Promise<void> {
  const at = scope.now();
  await scope.db.insert(usageTable).values({
    id: call.id,
    companyId: requireCompany(scope),
    // whoever or whatever it is for may be removed at this moment; the call counts all the same
    userId: sql`(select ${userTable.id} from ${userTable} where ${userTable.id} = ${call.userId})`,
    runId: sql`(select ${runTable.id} from ${runTable} where ${runTable.id} = ${scope.bill?.runId ?? null})`,
    modelId: call.modelId,
    model: call.model,
    stage: call.stage,
    libraryIds: librariesOf(scope),
    ...measured(call.tokens, call.cost),
    state,
    queuedAt: at,
    seenAt: at,
    startedAt,
    ...(state !== "waiting" && state !== "running" && { finishedAt: at }),
  });
}

/** Puts what a call took in the place of what it was expected to take. */
export async function settle(
  scope: Scope,
  { id }: Reserved,
  { tokens, cost, estimated, state }: { tokens: Tokens; cost: Cost | undefined; estimated: boolean; state: CallState },
): Promise<void> {
  await scope.db
    .update(usageTable)
    .set({
      ...measured(tokens, cost),
      estimated,
      state,
      libraryIds: librariesOf(scope),
      finishedAt: scope.now(),
    })
    .where(eq(usageTable.id, id));
}

/** Forgets a call that was never made. */
export async function forget(scope: Scope, { id }: Reserved): Promise<void> {
  await scope.db.delete(usageTable).where(and(eq(usageTable.id, id), eq(usageTable.state, "waiting")));
}

function measured({ input, output, cached = 0 }: Tokens, cost: Cost | undefined) {
  const tokens = { inputTokens: input, outputTokens: output, cachedTokens: cached };
  return { ...tokens, cost: cost?.amount ?? 0, currency: cost?.currency ?? null };
}

function librariesOf({ bill, actor }: Scope): string[] {
  if (bill?.libraryIds.length) return bill.libraryIds;
  return actor.type === "system" && actor.libraryId !== undefined ? [actor.libraryId] : [];
}
