import { setTimeout as sleep } from "node:timers/promises";
import { requireRole, type Scope } from "../scope.ts";
import * as Base from "./base.ts";
import type { CheckName } from "./check-name.ts";
import { fail, inOrder, type Checked, type Finding } from "./finding.ts";
import * as Indexed from "./indexed.ts";
import * as Models from "./models.ts";
import * as Post from "./post.ts";
import { reasonOf } from "./reason.ts";
import * as Room from "./room.ts";
import * as Stores from "./stores.ts";
import * as Work from "./work.ts";

export interface Report {
  /** When the desk made it, by its own clock. */
  at: Date;
  checks: Checked[];
}

/** Undefined where there is nothing to check. */
type Check = (scope: Scope) => Promise<Finding | undefined>;

/** A function on AWS has to answer within 29 seconds. */
const patienceMs = 20_000;

const all: Partial<Record<CheckName, Check>> = {
  database: Base.answers,
  migrations: Base.migrations,
  connections: Base.connections,
  clock: Base.clock,
  disk: Room.disk,
  memory: Room.memory,
  files: Stores.files,
  "run-log": Stores.runLog,
  queues: Work.queues,
  workers: Work.workers,
  index: Indexed.even,
  "model-answers": Models.answers,
  "model-stands-in": Models.standsIn,
  "model-finds": Models.finds,
  "model-ranks": Models.ranks,
  "model-draws": Models.draws,
  keys: Models.keys,
  mail: Post.mail,
  address: Post.address,
};

/**
 * Checks everything the desk stands on, all at once. A check that fails or hangs is a finding like others and holds
 * nobody up. Trying the models counts as use of them; what else is written is taken away again.
 */
export async function run(scope: Scope, { patienceMs: limit = patienceMs } = {}): Promise<Report> {
  requireRole(scope, "admin");
  const names = Object.keys(all) as CheckName[];
  const found = await Promise.all(names.map((name) => examine(scope, name, limit)));
  return { at: scope.now(), checks: inOrder(found.filter((one) => one !== undefined)) };
}

async function examine(scope: Scope, check: CheckName, limit: number): Promise<Checked | undefined> {
  const start = performance.now();
  const over = new AbortController();
  const silent = async () => {
    await sleep(limit, undefined, { signal: over.signal });
    return fail("check.silent", { seconds: Math.round(limit / 1000) });
  };
  try {
    const finding = await Promise.race([all[check]?.(scope), silent()]);
    return finding && { check, ...finding, milliseconds: Math.round(performance.now() - start) };
  } catch (error) {
    scope.log.warn("doctor.check_failed", { check, error });
    const facts = { message: reasonOf(error) };
    return { check, ...fail("check.broken", facts), milliseconds: Math.round(performance.now() - start) };
  } finally {
    over.abort();
  }
}
