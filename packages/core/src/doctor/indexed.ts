import { and, eq, gt, isNull } from "drizzle-orm";
import { documentTable, versionTable } from "../db/schema.ts";
import * as Machinery from "../health/machinery.ts";
import { current } from "../knowledge/index/generation-row.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";
import { reasonOf } from "./reason.ts";

/** Versions that are compared one by one to name documents; at some thousand that takes a moment. */
const comparedMax = 5_000;
const comparedAtOnce = 500;
const namedMax = 3;

/** Whether the index holds what the ledger says, is laid out as this version wants it, and its next one gets on. */
export async function even(scope: Scope): Promise<Finding> {
  const start = performance.now();
  const { index, queues } = await Machinery.report(scope).catch((error: unknown) => ({
    index: reasonOf(error),
    queues: [],
  }));
  if (typeof index === "string") return fail("index.unreachable", { message: index });
  if (!index) return ok("index.empty");
  const ms = Math.round(performance.now() - start);
  const { held, expected, behind, next } = index;
  if (next?.error != null) return fail("index.build_stopped", { message: next.error });
  if ((await scope.index.isLaidOut?.(await current(scope))) === false) return warn("index.layout");
  if (held < expected) {
    const missing = expected - held;
    const isFilling = behind > 0 || queues.some(({ waiting, running }) => waiting + running > 0);
    if (isFilling) return ok("index.filling", { missing });
    const documents = await lacking(scope);
    return fail("index.missing", { missing, expected, documents: documents.join(", ") });
  }
  if (held > expected) return warn("index.surplus", { surplus: held - expected });
  return next ? ok("index.building", { done: next.done, total: next.total }) : ok("index.even", { held, ms });
}

/** Names of some documents of which the index holds fewer rows than it must. */
async function lacking(scope: Scope): Promise<string[]> {
  const space = await current(scope);
  const rows = await scope.db
    .select({ versionId: versionTable.id, rows: versionTable.rows, name: documentTable.name })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.currentVersionId))
    .where(
      and(
        eq(documentTable.companyId, requireCompany(scope)),
        isNull(documentTable.removedAt),
        gt(versionTable.rows, 0),
      ),
    )
    .limit(comparedMax);
  const found: string[] = [];
  for (let at = 0; at < rows.length && found.length < namedMax; at += comparedAtOnce) {
    const some = rows.slice(at, at + comparedAtOnce);
    const counts = await scope.index.count(
      space,
      some.map(({ versionId }) => versionId),
    );
    const short = some.filter((version) => (counts.get(version.versionId) ?? 0) < version.rows);
    found.push(...short.map(({ name }) => name));
  }
  return found.slice(0, namedMax);
}
