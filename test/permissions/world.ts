import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import * as Conversation from "@docent/core/chat/conversation";
import * as Run from "@docent/core/chat/run";
import {
  apiKeyTable,
  batchFileTable,
  batchTable,
  budgetTable,
  categoryTable,
  modelTable,
  chunkTable,
  companyTable,
  documentTable,
  feedbackTable,
  gapRunTable,
  gapTable,
  groupMemberTable,
  groupTable,
  identityProviderTable,
  intentExampleTable,
  intentTable,
  invitationTable,
  labelTable,
  leftoverTable,
  libraryGrantTable,
  libraryTable,
  restrictionGroupTable,
  restrictionTable,
  sourceTable,
  synonymTable,
  templateTable,
  testCaseTable,
  testResultTable,
  testRunTable,
  templateVersionTable,
  triggerTable,
  userTable,
  versionTable,
  writingTable,
} from "@docent/core/db/schema";
import { blankTrace } from "@docent/core/chat/tracing";
import type { ModelKind } from "@docent/core/models/catalogue/model-kind";
import type { Place } from "@docent/core/models/catalogue/place";
import { newId } from "@docent/core/id";
import * as Version from "@docent/core/knowledge/version";
import * as Picture from "@docent/core/pictures/picture";
import * as Logo from "@docent/core/settings/logo";
import { requireUser, type Actor, type Scope } from "@docent/core/scope";
import type { Role } from "@docent/core/users/role";
import { png } from "../fixtures/picture-files.ts";
import { testScope } from "../scope.ts";

/** Who calls. The first six but one are of the company that everything belongs to. */
export const people = [
  "nobody",
  "member",
  "reader",
  "contributor",
  "owner",
  "editor",
  "administrator",
  "stranger",
  "platform",
] as const;
/** Of another company. */
export const isForeign = (who: Who) => who === "stranger" || who === "platform";
export type Who = (typeof people)[number];

/** Stands in every name, title and text of the company's documents: whoever must not read them must never get to see it. */
export const secret = "okapi";

export type World = Awaited<ReturnType<typeof createWorld>>;

