import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, NoSuchKey, type S3Client } from "@aws-sdk/client-s3";
import { fileBytesMax } from "../knowledge/version.ts";
import { DialError } from "../net/dial.ts";
import { bucketClient } from "./bucket-client.ts";
import { hintOf, listBucket, type Listed } from "./bucket-list.ts";
import { bucketProblem, objectProblem } from "./bucket-problem.ts";
import { objectAddress, type BucketKey, type BucketSettings } from "./bucket-settings.ts";
import { SyncError, type Content, type Finding, type Known } from "./finding.ts";
import type { SourceRules } from "./source-rules.ts";
import type { Hint } from "./source.sql.ts";

/** Most objects of one source. */
const objectsMax = 100_000;
const pagesMax = 2_000;
const objectMs = 10 * 60_000;
/** So many objects in a row could not be had: the others are not asked for in this run. */
const silentAfter = 3;

/**
 * Looks at every object whose key begins with the prefix. What S3 lists as it was is not read again. Nothing counts as gone
 * before all is listed. Throws `SyncError`.
 */
export async function* walkBucket(
  settings: BucketSettings,
  key: BucketKey | undefined,
  known: Known,
  rules: SourceRules,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const client = bucketClient(settings, key, rules);
  const folder = await mkdtemp(join(tmpdir(), "docent-bucket-"));
  try {
    const objects = await allOf(listBucket(client, settings, signal));
    // a prefix that was mistyped, or a bucket that was emptied by mistake
    if (!objects.length && known.size) throw new SyncError("source.bucket_empty");
    let waiting = objects.length;
    let silent = 0;
    for (const object of objects) {
      waiting--;
      const address = objectAddress(settings, object.key);
      const before = known.get(address);
      if (isSame(before?.hint, object.hint)) {
        yield { type: "same", address, waiting };
        continue;
      }
      const looked = await look(client, settings, object, before !== undefined, join(folder, "object"), signal);
      silent = looked.type === "failed" && looked.cause ? silent + 1 : 0;
      if (looked.type === "failed" && silent >= silentAfter) throw looked.cause;
      yield { ...looked, address, waiting };
    }
    const there = new Set(objects.map((object) => objectAddress(settings, object.key)));
    for (const address of known.keys()) if (!there.has(address)) yield { type: "gone", address, waiting };
  } catch (error) {
    signal.throwIfAborted();
    const code = error instanceof SyncError ? undefined : bucketProblem(error)?.code;
    throw code === undefined ? error : new SyncError(code, { cause: error });
  } finally {
    client.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

async function allOf(pages: AsyncIterable<Listed[]>): Promise<Listed[]> {
  const objects: Listed[] = [];
  let read = 0;
  for await (const page of pages) {
    objects.push(...page);
    if (objects.length > objectsMax || ++read > pagesMax) throw new SyncError("source.bucket_too_large");
  }
  return objects;
}

/** An object without a tag is read every time. */
function isSame(before: Hint | undefined, now: Hint): boolean {
  if (!before?.etag) return false;
  return before.etag === now.etag && before.lastModified === now.lastModified && before.bytes === now.bytes;
}

type Looked =
  | { type: "content"; content: Content }
  | { type: "gone" }
  /** With a cause, it may be S3 that failed and not the object. */
  | { type: "failed"; code: string; cause?: unknown };

/** Reads an object into a file, which holds it until the next one is looked at. */
async function look(
  client: S3Client,
  settings: BucketSettings,
  object: Listed,
  isKnown: boolean,
  file: string,
  signal: AbortSignal,
): Promise<Looked> {
  if (object.unfit !== undefined) return { type: "failed", code: object.unfit };
  try {
    const hint = await fetchObject(client, settings, object, file, signal);
    const name = `${settings.bucket}/${object.key}`;
    return { type: "content", content: { name, hint, links: [], open: () => createReadStream(file) } };
  } catch (error) {
    signal.throwIfAborted();
    // deleted since it was listed
    if (error instanceof NoSuchKey) return isKnown ? { type: "gone" } : { type: "failed", code: "file.unreadable" };
    const code = objectProblem(error);
    if (code !== undefined) return { type: "failed", code };
    if (passing.has(bucketProblem(error)?.code)) return { type: "failed", code: "file.broken_off", cause: error };
    throw error;
  }
}

const passing = new Set<string | undefined>([
  "source.bucket_unreachable",
  "source.bucket_broken",
  "source.bucket_garbled",
]);

async function fetchObject(
  client: S3Client,
  { bucket }: BucketSettings,
  { key }: Listed,
  file: string,
  signal: AbortSignal,
): Promise<Hint> {
  const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(objectMs)]);
  const { Body, ETag, LastModified } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
    abortSignal,
  });
  if (!(Body instanceof Readable)) throw new Error("S3 answered without an object");
  let bytes = 0;
  const measured = async function* (parts: AsyncIterable<Uint8Array>) {
    for await (const part of parts) {
      bytes += part.length;
      if (bytes > fileBytesMax) throw new DialError("too_large");
      yield part;
    }
  };
  await pipeline(Body, measured, createWriteStream(file), { signal: abortSignal });
  // what was read may be newer than what was listed
  return hintOf({ ETag, LastModified, Size: bytes });
}
