import { and, count, desc, eq, gte, like, lt, type SQL } from "drizzle-orm";
import { z } from "zod";
import { auditTable, userTable } from "../db/schema.ts";
import { newId } from "../id.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";

export interface Entry {
  /** What was done, as the interface calls it, e.g. "user.update". */
  action: string;
  /** The id of what it was done to. */
  subject?: string | undefined;
  /** Never a secret, nor what a document or a question says. */
  details?: Record<string, unknown> | undefined;
}

export const Filter = z.strictObject({
  actorId: z.string().max(100).optional(),
  /** The first part of an action, e.g. "user". */
  kind: z
    .string()
    .regex(/^[a-zA-Z]{1,40}$/)
    .optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  /** Excluded. */
  to: z.iso.datetime({ offset: true }).optional(),
});
export type Filter = z.infer<typeof Filter>;
export const List = Filter.extend({ page: z.int().min(1).max(100_000).default(1) });

export const pageSize = 50;

export interface Info {
  id: string;
  at: Date;
  actorId: string | null;
  actorName: string;
  keyName: string | null;
  action: string;
  subject: string | null;
  details: Record<string, unknown>;
}

/** Notes what the actor did. Inside a transaction it stands or falls with what was done. */
export async function record(scope: Pick<Scope, "db" | "actor" | "now">, entry: Entry): Promise<void> {
  const { actor, db } = scope;
  const userId = actor.type === "user" ? actor.userId : null;
  const [person] = userId ? await db.select().from(userTable).where(eq(userTable.id, userId)) : [];
  await db.insert(auditTable).values({
    id: newId("audit"),
    companyId: requireCompany(scope),
    at: scope.now(),
    actorId: userId,
    actorName: person?.name ?? "Docent",
    keyName: actor.type === "user" ? (actor.key?.name ?? null) : null,
    action: entry.action,
    subject: entry.subject ?? null,
    details: entry.details ?? {},
  });
}

/** What was done, newest first, a page at a time. */
export async function list(
  scope: Scope,
  { page, ...filter }: z.infer<typeof List>,
): Promise<{ entries: Info[]; total: number }> {
  requireRole(scope, "admin");
  const where = matching(scope, filter);
  const [rows, [all]] = await Promise.all([
    scope.db
      .select()
      .from(auditTable)
      .where(where)
      .orderBy(desc(auditTable.at), desc(auditTable.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    scope.db.select({ n: count() }).from(auditTable).where(where),
  ]);
  return { entries: rows.map(fromRow), total: all?.n ?? 0 };
}

/** Which rows of the actor's company a filter lets through. */
export function matching(scope: Scope, { actorId, kind, from, to }: Filter): SQL | undefined {
  return and(
    eq(auditTable.companyId, requireCompany(scope)),
    actorId === undefined ? undefined : eq(auditTable.actorId, actorId),
    kind === undefined ? undefined : like(auditTable.action, `${kind}.%`),
    from === undefined ? undefined : gte(auditTable.at, new Date(from)),
    to === undefined ? undefined : lt(auditTable.at, new Date(to)),
  );
}

function fromRow(row: typeof auditTable.$inferSelect): Info {
  const { id, at, actorId, actorName, keyName, action, subject, details } = row;
  return { id, at, actorId, actorName, keyName, action, subject, details };
}
