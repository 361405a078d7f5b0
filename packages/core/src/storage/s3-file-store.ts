import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { requireFileKey } from "./file-key.ts";
import { fileNotFound } from "./file-not-found.ts";
import type { FileStore } from "./file-store.ts";
import { inParts } from "./s3-parts.ts";

export interface S3Files {
  client: S3Client;
  bucket: string;
  /** What the keys of files begin with, so that a bucket can hold other things too. */
  prefix?: string;
  /** Files younger than this are left by `sweep`: another process may have put them a moment ago. */
  sweepAgeMs?: number;
}

const addressSeconds = 300;
const day = 24 * 60 * 60 * 1000;

/** Keeps files in a bucket. Reading one that is missing is told from being refused only with the right to list the bucket. */
export function s3FileStore({ client, bucket, prefix = "files/", sweepAgeMs = day }: S3Files): FileStore {
  const place = (key: string) => {
    requireFileKey(key);
    return { Bucket: bucket, Key: prefix + key };
  };
  const open = async (key: string): Promise<Readable> => {
    try {
      const { Body } = await client.send(new GetObjectCommand(place(key)));
      if (Body instanceof Readable) return Body;
    } catch (error) {
      throw error instanceof NoSuchKey ? fileNotFound(error) : error;
    }
    throw new Error("S3 answered without a file");
  };

  return {
    open,
    address(key, name) {
      const command = new GetObjectCommand({
        ...place(key),
        // never shown in place: a document may hold scripts
        ResponseContentType: "application/octet-stream",
        ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        ResponseCacheControl: "private, no-store",
      });
      return getSignedUrl(client, command, { expiresIn: addressSeconds });
    },
    async put(key, content) {
      const target = place(key);
      if (content instanceof Readable) await inParts(client, target, content);
      else await client.send(new PutObjectCommand({ ...target, Body: content }));
    },
    async withPath(key, work) {
      const content = await open(key);
      const folder = await mkdtemp(join(tmpdir(), "docent-file-"));
      try {
        const path = join(folder, "file");
        await pipeline(content, createWriteStream(path));
        return await work(path);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(place(key)));
    },
    async sweep(kept) {
      const before = Date.now() - sweepAgeMs;
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
        const gone = Contents.flatMap(({ Key = "", LastModified }) => {
          const young = LastModified !== undefined && LastModified.getTime() > before;
          return young || kept.has(Key.slice(prefix.length)) ? [] : [{ Key }];
        });
        if (gone.length) {
          await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: gone, Quiet: true } }));
        }
      }
    },
  };
}
