import { spawn, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { visitor } from "./desk.ts";
import { putReadyDatabase } from "./ready-database.ts";

const main = join(import.meta.dirname, "../packages/functions/src/local/main.ts");

/** A desk in a process of its own, as `npm start` runs it, for tests that kill it. */
export interface DeskProcess {
  process: ChildProcess;
  url: string;
  token: string;
  client: ReturnType<typeof visitor>["client"];
  libraryId: string;
}

/** Starts it on a folder and waits until it answers; there is one library then. */
export async function startDeskProcess(folder: string, environment: NodeJS.ProcessEnv = {}): Promise<DeskProcess> {
  await putReadyDatabase(folder);
  const process_ = spawn(process.execPath, [main, "--no-console"], {
    env: {
      ...process.env,
      DOCENT_DATA: folder,
      PORT: "0",
      DOCENT_DEMO: "false",
      DOCENT_OLLAMA_URL: "",
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: process_.stdout })) {
    const url = /ready at (\S+)/.exec(line)?.[1];
    if (!url) continue;
    process_.stdout.resume();
    const { token } = JSON.parse(await readFile(join(folder, "desk.json"), "utf8")) as { token: string };
    const client = operator(url, token);
    const libraries = await client.library.list.query();
    const libraryId = libraries[0]?.id ?? (await client.library.create.mutate({ name: "Handbook" })).id;
    return { process: process_, url, token, client, libraryId };
  }
  throw new Error("the desk ended before it was ready");
}

function operator(url: string, token: string) {
  const person = visitor(url);
  Object.assign(person.headers, { authorization: `Bearer ${token}` });
  return person.client;
}
