import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { Config } from "@docent/core/config";
import { startDesk } from "@docent/functions/local/desk";
import { testDesk, type TestDesk } from "../desk.ts";
import { wordVectorServer } from "../fakes/word-vector-server.ts";
import { accountOf, backUp, fill } from "../moved-desk.ts";
import { silentLog } from "../scope.ts";
import { preparedFile } from "./prepared.ts";
import type { StageDesk } from "./stage-desk.ts";

const main = join(import.meta.dirname, "../../packages/functions/src/cli/main.ts");

test.skipIf(!preparedFile)(
  "a stage moves to a laptop by its backup, and on to another stage",
  async () => {
    await using embedder = await wordVectorServer();
    const folder = await mkdtemp(join(tmpdir(), "docent-moved-"));
    const [fromStage, fromLaptop, data] = [
      join(folder, "stage.tar.gz"),
      join(folder, "laptop.tar"),
      join(folder, "data"),
    ];
    const stage = (await testDesk()) as TestDesk & StageDesk;
    const filled = await fill(stage, embedder.baseUrl);
    const before = await accountOf(stage, filled);
    expect(await docent(stage.environment, "backup", fromStage, "--stage")).toMatchObject({ missing: 0 });
    await stage.end();

    const laptop = { DOCENT_DATA: data, DOCENT_OLLAMA_URL: "" };
    expect(await docent(laptop, "restore", fromStage)).toMatchObject({ index: "complete" });
    const config = Config.parse({ port: 0, demo: "false", ollamaUrl: "", dataFolder: data });
    const here = await startDesk(config, silentLog, { console: false, announce: true });
    const moved = { ...here, folder: data } as TestDesk;
    expect(await accountOf(moved, filled)).toEqual(before);
    await backUp(moved, fromLaptop);
    await here.close();

    const other = (await testDesk()) as TestDesk & StageDesk;
    expect(await docent(other.environment, "restore", fromLaptop, "--stage")).toMatchObject({ index: "complete" });
    expect(await accountOf(other, filled)).toEqual(before);
    await other.end();
    await rm(folder, { recursive: true, force: true });
  },
  600_000,
);

async function docent(environment: Record<string, string>, ...args: string[]): Promise<unknown> {
  const env = { PATH: process.env["PATH"], ...environment };
  const run = promisify(execFile)(process.execPath, [main, ...args, "--json"], { env });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout);
}
