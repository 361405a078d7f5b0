import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from "@aws-sdk/client-s3";

interface Target {
  Bucket: string;
  Key: string;
}

const partBytes = 8 * 1024 * 1024;

/** Puts a stream of any length, holding one part of it in memory. What breaks off leaves nothing. */
export async function inParts(client: S3Client, target: Target, content: Readable): Promise<void> {
  const parts = partsOf(content);
  const first = (await parts.next()).value ?? Buffer.alloc(0);
  if (first.length < partBytes) {
    await client.send(new PutObjectCommand({ ...target, Body: first }));
    return;
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const upload = { ...target, UploadId };
  try {
    const done = [await putPart(1, first)];
    for await (const part of parts) done.push(await putPart(done.length + 1, part));
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: done } }));
  } catch (error) {
    // what this cannot take away, the bucket's own rule for uploads that were never finished does
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }

  async function putPart(PartNumber: number, Body: Buffer): Promise<CompletedPart> {
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    return { PartNumber, ETag };
  }
}

async function* partsOf(content: Readable): AsyncGenerator<Buffer, undefined> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const piece of content as AsyncIterable<Uint8Array>) {
    held.push(Buffer.from(piece));
    bytes += piece.length;
    while (bytes >= partBytes) {
      const all = Buffer.concat(held);
      yield all.subarray(0, partBytes);
      held = [all.subarray(partBytes)];
      bytes -= partBytes;
    }
  }
  if (bytes) yield Buffer.concat(held);
  return undefined;
}
