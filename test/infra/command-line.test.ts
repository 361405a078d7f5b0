import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { synthesise } from "./graph.ts";
import type { Graph } from "./synth/graph.ts";
import { root } from "./synth/place.ts";

const run = promisify(execFile);
const sst = async (command: string) => {
  const { stdout } = await run(
    process.execPath,
    [join(import.meta.dirname, "sst-offline.ts"), command, "--stage", "ci"],
    {
      maxBuffer: 2 ** 26,
    },
  );
  return stdout;
};

let graph: Graph;
beforeAll(async () => {
  graph = await synthesise("ci");
}, 400_000);

test("`sst diff` lists every resource that the tests have looked at", { timeout: 400_000 }, async () => {
  const said = await sst("diff");
  for (const { type, name, component, existing } of graph.resources)
    if (!component && !existing && !type.startsWith("pulumi-nodejs:")) expect(said).toContain(name);
});

test("`sst deploy` comes to its end, and tells where the desk is", { timeout: 400_000 }, async () => {
  expect(await sst("deploy")).toMatch(/url: https:\/\/\S+/);
  const deployed = JSON.parse(await readFile(join(root, ".synth/cli-ci.json"), "utf8")) as Graph;
  const names = ({ resources }: Graph) => resources.map(({ type, name }) => `${type} ${name}`).toSorted();
  expect(names(deployed)).toEqual(names(graph));
});