/** A company with a library shared with some people, all that hangs on it, and somebody of another company. */
export async function createWorld() {
  const scope = await testScope();
  const { db } = scope;
  const { companyId } = requireUser(scope);
  const now = new Date();

  const person = async (role: Role = "member", company = companyId): Promise<Extract<Actor, { type: "user" }>> => {
    const userId = newId("user");
    const email = `${userId}@example.org`;
    await db.insert(userTable).values({ id: userId, companyId: company, role, name: userId, email });
    return { type: "user", userId, companyId: company, role };
  };
  const otherCompany = newId("company");
  await db.insert(companyTable).values({ id: otherCompany, name: "Other" });
  const actors = {
    nobody: { type: "public" as const },
    member: await person(),
    reader: await person(),
    contributor: await person(),
    owner: await person(),
    editor: await person("editor"),
    administrator: await person("admin"),
    stranger: await person("admin", otherCompany),
    platform: { ...(await person("admin", otherCompany)), platformAdmin: true as const },
  } satisfies Record<Who, Actor>;

  /** A library shared with the reader, the contributor and the owner. */
  const shelf = async ({ quotingOnly = false, visibility = "groups" as "groups" | "private" } = {}) => {
    const id = newId("library");
    await db.insert(libraryTable).values({ id, companyId, name: `${secret} shelf ${id}`, visibility });
    const grant = (userId: string, role: "reader" | "contributor" | "owner") => {
      return { id: newId("grant"), libraryId: id, userId, role, mayDownload: !quotingOnly };
    };
    const owned = [grant((await person()).userId, "owner")];
    const shared = (["reader", "contributor", "owner"] as const).map((role) => grant(actors[role].userId, role));
    await db.insert(libraryGrantTable).values(visibility === "private" ? owned : shared);
    return id;
  };

  /** A library for the whole company, with a document of which nothing is secret. */
  const open = async ({ mayDownload = true } = {}) => {
    const id = newId("library");
    await db.insert(libraryTable).values({ id, companyId, name: `open ${id}`, visibility: "company", mayDownload });
    return { id, document: await document(id, id, "horse") };
  };

  const group = async (...members: string[]) => {
    const id = newId("group");
    await db.insert(groupTable).values({ id, companyId, name: `group ${id}` });
    if (members.length) await db.insert(groupMemberTable).values(members.map((userId) => ({ groupId: id, userId })));
    return id;
  };

  const testRun = async () => {
    const id = newId("testRun");
    const of = { companyId, userId: "", libraryIds: [libraryId], variant: {} };
    await db.insert(testRunTable).values({ id, ...of, state: "finished" });
    return id;
  };

  const restricted = async (libraryId: string) => {
    const groupId = await group(actors.contributor.userId);
    const access = `${libraryId}/${createHash("sha256").update(groupId).digest("hex").slice(0, 16)}`;
    await db.insert(restrictionTable).values({ access, libraryId });
    await db.insert(restrictionGroupTable).values({ access, groupId });
    return access;
  };

  /** A searchable document of one passage, straight into the database, and its file. */
  const document = async (libraryId: string, access = libraryId, word = secret) => {
    const [id, versionId] = [newId("document"), newId("version")];
    const name = `${word} ${id}.md`;
    await scope.files.put(`${companyId}/${versionId}`, new TextEncoder().encode(word));
    const metadata = { Topic: word };
    await db.insert(documentTable).values({ id, companyId, libraryId, access, name, title: name, metadata });
    await db.insert(versionTable).values({
      id: versionId,
      companyId,
      documentId: id,
      contentHash: "00",
      fileKey: `${companyId}/${versionId}`,
      bytes: word.length,
      state: "searchable",
      chunks: 1,
    });
    const chunk = { id: `${versionId}_0000`, companyId, versionId, position: 0, kind: "passage" as const };
    await db.insert(chunkTable).values({ ...chunk, headings: [], text: `The ${word} pays eleven thousand.` });
    await db
      .update(documentTable)
      .set({ currentVersionId: versionId, latestVersionId: versionId })
      .where(eq(documentTable.id, id));
    return { id, chunkId: chunk.id };
  };

  const libraryId = await shelf();
  const asReader: Scope = { ...scope, actor: actors.reader };

  // one that is really in the index, for whatever searches
  const content = new TextEncoder().encode(`# ${secret}\n\nThe ${secret} band pays eleven thousand.`);
  await Version.add({ ...scope, actor: actors.owner }, libraryId, [{ name: `${secret} bands.md`, content }]);
  await scope.settle();

  /** A question of the reader's, answered from the library. */
  const run = async () => {
    const [conversationId, runId] = [newId("conversation"), newId("run")];
    await Run.ask(asReader, { conversationId, runId, question: "What pays eleven thousand?" });
    await Array.fromAsync(Run.watch(asReader, { runId, after: 0 }));
    return { conversationId, runId };
  };

  const asked = await run();
  const answer = (await Conversation.get(asReader, asked.conversationId)).turns[0]?.outcome;
  if (!answer?.text.includes("eleven thousand")) throw new Error("the reader was not answered from the library");

  const intent = async () => {
    const id = newId("intent");
    await db.insert(intentTable).values({ id, companyId, name: `intent ${id}`, action: { type: "comfort" } });
    return id;
  };

  const source = async () => {
    const id = newId("source");
    const settings = { kind: "urls" as const, urls: ["http://127.0.0.1:9/"] };
    await db.insert(sourceTable).values({ id, companyId, libraryId, settings });
    return id;
  };

  const writing = async () => {
    const id = newId("writing");
    await db.insert(writingTable).values({ id, companyId, libraryId, access: [libraryId], state: "finished" });
    return id;
  };

  /** An import of one document. */
  const batch = async (into = libraryId) => {
    const id = newId("batch");
    const { id: documentId } = await document(into);
    const [version] = await db.select().from(versionTable).where(eq(versionTable.documentId, documentId));
    const versionId = version?.id ?? "";
    await db.insert(batchTable).values({ id, companyId, libraryId: into, kind: "upload", name: secret, received: 1 });
    await db
      .insert(batchFileTable)
      .values({ batchId: id, key: "1", name: `${secret}.md`, outcome: "added", versionId });
    return id;
  };

  return {
    scope,
    folder: scope.folder,
    source,
    writing,
    trigger: async (isRestricted = false) => {
      const { chunkId } = await document(libraryId, isRestricted ? await restricted(libraryId) : libraryId);
      const [id, versionId] = [newId("trigger"), chunkId.slice(0, chunkId.lastIndexOf("_"))];
      await db
        .insert(triggerTable)
        .values({ id, companyId, versionId, chunkId, kind: "question", text: `What pays the ${secret}?` });
      return id;
    },
    batch,
    /** One of the reader's that waits for its question. */
    logo: async () => (await Logo.set(scope, png())).id,
    picture: async () => {
      await Picture.clearWaiting({ ...scope, now: () => new Date(Date.now() + 48 * 60 * 60 * 1000) });
      return (await Picture.add(asReader, png())).id;
    },
    companyId,
    actors,
    secret,
    libraryId,
    asked,
    ...(await document(libraryId)),
    person: async () => (await person()).userId,
    /** Somebody of the stranger's company. */
    neighbour: async () => (await person("member", otherCompany)).userId,
    /** Another company, of which nobody here is. */
    company: async () => {
      const id = newId("company");
      await db.insert(companyTable).values({ id, name: `company ${id}` });
      return { id, name: `company ${id}` };
    },
    shelf,
    open,
    group,
    document,
    run,
    intent,
    chunk: async () => (await document(libraryId)).chunkId,
    leftover: async () => {
      const id = newId("leftover");
      const change = { companyId, documentId: (await document(libraryId)).id, position: 0, off: true, revisions: [] };
      await db.insert(leftoverTable).values({ id, ...change });
      return id;
    },
    category: async () => {
      const id = newId("category");
      await db.insert(categoryTable).values({ id, companyId, name: id });
      return id;
    },
    testRun,
    testResult: async () => {
      const [runId, caseId] = [await testRun(), newId("testCase")];
      const expects = { mustFind: [], mustSay: [], mustRefuse: true, source: "typed" as const };
      const question = caseId;
      await db.insert(testCaseTable).values({ id: caseId, companyId, libraryId, question, hash: caseId, ...expects });
      const trace = blankTrace({ runId: "", userId: "", question });
      const came = { passed: true, ranks: [], unsaid: [], milliseconds: 0, model: "quoting", trace };
      await db.insert(testResultTable).values({ runId, caseId, ...came });
      return { runId, caseId };
    },
    template: async () => {
      const id = newId("template");
      await db.insert(templateTable).values({ id, companyId, name: id, comment: "", version: 1 });
      const said = { text: "{question}", bot: "", persona: "", parameters: {} };
      await db.insert(templateVersionTable).values({ templateId: id, number: 1, ...said });
      return id;
    },
    /** A fresh one of the catalogue, in use for nothing. */
    model: async (kind: ModelKind = "chat") => {
      const id = newId("model");
      const place: Place =
        kind === "chat"
          ? { provider: "openai", baseUrl: "http://127.0.0.1:9/v1", model: "none" }
          : { provider: "onnx", model: "none" };
      await db.insert(modelTable).values({ id, companyId, kind, name: id, place });
      return id;
    },
    invitation: async () => {
      const id = newId("invitation");
      const values = { email: `${id}@example.org`, role: "member" as const, language: "en" as const, tokenHash: id };
      await db.insert(invitationTable).values({ id, companyId, ...values, expiresAt: new Date(Date.now() + 60_000) });
      return id;
    },
    /** One of the reader's. */
    apiKey: async () => {
      const id = newId("key");
      const values = { userId: actors.reader.userId, name: id, prefix: id, hash: id, scopes: ["ask" as const] };
      await db.insert(apiKeyTable).values({ id, companyId, ...values });
      return id;
    },
    provider: async (configured = false) => {
      const id = newId("provider");
      const issuer = "http://127.0.0.1:9";
      await db
        .insert(identityProviderTable)
        .values({ id, companyId, name: id, issuer, clientId: "docent", configured });
      return id;
    },
    budget: async () => {
      const id = newId("budget");
      const plenty = { period: "month" as const, timeZone: "UTC", tokensMax: 1_000_000_000_000 };
      await db.insert(budgetTable).values({ id, companyId, subject: "company", ...plenty });
      return id;
    },
    fresh: async () => (await document(libraryId)).id,
    restricted: async () => (await document(libraryId, await restricted(libraryId))).id,
    private: async () => {
      const id = await shelf({ visibility: "private" });
      return { id, document: await document(id) };
    },
    example: async () => {
      const id = newId("example");
      await db.insert(intentExampleTable).values({ id, companyId, intentId: await intent(), text: id });
      return id;
    },
    synonym: async () => {
      const id = newId("synonym");
      await db.insert(synonymTable).values({ id, companyId, words: [`left${id}`, `right${id}`], createdAt: now });
      return id;
    },
    /** A pair that an editor wrote by hand. */
    feedback: async () => {
      const id = newId("feedback");
      const values = { question: `What is ${id}?`, answer: "Eleven thousand." };
      await db.insert(feedbackTable).values({ id, companyId, userId: actors.editor.userId, ...values });
      return id;
    },
    /** A question of the reader's that was not answered well. */
    gap: async () => {
      const id = newId("gap");
      const { runId } = await run();
      await db.insert(gapTable).values({ id, companyId });
      const values = { userId: actors.reader.userId, reason: "refused" as const, askedAt: new Date() };
      await db.insert(gapRunTable).values({ runId, gapId: id, ...values });
      return id;
    },
    label: async () => {
      const id = newId("label");
      const question = `What is ${id}?`;
      await db.insert(labelTable).values({ id, companyId, question, hash: id, expected: "answer", source: "typed" });
      return id;
    },
  };
}
