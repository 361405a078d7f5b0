import { createHash } from "node:crypto";
import { join } from "node:path";
import { Config } from "@docent/core/config";
import { newId } from "@docent/core/id";
import { administrator, signIn, testDesk, type TestDesk } from "./desk.ts";
import { useModelAt } from "./connect-model.ts";
import { backup } from "../packages/functions/src/cli/backup.ts";
import { openDesk } from "../packages/functions/src/cli/desk.ts";
import { restore } from "../packages/functions/src/cli/restore.ts";

const questions = [
  "How many days of leave does everybody get?",
  "When does the canteen open?",
  "梯子多久检查一次？",
  "How long is parental leave?",
  "Who may drive the company's submarine?",
];
const quiet = () => undefined;

export interface Filled {
  libraryId: string;
  conversationId: string;
  documentIds: string[];
  apiKey: string;
}

/** People, words, cuts, documents in several formats, a picture's worth of everything that a desk is asked about later. */
export async function fill(desk: TestDesk, embedder: string): Promise<Filled> {
  const admin = await desk.setUp();
  const { client } = admin;
  await useModelAt(client, "embed", { baseUrl: embedder, model: "words" });
  const { id: libraryId } = await client.library.create.mutate({ name: "House" });
  const documentIds = [
    await admin.add(libraryId, "leave.md", "# Leave\n\nEverybody gets twenty days of leave."),
    await admin.add(libraryId, "leave.md", "# Leave\n\nEverybody gets thirty days of leave a year."),
    await admin.add(libraryId, "canteen.html", "<h1>Canteen</h1><p>The canteen opens at noon.</p>"),
    await admin.add(libraryId, "梯子.md", "# 梯子\n\n梯子每年检查一次，检查后要登记。"),
    await admin.add(libraryId, "faq.csv", "Question,Answer\nHow long is parental leave?,Fourteen weeks\n"),
  ];
  const someone = { name: "Ann", email: "ann@example.org", password: administrator.password };
  await client.user.create.mutate({ ...someone, role: "editor", keepsPassword: true });
  await client.synonym.add.mutate({ groups: [["leave", "holiday"]] });
  const { key: apiKey } = await client.apiKey.create.mutate({ name: "Intranet", scopes: ["ask", "read"], days: null });
  const conversationId = newId("conversation");
  await admin.ask(questions[0] ?? "", { conversationId });
  admin.close();
  return { libraryId, conversationId, documentIds: [...new Set(documentIds)], apiKey };
}

/** What a desk says, finds and gives away to those who knew it before. */
export async function accountOf(desk: TestDesk, { conversationId, documentIds, libraryId, apiKey }: Filled) {
  const admin = await signIn(desk.url, administrator.email, administrator.password);
  const ann = await signIn(desk.url, "ann@example.org", administrator.password);
  const { client, headers } = admin;
  const answers: unknown[] = [];
  for (const question of questions) {
    const events = await admin.ask(question);
    answers.push(
      events.flatMap((event) =>
        event.type === "finished"
          ? [
              {
                text: event.outcome.text,
                tier: event.outcome.tier,
                sources: event.outcome.sources.map(({ chunkId }) => chunkId),
              },
            ]
          : [],
      ),
    );
  }
  const passages = await Promise.all(
    questions.map(async (text) => {
      const { hits } = await client.search.run.query({ text });
      return hits.map(({ chunkId, text: passage }) => [chunkId, passage]);
    }),
  );
  const originals = await Promise.all(
    documentIds.map(async (id) => {
      const response = await fetch(`${desk.url}/api/documents/${id}/file`, { headers });
      return createHash("sha256")
        .update(Buffer.from(await response.arrayBuffer()))
        .digest("hex");
    }),
  );
  const byKey = await fetch(`${desk.url}/trpc/search.run?input=${encodeURIComponent(JSON.stringify({ text: "canteen" }))}`, { headers: { authorization: `Bearer ${apiKey}` } }); // prettier-ignore
  const account = {
    answers,
    passages,
    originals,
    byKey: byKey.status,
    roles: (await client.user.list.query()).map(({ name, role }) => [name, role]),
    documents: (await client.document.list.query({ libraryId })).items.map(({ name, state }) => [name, state]),
    words: (await client.synonym.list.query({})).items.map(({ words }) => words),
    conversation: (await client.conversation.get.query({ id: conversationId })).turns.map(
      ({ outcome }) => outcome?.text,
    ),
    ann: (await ann.client.library.list.query()).map(({ name }) => name),
  };
  for (const person of [admin, ann]) person.close();
  return account;
}

/** Backs up a desk that runs, into `file`. */
export async function backUp(desk: TestDesk, file: string) {
  const opened = await openDesk(configOf({ dataFolder: desk.folder }));
  return (await backup(opened, file, quiet)).json;
}

/** A desk in a folder of its own, with these parts, restored from a file and started. */
export async function restoredDesk(file: string, folder: string, parts: Partial<Config> = {}) {
  const config = { ...parts, dataFolder: join(folder, newId("letter")) };
  const { json } = await restore(configOf(config), file, {}, quiet);
  return { json, desk: await testDesk(config) };
}

function configOf(parts: Partial<Config>): Config {
  return Config.parse({ port: 0, demo: "false", ollamaUrl: "", ...parts });
}
