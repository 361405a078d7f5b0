import { and, eq, inArray } from "drizzle-orm";
import { modelConnectionTable, type ModelKind, type ModelProvider } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireCompany, type Scope } from "../scope.ts";
import type { ServerAddress } from "./model-server.ts";
import { seal, unseal } from "./sealed.ts";

export type Row = typeof modelConnectionTable.$inferSelect;

/** What somebody enters to reach a server. */
export interface ServerInput {
  baseUrl: string;
  model: string;
  /** Absent keeps the stored key, as long as the server is the same; null takes it away. */
  apiKey?: string | null | undefined;
}

export async function find(scope: Scope, kind: ModelKind): Promise<Row | undefined> {
  const [row] = await scope.db
    .select()
    .from(modelConnectionTable)
    .where(ofKinds(scope, [kind]));
  return row;
}

/** Puts it in the place of the one of its kind. An absent address is a model on this machine. */
export async function store(
  scope: Scope,
  kind: ModelKind,
  provider: ModelProvider,
  { baseUrl = "", model, apiKey }: { baseUrl?: string; model: string; apiKey?: string },
  dimensions: number | null = null,
): Promise<Row> {
  const companyId = requireCompany(scope);
  const sealed = apiKey ? seal(scope.secret, purposeOf(companyId), apiKey) : null;
  const values = { provider, baseUrl, model, apiKey: sealed, dimensions };
  const [row] = await scope.db
    .insert(modelConnectionTable)
    .values({ id: newId("modelConnection"), companyId, kind, createdAt: scope.now(), ...values })
    .onConflictDoUpdate({ target: [modelConnectionTable.companyId, modelConnectionTable.kind], set: values })
    .returning();
  if (!row) throw new Error("the connection was not stored");
  return row;
}

export async function forget(scope: Scope, kinds: readonly ModelKind[]): Promise<void> {
  await scope.db.delete(modelConnectionTable).where(ofKinds(scope, kinds));
}

export function ofKinds(scope: Scope, kinds: readonly ModelKind[]) {
  return and(eq(modelConnectionTable.companyId, requireCompany(scope)), inArray(modelConnectionTable.kind, [...kinds]));
}

/** The whole address, with a key kept from one of the kinds when none was entered. */
export async function addressFor(
  scope: Scope,
  kinds: readonly ModelKind[],
  { baseUrl, model, apiKey }: ServerInput,
): Promise<ServerAddress> {
  const url = checkUrl(baseUrl);
  if (apiKey !== undefined) return { baseUrl: url, model, ...(apiKey && { apiKey }) };
  for (const kind of kinds) {
    const row = await find(scope, kind);
    // a key goes to no other server than the one it was entered for
    if (row?.apiKey && new URL(row.baseUrl).origin === new URL(url).origin)
      return { ...addressOf(scope, row), baseUrl: url, model };
  }
  return { baseUrl: url, model };
}

export function addressOf(scope: Scope, { baseUrl, model, apiKey, companyId }: Row): ServerAddress {
  return { baseUrl, model, ...(apiKey && { apiKey: unseal(scope.secret, purposeOf(companyId), apiKey) }) };
}

function checkUrl(text: string): string {
  const url = URL.parse(text);
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  if (isPlain) return url.href.replace(/\/+$/, "").replace(/\/(chat\/completions|embeddings|rerank)$/, "");
  throw new PublicError(
    "invalid",
    "model.url_invalid",
    "The address must look like https://api.example.com/v1: http or https, without user name, password or parameters.",
  );
}

function purposeOf(companyId: string): string {
  return `model-key:${companyId}`;
}
