#!/usr/bin/env node
// Stands in for Pulumi's engine (SST_PULUMI_PATH): runs the program that SST's command line has built, under mocks.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const given = process.argv.slice(2);
const here = dirname(realpathSync(import.meta.filename));
const manifest = { time: new Date().toISOString(), magic: "", version: "v3.215.0" };

if (given[0] === "version") {
  console.log(manifest.version);
} else if (given[0] === "stack" && given[1] === "init") {
  const stack = given[2] ?? "";
  const file = checkpointOf(stack);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { stack, latest: { manifest, resources: [] } } }));
} else {
  const stack = option("--stack");
  const [, app = "", stage = ""] = stack.split("/");
  const main = /^main: (.*)$/m.exec(readFileSync("Pulumi.yaml", "utf8"))?.[1] ?? "";
  const region = given.find((each) => each.startsWith("aws:region="))?.split("=")[1] ?? "us-east-1";
  const options = [
    ["--program", main],
    ["--app", app],
    ["--stage", stage],
    ["--region", region],
    ["--command", given[0] ?? ""],
    ["--event-log", option("--event-log")],
    ["--out", join(here, "../../.synth", `cli-${stage}.json`)],
    ...(given[0] === "up" ? [["--checkpoint", resolve(checkpointOf(stack))]] : []),
  ];
  const { status } = spawnSync(process.execPath, [join(here, "synth/main.ts"), ...options.flat()], {
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}

function checkpointOf(stack: string): string {
  const [, app = "", stage = ""] = stack.split("/");
  return join(".pulumi/stacks", app, `${stage}.json`);
}

function option(name: string): string {
  return given[given.indexOf(name) + 1] ?? "";
}
