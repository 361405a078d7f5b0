import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../journeys");

/** Journeys that ask a desk and cannot ask one on a stage, with the reason. */
export const notOnStage: Record<string, string> = {
  "configured-models.test.ts":
    "a catalogue that is written in a file belongs to a laptop; a stage is told its models in the console",
};

/** The journeys that are made on a stage: all that ask a desk. Others look at one part within the test's own process, or kill a laptop's. */
export const onStage: string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".test.ts") && !(name in notOnStage))
  .filter((name) => readFileSync(join(folder, name), "utf8").includes("await testDesk("))
  .map((name) => join("test/journeys", name));
