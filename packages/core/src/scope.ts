import type { Database } from "./db/database.ts";
import type { Machine } from "./doctor/machine.ts";
import { PublicError } from "./error.ts";
import type { JobQueue } from "./jobs/job-queue.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { Embedders } from "./models/embedder.ts";
import type { KnowledgeBases } from "./models/knowledge-base.ts";
import type { ImageModels } from "./models/image-model.ts";
import type { LocalModels } from "./models/local-models.ts";
import type { ChatModels } from "./models/chat-model.ts";
import type { Rerankers } from "./models/reranker.ts";
import type { Extractor } from "./knowledge/ingest/extractor.ts";
import type { SearchIndex } from "./knowledge/index/search-index.ts";
import type { RunLog } from "./chat/run-log.ts";
import type { RunWorker } from "./chat/run-worker.ts";
import type { KeyScope } from "./users/key-scope.ts";
import { roles, type Role } from "./users/role.ts";
import type { SourceRules } from "./sources/source-rules.ts";
import type { FileStore } from "./storage/file-store.ts";
import type { Uploads } from "./storage/uploads.ts";
import type { Log } from "./telemetry/log.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";
import type { Bill } from "./usage/call.ts";

export type Actor =
  | {
      type: "user";
      userId: string;
      companyId: string;
      role: Role;
      /** They look after the companies of the desk too. Never set for whoever came by an API key. */
      platformAdmin?: true;
      /** The API key by which they act, and what it may be used for. */
      key?: { id: string; name: string; scopes: readonly KeyScope[] };
      /** Their password was set by somebody else: they may do nothing but change it. */
      passwordChangeNeeded?: true;
    }
  /** A job working for one company, with an administrator's rights, and an owner's in the library it works for. */
  | { type: "system"; companyId: string; job: string; libraryId?: string }
  | { type: "public" };

/** Everything the domain needs from outside. Built once per process, in a composition root. */
export interface Ports {
  db: Database;
  files: FileStore;
  /** Where files can go straight into the store. */
  uploads?: Uploads | undefined;
  index: SearchIndex;
  extractor: Extractor;
  chatModels: ChatModels;
  embedders: Embedders;
  rerankers: Rerankers;
  imageModels: ImageModels;
  knowledgeBases: KnowledgeBases;
  localModels: LocalModels;
  queue: JobQueue;
  runLog: RunLog;
  runWorker: RunWorker;
  log: Log;
  /** Absent where nobody watches. */
  telemetry?: Telemetry | undefined;
  mailer: Mailer;
  /** The address of a page of the console, as links in letters need it: by configuration, never by what a request says. */
  pageUrl: (path: string) => string;
  now: () => Date;
  /** Absent where the desk has no machine of its own. */
  machine?: Machine | undefined;
  /** Seals what must not be read from the database file, such as model keys. At least 32 characters. */
  secret: string;
  /** What sources of documents may reach: folders of this machine, addresses of the organisation's own network. */
  sourceRules: SourceRules;
}

/** Ports plus who is asking. It is tRPC's ctx, and the first argument of every domain function. */
export interface Scope extends Ports {
  actor: Actor;
  /** What calls of models are put down to. */
  bill?: Bill | undefined;
}

type Acting = Pick<Scope, "actor">;

/** The person asking. Throws `actor.user_required` for anybody not signed in. */
export function requireUser(scope: Acting) {
  if (scope.actor.type === "user") return scope.actor;
  throw new PublicError("unauthenticated", "actor.user_required", "Sign in to continue.");
}

/** The company whose data this call may touch; always from the session, never from the request. */
export function requireCompany(scope: Acting): string {
  if (scope.actor.type !== "public") return scope.actor.companyId;
  throw new PublicError("unauthenticated", "actor.user_required", "Sign in to continue.");
}

/** Throws `actor.platform_required` unless the actor looks after the companies of the desk. It opens no company's data. */
export function requirePlatform(scope: Acting): void {
  if (requireUser(scope).platformAdmin) return;
  const message = "Only those who look after the companies of this desk may do this.";
  throw new PublicError("forbidden", "actor.platform_required", message);
}

/** The same desk, at work for one company: for jobs, which find out only from their data whose they are. */
export function forCompany(scope: Scope, companyId: string, job: string): Scope {
  return { ...scope, actor: { type: "system", companyId, job } };
}

/** Whether the actor administers the company; the system does. */
export function isAdministrator({ actor }: Acting): boolean {
  return actor.type === "system" || (actor.type === "user" && actor.role === "admin");
}

/** The same, at work in one library, also in a private one: administrators and other jobs do not read those. */
export function forLibrary(scope: Scope, library: { companyId: string; libraryId: string }, job: string): Scope {
  return { ...scope, actor: { type: "system", companyId: library.companyId, libraryId: library.libraryId, job } };
}

/** Throws `actor.role_required` unless the actor has this role or a higher one. The system counts as admin. */
export function requireRole(scope: Acting, role: Role): void {
  if (scope.actor.type === "system") return;
  const { role: held } = requireUser(scope);
  if (roles.indexOf(held) >= roles.indexOf(role)) return;
  throw new PublicError("forbidden", "actor.role_required", `This needs the role "${role}". Ask an administrator.`);
}
