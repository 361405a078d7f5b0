import { randomBytes } from "node:crypto";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { dynamoRunLog } from "@docent/core/chat/dynamo-run-log";
import type { Database } from "@docent/core/db/database";
import { openPostgres, type OpenDatabase } from "@docent/core/db/open";
import { openSearchIndex } from "@docent/core/knowledge/index/opensearch/opensearch-index";
import type { Scope } from "@docent/core/scope";
import { s3Client } from "@docent/core/storage/s3-client";
import { s3FileStore } from "@docent/core/storage/s3-file-store";
import { liveTable } from "./live-table.ts";
import { makeDatabase } from "./postgres.ts";
import type { Prepared } from "./prepared.ts";

/** Where a scope of a test's own process keeps what it holds, on a stage. */
export interface StageParts extends Pick<Scope, "files" | "index" | "runLog"> {
  /** Takes away what the company held. */
  remove(companyId: string): Promise<void>;
}

const keys = { accessKeyId: "stage", secretAccessKey: "stage" };

/** A database of its own beside those of other tests. */
export async function stageDatabase({ place, template }: Prepared): Promise<OpenDatabase> {
  return openPostgres(await makeDatabase(place.database.url, `docent_${randomBytes(5).toString("hex")}`, template));
}

/** A bucket and a table of its own, and the node that all share. In the folder a test finds the files and the index as on a laptop. */
export async function stageParts({ place }: Prepared, db: Database, folder: string): Promise<StageParts> {
  const name = `docent-${randomBytes(5).toString("hex")}`;
  const at = { region: "us-east-1", credentials: keys };
  const client = s3Client({ ...at, endpoint: place.store.url, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: name }));
  const dynamo = new DynamoDBClient({ ...at, endpoint: place.dynamo.url });
  await dynamo.send(new CreateTableCommand(liveTable(name)));
  const objects = join(place.store.files, "buckets", name, "objects");
  await mkdir(objects, { recursive: true });
  await symlink(objects, join(folder, "files"));
  await symlink(place.search.data, join(folder, "index"));
  return {
    files: s3FileStore({ client, bucket: name, sweepAgeMs: 0 }),
    index: openSearchIndex({ url: place.search.url }),
    runLog: dynamoRunLog({ client: dynamo, table: name, db, log: { warn: () => undefined } as never }),
    async remove(companyId) {
      await fetch(`${place.search.url}/docent-${companyId}*`, { method: "DELETE" });
      client.destroy();
      dynamo.destroy();
    },
  };
}
