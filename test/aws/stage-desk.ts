import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "@docent/core/config";
import { companyTable } from "@docent/core/db/schema";
import { composeAws, type Aws } from "@docent/functions/compose/aws";
import { readAwsEnvironment } from "@docent/functions/compose/aws-environment";
import type { RunningDesk } from "@docent/functions/local/desk";
import type { Place } from "./parts.ts";
import type { Prepared } from "./prepared.ts";
import type { SocketServer } from "./socket-api.ts";
import { startStage, type Stage } from "./stage.ts";

const sockets = new Map<string, SocketServer>();

/** What a test is handed of a desk, wherever it runs. */
export interface StageDesk extends RunningDesk {
  folder: string;
  /** What commands are told of the stage. */
  environment: Record<string, string>;
  end(): Promise<void>;
}

/**
 * A desk on a stage of its own. In its folder a test finds what it finds on a laptop: letters, files and the index,
 * which are the bucket's and the cluster's own here. A folder that was used before has its stage started again.
 */
export async function stageDesk(
  { plan, functions, place, template }: Prepared,
  { dataFolder, ...more }: Partial<Config>,
): Promise<StageDesk> {
  const [cannot] = Object.keys(more);
  if (cannot) throw new Error(`a stage cannot be told ${cannot}`);
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), "docent-desk-")));
  const id = await idOf(folder, place);
  const stage = await startStage({ plan, functions, place, id, folder, template, environment: fakes() });
  sockets.set(stage.url, stage.aws.sockets);
  const aws = await composed(stage);
  const close = async () => {
    await stage.close();
    await aws.ports.index.close();
    await aws.postgres.close();
  };
  return {
    url: stage.url,
    setUpUrl: stage.setUpUrl,
    folder,
    environment: stage.environmentOf("Desk"),
    local: { ...aws, site: { origin: stage.url }, close },
    close,
    async end() {
      const companies = await aws.ports.db.select({ id: companyTable.id }).from(companyTable);
      await close();
      for (const company of companies) await fetch(`${place.search.url}/docent-${company.id}*`, { method: "DELETE" });
      await stage.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The sockets of a desk on a stage of this process. */
export function socketsOf(url: string): SocketServer {
  const found = sockets.get(url);
  if (!found) throw new Error(`there is no stage at ${url}`);
  return found;
}

/** The stage's ports, as the function for HTTP has them. */
async function composed(stage: Stage): Promise<Aws> {
  const environment = stage.environmentOf("Desk");
  for (const [name, value] of Object.entries(environment)) if (name.startsWith("AWS_")) process.env[name] = value;
  return composeAws(readAwsEnvironment(environment));
}

/** Where the fakes of models are that this test has set up. */
function fakes(): Record<string, string> {
  const names = Object.entries(process.env).filter(([name]) => /^AWS_ENDPOINT_URL_(BEDROCK|SAGEMAKER)/.test(name));
  return Object.fromEntries(names.map(([name, value = ""]) => [name, value]));
}

/** The name of the stage whose folder this is. */
async function idOf(folder: string, place: Place): Promise<string> {
  const file = join(folder, "stage");
  const known = await readFile(file, "utf8").catch(() => undefined);
  if (known) return known;
  const id = randomBytes(5).toString("hex");
  await mkdir(folder, { recursive: true });
  await writeFile(file, id);
  const objects = join(place.store.files, "buckets", `docent-${id}-files`, "objects");
  await mkdir(objects, { recursive: true });
  await symlink(objects, join(folder, "files"));
  await symlink(place.search.data, join(folder, "index"));
  return id;
}
