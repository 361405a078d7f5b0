import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { conversationTable, feedbackTable, runTable, userTable } from "@docent/core/db/schema";
import { openPglite } from "@docent/core/db/open";

const main = join(import.meta.dirname, "../../packages/functions/src/cli/main.ts");
const kills = 3;
const users = 3;
const sessionsEach = 60;
const rounds = 3;

test(
  "an import that is killed again and again is gone on with, and takes everything once",
  { timeout: 300_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "docent-import-killed-"));
    const dump = await dumpIn(folder);
    const data = join(folder, "data");
    try {
      for (let kill = 0; kill < kills; kill++) {
        const begun = 2_000 + kill * 1_500 + Math.round(Math.random() * 1_000);
        await docent(data, dump, AbortSignal.timeout(begun)).catch(() => undefined);
      }
      const last = await docent(data, dump);
      const sum = ({ taken = 0, changed = 0, unchanged = 0, failed = 0 }: Record<string, number>) => {
        return { done: taken + changed + unchanged, failed };
      };
      expect(sum(last["session"] ?? {})).toEqual({ done: users * sessionsEach, failed: 0 });
      expect(sum(last["feedback"] ?? {})).toEqual({ done: users * sessionsEach, failed: 0 });

      const again = await docent(data, dump);
      expect(again).toMatchObject({
        person: { unchanged: users, taken: 0 },
        session: { unchanged: users * sessionsEach, taken: 0, changed: 0 },
        feedback: { unchanged: users * sessionsEach, taken: 0, changed: 0 },
      });
      expect(await countIn(data)).toEqual({
        people: users,
        conversations: users * sessionsEach,
        turns: users * sessionsEach * rounds,
        feedback: users * sessionsEach,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** Imports in a process that opens the folder itself, and gives back the counts. */
async function docent(
  data: string,
  dump: string,
  signal?: AbortSignal,
): Promise<Record<string, Record<string, number>>> {
  const env = { ...process.env, DOCENT_DATA: data, DOCENT_OLLAMA_URL: "" };
  const run = promisify(execFile)(process.execPath, [main, "import", dump, "--json"], {
    env,
    maxBuffer: 1e8,
    killSignal: "SIGKILL",
    ...(signal && { signal }),
  });
  const { counts } = JSON.parse((await run).stdout) as { counts: Record<string, Record<string, number>> };
  return counts;
}

async function dumpIn(folder: string): Promise<string> {
  const dump = join(folder, "dump");
  await mkdir(dump);
  const names = Array.from({ length: users }, (_, at) => `user${at}`);
  const lines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join("\n");
  const people = names.map((username) => ({ username, groupname: "normal", email: `${username}@example.org` }));
  await writeFile(join(dump, "users.jsonl"), lines(people));
  const sessions = names.flatMap((user_id) =>
    Array.from({ length: sessionsEach }, (_, at) => {
      const turn = (n: number) => [`Question ${n} of ${at}?`, `Answer ${n}.`, "QA", `${user_id}-${at}-${n}`];
      return {
        "session-id": `s${at}`,
        user_id,
        content: JSON.stringify(Array.from({ length: rounds }, (_, n) => turn(n))),
      };
    }),
  );
  await writeFile(join(dump, "sessions.jsonl"), lines(sessions));
  const feedback = sessions.map(({ "session-id": sessionId, user_id }, at) => {
    const said = { action: "thumbs-down", feedback: "Better so.", question: "Question 0?", answer: "Answer 0." };
    const msgid = `${user_id}-${at % sessionsEach}-0`;
    return { "session-id": sessionId, msgid, content: JSON.stringify({ [user_id]: said }), company: "default" };
  });
  await writeFile(join(dump, "feedback.jsonl"), lines(feedback));
  return dump;
}

async function countIn(data: string) {
  const database = await openPglite(join(data, "database"));
  const { db } = database;
  try {
    return {
      people: (await db.select().from(userTable)).filter(({ name }) => name.startsWith("user")).length,
      conversations: await db.$count(conversationTable),
      turns: await db.$count(runTable),
      feedback: await db.$count(feedbackTable),
    };
  } finally {
    await database.close();
  }
}
