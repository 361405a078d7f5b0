import { eq } from "drizzle-orm";
import { embeddingTable } from "../../db/schema.ts";
import * as EmbeddingCache from "../../models/embedding-cache.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import * as Drafts from "../index/draft.ts";
import * as Former from "../chunk/former.ts";
import { embeddedTexts } from "../index/index-row.ts";

/** Forgets the vectors of all that these versions say and ever said: a vector tells much of the text it stands for. */
export async function forget(scope: Scope, versionIds: readonly string[]): Promise<void> {
  const { passages, questions } = embeddedTexts(await draftsOf(scope, versionIds));
  await EmbeddingCache.remove(scope, [...passages, ...questions]);
}

/** All texts of a version that may have vectors, to be looked at again once the next version has taken over. */
export async function textsOf(scope: Scope, versionId: string): Promise<string[]> {
  if (!(await hasAny(scope))) return [];
  const { passages, questions } = embeddedTexts(await draftsOf(scope, [versionId]));
  return [...passages, ...questions];
}

/** Forgets the vectors of these texts, but for what the version says under its title. */
export async function forgetUnless(
  scope: Scope,
  texts: readonly string[],
  { versionId, title }: { versionId: string; title: string },
): Promise<void> {
  if (!texts.length) return;
  const drafts = await draftsOf(scope, [versionId]);
  const { passages, questions } = embeddedTexts(
    drafts.map((draft) => ({ ...draft, document: { ...draft.document, title } })),
  );
  const said = new Set([...passages, ...questions]);
  await EmbeddingCache.remove(
    scope,
    texts.filter((text) => !said.has(text)),
  );
}

async function draftsOf(scope: Scope, versionIds: readonly string[]) {
  return [...(await Drafts.load(scope, versionIds, { all: true })), ...(await Former.drafts(scope, versionIds))];
}

async function hasAny(scope: Scope): Promise<boolean> {
  const rows = await scope.db
    .select({ hash: embeddingTable.hash })
    .from(embeddingTable)
    .where(eq(embeddingTable.companyId, requireCompany(scope)))
    .limit(1);
  return rows.length > 0;
}
