import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../journeys");

/** Journeys that ask a desk and cannot ask one on a stage, with the reason. */
const filesNotOnStage: Record<string, string> = {
  "backup-desk.test.ts": "it backs up a laptop's folder; test/aws/backup.test.ts does so with a stage",
  "configured-models.test.ts": "a catalogue in a file is a laptop's; on a stage it is kept in the console",
  "doctor-command.test.ts": "it finds its desk by a laptop's folder, and lays proxies before an address of a laptop",
  "gone.test.ts": "one of its documents comes from a folder of the machine, and a function has none",
  "migration.test.ts": "the command line works on a laptop's folder",
  "upgrade.test.ts": "it goes back to an earlier schema in a laptop's folder",
  "restore-killed.test.ts": "it kills a command on a laptop's folder",
  "telemetry.test.ts":
    "a laptop is told its collector by its configuration; packages/functions/src/lambda for those of a stage",
};

/** The same of single tests, by their names. */
const testsNotOnStage: Record<string, string> = {
  "a socket opens with a fresh ticket, once, and not from another site":
    "sockets have an address of their own there; test/aws/desk.test.ts has its tickets",
  "an open socket does not keep rights that its person has lost":
    "nobody holds the socket, so each message has the rights of its moment; test/aws/desk.test.ts",
  "nobody gets into a suspended company, and all of it is there when it is resumed":
    "it opens a socket at a laptop's address, and looks at the code that it is closed with",
  "is searched for by what the picture shows, and answered from the documents by a model that sees it":
    "a stage that is over before it could be told is left out there; the journey counts them",
  "a key is not used for another region, and what is wrong is said":
    "a function has keys of its own, those of its role, for every region",
  "how a run ended can be seen when its events are long forgotten":
    "DynamoDB forgets events by itself, after a day; test/contracts has what both logs promise",
  "leaves a failed answer with the text so far, when somebody saw its beginning":
    "it writes into a laptop's log of events",
  "that was only asleep writes nothing into a run that ended without it": "it reads a laptop's log of events",
  "a service of the configuration is there from the start, and its rules are kept":
    "a stage has no configuration but the console",
  "pictures outlive a restart, and files that no row names do not":
    "in a bucket those stay for a day: another function may have put them there a moment ago",
  "over a socket the answer comes in frames, then its sources, then the end":
    "old programs have their socket on a laptop",
  "over a socket, too, nothing is answered without a key, and what is wrong is said before the end":
    "old programs have their socket on a laptop",
};

/** The journeys that are made on a stage: all that ask a desk. */
export const onStage = calling("testDesk");

/** Those that ask within the test's own process, on a stage's database, bucket, table and search engine. What is left kills a laptop's desk. */
export const onParts = calling("testScope").filter((name) => !onStage.includes(name));

function calling(name: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".test.ts") && !(file in filesNotOnStage))
    .filter((file) => readFileSync(join(folder, file), "utf8").includes(`await ${name}(`))
    .map((file) => join("test/journeys", file));
}

const quoted = Object.keys(testsNotOnStage).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));

/** Matches the names of all tests but those that cannot be made there. */
export const testsOnStage = new RegExp(`^(?!.*(${quoted.join("|")})$)`);
