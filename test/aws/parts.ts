import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFauxqs } from "fauxqs";
import { openPglite } from "@docent/core/db/open";
import { dynamoServer } from "../fakes/dynamo-server.ts";
import { postgresServer } from "../fakes/postgres-server.ts";
import { assemble } from "../opensearch/assemble.ts";
import { startNode } from "../opensearch/node.ts";
import type { CorsRule } from "./plan.ts";
import { realPostgres, type PostgresServer } from "./postgres.ts";
import { storeFront } from "./store-front.ts";

/** Where the parts answer that all desks of this machine share. */
export interface Place {
  /** PostgreSQL, which may hold a database for each desk; `only` when it is one that holds a single database. */
  database: { url: string; only: boolean };
  search: { url: string; data: string };
  /** S3 and SQS. */
  store: { url: string; files: string };
  dynamo: { url: string };
}

export interface Parts extends AsyncDisposable {
  place: Place;
  /** What there is not on this machine, and what stands in for it. */
  notes: string[];
}

/** PostgreSQL, OpenSearch, S3 and SQS, and DynamoDB. Throws an error that says what is missing when one cannot run here. */
export async function startParts(cors: readonly CorsRule[]): Promise<Parts> {
  await using started = new AsyncDisposableStack();
  const notes: string[] = [];
  const node = started.use(await startNode(await assemble()));
  const { server, only } = await database(notes);
  started.use(server);
  const files = await mkdtemp(join(tmpdir(), "docent-store-"));
  started.defer(() => rm(files, { recursive: true, force: true }));
  const emulator = await startFauxqs({ port: 0, logger: false, host: "127.0.0.1", s3StorageDir: files });
  started.defer(() => emulator.stop());
  const front = started.use(await storeFront(`http://127.0.0.1:${emulator.port}`, cors));
  const dynamo = started.use(await dynamoServer());
  const all = started.move();
  return {
    place: {
      database: { url: server.url, only },
      search: { url: node.url, data: node.data },
      store: { url: front.url, files },
      dynamo: { url: dynamo.url },
    },
    notes,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function database(notes: string[]): Promise<{ server: PostgresServer; only: boolean }> {
  try {
    return { server: await realPostgres(), only: false };
  } catch (error) {
    notes.push(`PGlite stands in for PostgreSQL: ${error instanceof Error ? error.message : String(error)}.`);
    const { lite } = await openPglite();
    const served = await postgresServer(lite);
    return { server: { url: served.url, [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]() }, only: true };
  }
}
