import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { administrator, signIn, testDesk } from "../desk.ts";
import { backUp } from "../moved-desk.ts";

const command = pathToFileURL(join(import.meta.dirname, "../../packages/functions/src/cli/restore.ts")).href;
const config = pathToFileURL(join(import.meta.dirname, "../../packages/core/src/config.ts")).href;

test(
  "a restore that is killed, wherever it was, leaves the desk empty and can be begun again, or is finished by the next start",
  { timeout: 240_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "docent-restore-"));
    const [file, data] = [join(folder, "desk.tar"), join(folder, "data")];
    const desk = await testDesk();
    const admin = await desk.setUp();
    const { id } = await admin.client.library.create.mutate({ name: "House" });
    for (const n of [1, 2, 3]) await admin.add(id, `${n}.md`, `# Rule ${n}\n\nRule number ${n} is about ladders.`);
    const { hits } = await admin.client.search.run.query({ text: "rule ladders" });
    admin.close();
    await backUp(desk, file);
    await desk.end();

    // each finds the desk empty, or it would refuse
    for (const place of ["Checking", "Files: 2", "Rows: chunk", "Rows: user", "Index"]) {
      expect(await killedAt(place, data, file)).toBe("SIGKILL");
    }

    const restored = await testDesk({ dataFolder: data });
    const person = await signIn(restored.url, administrator.email, administrator.password);
    const { client } = person;
    await expect.poll(async () => (await client.generation.status.query()).next, { timeout: 60_000 }).toBeNull();
    expect((await client.search.run.query({ text: "rule ladders" })).hits).toEqual(hits);
    person.close();
    await restored.end();
    await rm(folder, { recursive: true, force: true });
  },
);

/** Restores in a process that kills itself at the first line of progress that begins so. Gives by what it ended. */
async function killedAt(place: string, dataFolder: string, file: string): Promise<unknown> {
  const given = { port: 0, demo: "false", ollamaUrl: "", dataFolder };
  const script = `
    const [{ restore }, { Config }] = await Promise.all([import(${JSON.stringify(command)}), import(${JSON.stringify(config)})]);
    await restore(Config.parse(${JSON.stringify(given)}), ${JSON.stringify(file)}, {}, (line) => {
      if (line.startsWith(${JSON.stringify(place)})) process.kill(process.pid, "SIGKILL");
    });
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  return signal;
}
