import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { and, eq, ne } from "drizzle-orm";
import { conversationTable, runTable, userTable } from "../db/schema.ts";
import { newId } from "../id.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { operatorEmail } from "../users/user.ts";
import type { NumberedEvent } from "../chat/run-log.ts";
import type { Outcome, RunEvent } from "../chat/run-event.ts";
import { fail, ok, type Finding } from "./finding.ts";
import { reasonOf } from "./reason.ts";

/** Writes a file, reads it back and removes it. */
export async function files({ files: store }: Scope): Promise<Finding> {
  const key = `doctor/${newId("run")}`;
  const content = randomBytes(64 * 1024);
  const start = performance.now();
  try {
    await store.put(key, content);
    const held = await buffer(await store.open(key));
    await store.remove(key);
    if (!held.equals(content)) return fail("files.lose", { message: `${held.length} / ${content.length}` });
    return ok("files.keep", { ms: Math.round(performance.now() - start) });
  } catch (error) {
    await store.remove(key).catch(() => undefined);
    return fail("files.lose", { message: reasonOf(error) });
  }
}

const outcome: Outcome = {
  text: "",
  tier: "answer",
  sources: [],
  model: "doctor",
  milliseconds: { total: 0, firstText: null },
};
const events: RunEvent[] = [
  { type: "stage", stage: "searching" },
  { type: "text-delta", offset: 0, text: "one " },
  { type: "text-delta", offset: 4, text: "two" },
];

/** Writes the events of an answer that nobody asked for, reads all of them and some of them back, and forgets them. */
export async function runLog(scope: Scope): Promise<Finding> {
  const userId = await anybody(scope);
  if (userId === undefined) return ok("run_log.skipped");
  const companyId = requireCompany(scope);
  const runId = newId("run");
  const conversationId = newId("conversation");
  const start = performance.now();
  const { db, runLog: log } = scope;
  try {
    await db.insert(conversationTable).values({ id: conversationId, companyId, userId, title: "Docent doctor" });
    // ended from the start, so that nobody takes it for one to answer
    const run = { id: runId, companyId, conversationId, userId, question: "", state: "stopped" as const };
    await db.insert(runTable).values(run);
    log.begin(runId);
    await log.append(runId, events);
    await log.flush(runId);
    await log.end(runId, { type: "stopped", outcome }, async () => undefined);
    const whole = await Array.fromAsync(log.read(runId, 0));
    const rest = await Array.fromAsync(log.read(runId, 2));
    const said = `${numbers(whole)} / ${numbers(rest)}`;
    if (said !== "1 2 3 4 / 3 4") return fail("run_log.loses", { message: said });
    return ok("run_log.keeps", { ms: Math.round(performance.now() - start) });
  } catch (error) {
    return fail("run_log.loses", { message: reasonOf(error) });
  } finally {
    await log.forget([runId]).catch(() => undefined);
    // its run goes with it
    await db
      .delete(conversationTable)
      .where(eq(conversationTable.id, conversationId))
      .catch(() => undefined);
  }
}

function numbers(read: readonly NumberedEvent[]): string {
  return read.map(({ number }) => number).join(" ");
}

/** Whose conversation it is for that moment: the asker's, or where the desk asks itself, anybody's of the company. */
async function anybody({ db, actor, ...scope }: Scope): Promise<string | undefined> {
  if (actor.type === "user") return actor.userId;
  const ofCompany = eq(userTable.companyId, requireCompany({ ...scope, actor }));
  const [row] = await db
    .select({ id: userTable.id })
    .from(userTable)
    .where(and(ofCompany, ne(userTable.email, operatorEmail)))
    .limit(1);
  return row?.id;
}
