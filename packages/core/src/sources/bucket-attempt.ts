import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { bucketClient } from "./bucket-client.ts";
import { listBucket, type Listed } from "./bucket-list.ts";
import { bucketProblem, objectProblem, type BucketProblem } from "./bucket-problem.ts";
import type { BucketKey, BucketSettings } from "./bucket-settings.ts";
import { SyncError } from "./finding.ts";
import type { SourceRules } from "./source-rules.ts";

export type Tried = { ok: true; found: Found } | ({ ok: false } & BucketProblem);

export interface Found {
  /** Objects that a run would take in. */
  files: number;
  leftOut: { code: string; count: number }[];
  /** There are more, which were not counted. */
  more: boolean;
}

/** Within what an API waits for. */
const tryMs = 20_000;
/** Somebody waits for it. */
const triesMax = 2;
const pagesMax = 10;

/** Lists a bucket and reads the beginning of one object, as a run would. What goes wrong is reported, not thrown. */
export async function attempt(
  settings: BucketSettings,
  key: BucketKey | undefined,
  rules: SourceRules,
): Promise<Tried> {
  const client = bucketClient(settings, key, { ...rules, retries: Math.min(rules.retries, triesMax) });
  try {
    return { ok: true, found: await look(client, settings, AbortSignal.timeout(tryMs)) };
  } catch (error) {
    const problem = error instanceof SyncError ? { code: error.code } : bucketProblem(error);
    if (!problem) throw error;
    return { ok: false, ...problem };
  } finally {
    client.destroy();
  }
}

async function look(client: S3Client, settings: BucketSettings, signal: AbortSignal): Promise<Found> {
  const objects: Listed[] = [];
  let pages = 0;
  for await (const page of listBucket(client, settings, signal)) {
    objects.push(...page);
    if (++pages > pagesMax) break;
  }
  const first = objects.find(({ unfit, hint }) => unfit === undefined && hint.bytes);
  if (first) await readOne(client, settings, first, signal);
  const counts = new Map<string, number>();
  for (const { unfit } of objects) if (unfit !== undefined) counts.set(unfit, (counts.get(unfit) ?? 0) + 1);
  const leftOut = [...counts].map(([code, count]) => ({ code, count }));
  const files = objects.filter(({ unfit }) => unfit === undefined).length;
  return { files, leftOut, more: pages > pagesMax };
}

/** Listing a bucket and reading what is in it are rights of their own. */
async function readOne(client: S3Client, { bucket }: BucketSettings, { key }: Listed, abortSignal: AbortSignal) {
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: "bytes=0-0" });
    const { Body } = await client.send(command, { abortSignal });
    await Body?.transformToByteArray();
  } catch (error) {
    const code = objectProblem(error);
    throw code === undefined ? error : new SyncError(code, { cause: error });
  }
}
