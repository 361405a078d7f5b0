import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeOpenAi } from "../fakes/openai-server.ts";

const main = join(import.meta.dirname, "../../packages/functions/src/cli/main.ts");
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docent-enhance-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test(
  "a library is written for from the command line, and what another tool wrote is brought in for review",
  { timeout: 240_000 },
  async () => {
    await using model = await fakeOpenAi({ text: '{"questions": ["How long may I stay away?"]}' });
    model.ollamaModels = ["writer"];
    const docent = async (...args: string[]): Promise<Record<string, unknown>> => {
      const env = { ...process.env, DOCENT_DATA: join(folder, "data"), DOCENT_OLLAMA_URL: model.origin };
      const run = promisify(execFile)(process.execPath, [main, ...args, "--json"], { env });
      const { stdout } = await run.catch((error: { stdout: string }) => error);
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    const leave = "Everybody who works here has thirty days of paid leave a year, and may carry five of them over.";
    await writeFile(join(folder, "leave.md"), leave);
    await docent("add", join(folder, "leave.md"), "--library", "HR");

    expect(await docent("enhance", "HR", "--estimate")).toEqual({ model: "openai/writer", calls: 1, done: 0 });
    expect(await docent("enhance", "leave.md")).toMatchObject({ state: "finished", done: 1, written: 1, failed: 0 });

    const records = join(folder, "records.json");
    expect(await docent("enhance", "HR", "--export", "json", "--out", records)).toEqual({ path: records, count: 0 });
    const [record] = JSON.parse(await readFile(records, "utf8")) as { metadata: { synthesis_qa: string[][] } }[];
    record?.metadata.synthesis_qa.push(["Can I keep days for next summer?", leave]);
    await writeFile(records, JSON.stringify([record]));
    expect(await docent("enhance", "HR", "--import", records)).toEqual({ added: 1, known: 0, missing: 0 });
  },
);
