import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  S3ServiceException,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { PublicError } from "../error.ts";
import { requireFileKey } from "./file-key.ts";
import type { Begun, Uploads } from "./uploads.ts";

export interface S3UploadsOptions {
  client: S3Client;
  bucket: string;
  /** What the keys of what comes in begin with; the bucket's own rule takes away what nobody came back for. */
  prefix?: string;
}

const mebibyte = 1024 * 1024;
/** The least that S3 takes for a part that is not the last is 5 MiB, and the most parts are 10,000. */
const partBytesMin = 8 * mebibyte;
const partsUsual = 1_000;
const addressSeconds = 3600;

/** Files in parts straight into a bucket, by addresses that are signed for a while. The client may add no checksums of its own. */
export function s3Uploads({ client, bucket, prefix = "incoming/" }: S3UploadsOptions): Uploads {
  const place = ({ key }: Pick<Begun, "key">) => {
    requireFileKey(key);
    return { Bucket: bucket, Key: prefix + key };
  };
  return {
    bytesMax: 5 * 1024 * mebibyte,
    async begin(key, bytes) {
      const { UploadId: id } = await client.send(new CreateMultipartUploadCommand(place({ key })));
      if (!id) throw new Error("S3 began an upload without naming it");
      const partBytes = Math.max(partBytesMin, Math.ceil(bytes / partsUsual / mebibyte) * mebibyte);
      return { key, id, partBytes, parts: Math.max(1, Math.ceil(bytes / partBytes)) };
    },
    addresses: (begun, parts) =>
      Promise.all(
        parts.map((PartNumber) => {
          const command = new UploadPartCommand({ ...place(begun), UploadId: begun.id, PartNumber });
          return getSignedUrl(client, command, { expiresIn: addressSeconds });
        }),
      ),
    async complete(begun, tags) {
      const Parts = tags.map((ETag, at) => ({ ETag, PartNumber: at + 1 }));
      if (tags.length !== begun.parts) throw incomplete();
      try {
        await client.send(
          new CompleteMultipartUploadCommand({
            ...place(begun),
            UploadId: begun.id,
            MultipartUpload: { Parts },
          }),
        );
      } catch (error) {
        if (!(error instanceof S3ServiceException) || !refusals.has(error.name)) throw error;
        throw incomplete(error);
      }
    },
    async discard(begun) {
      const gone = (error: unknown) => {
        if (!(error instanceof S3ServiceException) || error.name !== "NoSuchUpload") throw error;
      };
      await client.send(new AbortMultipartUploadCommand({ ...place(begun), UploadId: begun.id })).catch(gone);
      await client.send(new DeleteObjectCommand(place(begun)));
    },
    async open(begun) {
      const { Body } = await client.send(new GetObjectCommand(place(begun)));
      if (Body instanceof Readable) return Body;
      throw new Error("S3 answered without a file");
    },
  };
}

const refusals = new Set(["InvalidPart", "InvalidPartOrder", "EntityTooSmall", "NoSuchUpload"]);

function incomplete(cause?: unknown): PublicError {
  const message = "Part of the file did not arrive. Send it again.";
  return new PublicError("conflict", "upload.incomplete", message, { cause });
}
