import { and, eq, inArray, sql } from "drizzle-orm";
import {
  chunkRevisionTable,
  chunkTable,
  documentTable,
  leftoverTable,
  runHitTable,
  triggerTable,
} from "../../db/schema.ts";
import { newId } from "../../id.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import * as Embedded from "../removal/embedded.ts";
import * as Former from "./former.ts";
import { pair } from "./pairing.ts";
import * as Reindexing from "../index/reindexing.ts";

const pairsAtOnce = 1000;

/** A version that is about to take the place of the one that searches see. */
export interface Next {
  documentId: string;
  versionId: string;
  title: string;
}

/**
 * Carries what people made of the chunks of a document over to its next version: edits, what is switched off, what was
 * written for them, and the questions that found them. To be called in the transaction that shows the next versions,
 * before it does. A change whose text is not there any more is kept as a leftover; what was written for such a chunk and
 * its questions go with it. What the former version alone said is forgotten by the cache of vectors.
 */
export async function carry(scope: Scope, next: readonly Next[]): Promise<void> {
  const documents = await scope.db
    .select({ id: documentTable.id, versionId: documentTable.currentVersionId })
    .from(documentTable)
    .where(
      inArray(
        documentTable.id,
        next.map(({ documentId }) => documentId),
      ),
    )
    .orderBy(documentTable.id)
    .for("update");
  const current = new Map(documents.map(({ id, versionId }) => [id, versionId]));
  for (const { documentId, versionId, title } of next) {
    const from = current.get(documentId) ?? null;
    if (from === null || from === versionId) continue;
    const texts = await Embedded.textsOf(scope, from);
    await carryOver(scope, { documentId, from, to: versionId });
    await Embedded.forgetUnless(scope, texts, { versionId, title });
  }
}

interface Step {
  documentId: string;
  from: string;
  to: string;
}

async function carryOver(scope: Scope, step: Step): Promise<void> {
  const [chunks, leftovers] = await Promise.all([
    Former.chunks(scope, step.from),
    Former.leftovers(scope, step.documentId),
  ]);
  if (!leftovers.length && !chunks.some(({ matters, concerned }) => matters || concerned)) return;
  const fresh = await Former.places(scope, step.to);
  const pairs = pair(chunks, fresh);
  const taken = new Set(pairs.values());
  const later = pair(
    leftovers,
    fresh.filter(({ id }) => !taken.has(id)),
  );
  const changes = [...(await Former.changes(scope, chunks)), ...leftovers];
  const places = new Map(fresh.map((place) => [place.id, place]));
  const moved = changes.flatMap((change) => {
    const place = places.get(pairs.get(change.id) ?? later.get(change.id) ?? "");
    return place ? [{ change, place }] : [];
  });
  for (const { change, place } of moved) await apply(scope, change, place);
  await scope.db.delete(leftoverTable).where(inArray(leftoverTable.id, [...later.keys()]));
  await keep(
    scope,
    step.documentId,
    changes.filter(({ id, isLeftover }) => !isLeftover && !pairs.has(id)),
  );
  const written = await moveAlong(scope, step, pairs);
  const changed = new Set([...moved.map(({ place }) => place.id), ...written]);
  if (changed.size) await Reindexing.changed(scope, step.to, [...changed]);
}

/** Gives a chunk of the next version what was made of its former self. Headings that nobody edited are the new file's. */
async function apply(scope: Scope, { revisions, off }: Former.Change, place: Former.Place): Promise<void> {
  const companyId = requireCompany(scope);
  const read = JSON.stringify(revisions[0]?.headings);
  const rows = revisions.map((one) => ({
    ...one,
    chunkId: place.id,
    companyId,
    headings: JSON.stringify(one.headings) === read ? [...place.headings] : one.headings,
    createdAt: new Date(one.createdAt),
  }));
  const last = rows.at(-1);
  if (!last) return;
  const { text, question, headings } = last;
  if (rows.length > 1) await scope.db.insert(chunkRevisionTable).values(rows);
  await scope.db
    .update(chunkTable)
    .set({ text, question, headings, offAt: off ? scope.now() : null })
    .where(eq(chunkTable.id, place.id));
}

async function keep(scope: Scope, documentId: string, lost: readonly Former.Change[]): Promise<void> {
  const changes = lost.filter(({ off, revisions }) => off || !Former.isAsRead(revisions));
  if (!changes.length) return;
  const companyId = requireCompany(scope);
  await scope.db.insert(leftoverTable).values(
    changes.map(({ position, page, off, revisions }) => ({
      id: newId("leftover"),
      companyId,
      documentId,
      position,
      page,
      off,
      revisions: [...revisions],
      createdAt: scope.now(),
    })),
  );
}

/** What was written for the chunks, and the questions that found them. Gives the chunks with something accepted among it. */
async function moveAlong(scope: Scope, { from, to }: Step, pairs: ReadonlyMap<string, string>): Promise<string[]> {
  for (const some of inParts([...pairs])) {
    const list = sql.join(
      some.map(([before, now]) => sql`(${before}, ${now})`),
      sql`, `,
    );
    await scope.db.execute(sql`
      update ${triggerTable} as t set chunk_id = p.now, version_id = ${to}
      from (values ${list}) as p (before, now) where t.chunk_id = p.before`);
    await scope.db.execute(sql`
      update ${runHitTable} as h set chunk_id = p.now
      from (values ${list}) as p (before, now) where h.chunk_id = p.before`);
  }
  const gone = scope.db.select({ id: chunkTable.id }).from(chunkTable).where(eq(chunkTable.versionId, from));
  await scope.db.delete(runHitTable).where(inArray(runHitTable.chunkId, gone));
  const accepted = await scope.db
    .selectDistinct({ chunkId: triggerTable.chunkId })
    .from(triggerTable)
    .where(and(eq(triggerTable.versionId, to), eq(triggerTable.state, "accepted")));
  return accepted.map(({ chunkId }) => chunkId);
}

function inParts<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / pairsAtOnce) }, (_, i) =>
    items.slice(i * pairsAtOnce, (i + 1) * pairsAtOnce),
  );
}
