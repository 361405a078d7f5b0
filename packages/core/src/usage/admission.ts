import { setTimeout as pause } from "node:timers/promises";
import { and, eq, gt, inArray, ne, sql } from "drizzle-orm";
import { usageTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import type { ModelPart } from "../models/chat-model.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { check, type Verdict } from "./budget-check.ts";
import { areSet, type Limits } from "./limits.ts";
import { minuteMs, placeOf, type Place } from "./queue.ts";
import { forget, write, type Reserved } from "./reservation.ts";
import { budgetsOf, type Row } from "./spending.ts";
import { isBackground } from "./stage.ts";

const lookEveryMs = 1_000;
/** Whoever waits and has not looked for so long is gone. */
const goneAfterMs = 15_000;
const patienceMs = 120_000;
/** A wait is told again when it has become shorter by so much. */
const toldAgainMs = 5_000;

/**
 * Lets a call go when the budgets and the model's limits have room for it, and writes it down at that moment. Yields how
 * long it still waits; stops waiting when `signal` aborts. Throws `budget.spent`, and `model.busy` when the wait would be
 * longer than anybody has patience for.
 */
export async function* admitted(
  scope: Scope,
  call: Reserved,
  limits: Limits,
  signal?: AbortSignal,
): AsyncGenerator<ModelPart, Verdict> {
  const budgets = await budgetsOf(scope, call.userId);
  if (budgets.length === 0 && !areSet(limits)) {
    await write(scope, call, "running");
    return { type: "open" };
  }
  const came = scope.now().getTime();
  let told: { ahead: number; ms: number } | undefined;
  let done = false;
  try {
    for (;;) {
      const step = await inTransaction(scope, (scope) => look(scope, call, limits, budgets));
      done = step.type !== "wait";
      if (step.type !== "wait") {
        if (told) yield { type: "waiting", ahead: 0, seconds: 0 };
        return step;
      }
      const { ahead, ms } = step;
      const waited = scope.now().getTime() - came;
      if (!isBackground(call.stage) && waited + ms > patienceMs) throw busy(call.model);
      if (!told || told.ahead !== ahead || told.ms - ms >= toldAgainMs) {
        told = { ahead, ms };
        yield { type: "waiting", ahead, seconds: Math.ceil(ms / 1000) };
      }
      await pause(Math.min(Math.max(ms, 20), lookEveryMs), undefined, { ...(signal && { signal }) }).catch(
        (error: unknown) => {
          signal?.throwIfAborted();
          throw error;
        },
      );
    }
  } finally {
    if (!done) await forget(scope, call);
  }
}

type Step = Verdict | { type: "wait"; ahead: number; ms: number };

/** One look, alone: nobody else's call is let in meanwhile. */
async function look(scope: Scope, call: Reserved, limits: Limits, budgets: readonly Row[]): Promise<Step> {
  await scope.db.execute(sql`select pg_advisory_xact_lock(hashtext(${`usage:${requireCompany(scope)}`}))`);
  const verdict = await check(scope, budgets, call);
  if (verdict.type === "cheaper") return verdict;
  const place = areSet(limits) ? await placeInQueue(scope, call, limits) : { go: true as const };
  if (!place.go) return { type: "wait", ahead: place.ahead, ms: place.ms };
  await leaveQueue(scope, call);
  return verdict;
}

/** Whether the call may go, after it was written down as waiting. */
async function placeInQueue(scope: Scope, call: Reserved, limits: Limits): Promise<Place> {
  const now = scope.now();
  const [seen] = await scope.db
    .update(usageTable)
    .set({ seenAt: now })
    .where(eq(usageTable.id, call.id))
    .returning({ id: usageTable.id });
  if (!seen) await write(scope, call, "waiting");
  const { id, userId, stage, state, queuedAt, startedAt, seenAt, inputTokens, outputTokens } = usageTable;
  const tokens = sql<number>`${inputTokens} + ${outputTokens}`;
  const ofModel = eq(usageTable.modelId, call.modelId ?? "");
  const [sent, waiting] = await Promise.all([
    scope.db
      .select({ userId, at: startedAt, tokens })
      .from(usageTable)
      .where(and(ofModel, gt(startedAt, new Date(now.getTime() - minuteMs)), ne(state, "waiting"))),
    scope.db
      .select({ id, userId, stage, at: queuedAt, tokens })
      .from(usageTable)
      .where(and(ofModel, inArray(state, ["waiting"]), gt(seenAt, new Date(now.getTime() - goneAfterMs)))),
  ]);
  return placeOf(
    call.id,
    limits,
    sent.map((one) => ({ ...one, userId: one.userId ?? "", at: one.at.getTime() })),
    waiting.map(({ stage, ...one }) => {
      return { ...one, userId: one.userId ?? "", at: one.at.getTime(), background: isBackground(stage) };
    }),
    now.getTime(),
  );
}

async function leaveQueue(scope: Scope, call: Reserved): Promise<void> {
  const [left] = await scope.db
    .update(usageTable)
    .set({ state: "running", startedAt: scope.now() })
    .where(eq(usageTable.id, call.id))
    .returning({ id: usageTable.id });
  if (!left) await write(scope, call, "running");
}

function busy(model: string): PublicError {
  const message = `So many questions wait for the model "${model}" that yours would take over two minutes. Ask again in a while.`;
  return new PublicError("limited", "model.busy", message);
}
