import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PutObjectCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
import { awsEmulator } from "./aws-emulator.ts";

/** Answers in S3's stead, or says that S3 may: false. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** An error as S3 words it. */
export function refusal(status: number, code: string, more = "", headers: Record<string, string> = {}): Fault {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/xml", ...headers });
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message>${more}</Error>`,
    );
    return true;
  };
}

/** Buckets in memory, behind a wire on which a test breaks what it wants to. */
export async function bucketServer() {
  const aws = await awsEmulator();
  const s3 = aws.s3();
  const asked: string[] = [];
  let fault: Fault = () => false;
  let pauseMs = 0;
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (fault(request, response)) return;
    const { method, url: path, headers } = request;
    const passed = ask(new URL(path ?? "/", aws.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    setTimeout(() => request.pipe(passed), pauseMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** What was asked for since it was last emptied. */
    asked,
    bucket: (name: string) => aws.server.createBucket(name).bucketName,
    put: (bucket: string, key: string, body: string | Uint8Array = `The ${key} tells.`) =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) })),
    remove: (bucket: string, key: string) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
    /** From now on every request is shown to it first. */
    breakBy(next: Fault = () => false) {
      fault = next;
    },
    /** From now on each answer takes this much longer. */
    slowDown(ms: number) {
      pauseMs = ms;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      s3.destroy();
      await aws[Symbol.asyncDispose]();
    },
  };
}
export type BucketServer = Awaited<ReturnType<typeof bucketServer>>;
