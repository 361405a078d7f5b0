// Puts SST's components and providers into .sst, where type checks and synthesis find them. From npm, without an account.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { offline } from "./offline.ts";
import { platformVersion, root, work } from "./synth/place.ts";

const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  devDependencies: { sst: string };
};
const ready = existsSync(join(work, "provider-lock.json")) && platformVersion() === devDependencies.sst;
if (!ready) {
  const { status } = spawnSync(join(root, "node_modules/.bin/sst"), ["install", "--stage", "ci"], {
    cwd: root,
    env: { ...process.env, ...offline },
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}
