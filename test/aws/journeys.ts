import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../journeys");

/** Journeys that ask a desk and cannot ask one on a stage, with the reason. */
const filesNotOnStage: Record<string, string> = {
  "configured-models.test.ts": "a catalogue in a file is a laptop's; on a stage it is kept in the console",
};

/** The same of single tests, by their names. */
const testsNotOnStage: Record<string, string> = {
  "a socket opens with a fresh ticket, once, and not from another site":
    "sockets have an address of their own there; test/aws/desk.test.ts has its tickets",
  "an open socket does not keep rights that its person has lost":
    "nobody holds the socket, so each message has the rights of its moment; test/aws/desk.test.ts",
};

/** The journeys that are made on a stage: all that ask a desk. Others look at one part within the test's own process, or kill a laptop's. */
export const onStage: string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".test.ts") && !(name in filesNotOnStage))
  .filter((name) => readFileSync(join(folder, name), "utf8").includes("await testDesk("))
  .map((name) => join("test/journeys", name));

/** Matches the names of all tests but those that cannot be made there. */
export const testsOnStage = new RegExp(`^(?!.*(${Object.keys(testsNotOnStage).map(RegExp.escape).join("|")})$)`);
