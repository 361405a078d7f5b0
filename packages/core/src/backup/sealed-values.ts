import { eq, isNotNull, sql } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { identityProviderTable, intentTable, knowledgeBaseTable, modelTable, sourceTable } from "../db/schema.ts";
import { purposeOf as ofTool } from "../intents/tool.ts";
import { purposeOf as ofKnowledgeBase } from "../knowledge/managed/connection.ts";
import { purposeOf as ofModel } from "../models/catalogue/entry-row.ts";
import { seal, unseal } from "../sealed.ts";
import { purposeOf as ofSource } from "../sources/source-key.ts";
import { purpose as ofProvider } from "../users/identity-provider.ts";

interface Sealed {
  purpose: string;
  text: string;
  put: (text: string) => Promise<unknown>;
}

/**
 * Seals whatever was sealed with the secret `from` with the desk's own. Gives how many values nobody can read now: they
 * were sealed with yet another secret, or `from` is not known, and have to be entered anew.
 */
export async function reseal(db: Database, secret: string, from = secret): Promise<number> {
  let unreadable = 0;
  for (const { purpose, text, put } of await sealedValues(db)) {
    const plain = opened(secret, purpose, text) ?? opened(from, purpose, text);
    if (plain === undefined) unreadable++;
    else await put(seal(secret, purpose, plain));
  }
  return unreadable;
}

async function sealedValues(db: Database): Promise<Sealed[]> {
  const models = await db.select().from(modelTable).where(isNotNull(modelTable.key));
  const bases = await db.select().from(knowledgeBaseTable).where(isNotNull(knowledgeBaseTable.key));
  const sources = await db.select().from(sourceTable).where(isNotNull(sourceTable.key));
  const { clientSecret } = identityProviderTable;
  const providers = await db.select().from(identityProviderTable).where(isNotNull(clientSecret));
  const intents = await db
    .select()
    .from(intentTable)
    .where(sql`${intentTable.action} ->> 'headers' is not null`);
  return [
    ...models.map(({ id, companyId, key }) => ({
      purpose: ofModel(companyId),
      text: key ?? "",
      put: (text: string) => db.update(modelTable).set({ key: text }).where(eq(modelTable.id, id)),
    })),
    ...bases.map(({ libraryId, companyId, key }) => ({
      purpose: ofKnowledgeBase(companyId),
      text: key ?? "",
      put: (text: string) =>
        db.update(knowledgeBaseTable).set({ key: text }).where(eq(knowledgeBaseTable.libraryId, libraryId)),
    })),
    ...sources.map(({ id, companyId, key }) => ({
      purpose: ofSource(companyId),
      text: key ?? "",
      put: (text: string) => db.update(sourceTable).set({ key: text }).where(eq(sourceTable.id, id)),
    })),
    ...providers.map(({ id, clientSecret: text }) => ({
      purpose: ofProvider(id),
      text: text ?? "",
      put: (clientSecret: string) =>
        db.update(identityProviderTable).set({ clientSecret }).where(eq(identityProviderTable.id, id)),
    })),
    ...intents.flatMap(({ id, companyId, action }) =>
      action.type === "tool" && action.headers !== null
        ? {
            purpose: ofTool(companyId),
            text: action.headers,
            put: (headers: string) =>
              db
                .update(intentTable)
                .set({ action: { ...action, headers } })
                .where(eq(intentTable.id, id)),
          }
        : [],
    ),
  ];
}

function opened(secret: string, purpose: string, text: string): string | undefined {
  try {
    return unseal(secret, purpose, text);
  } catch {
    return undefined;
  }
}
