import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diskFileStore } from "@docent/core/storage/disk-file-store";
import { s3FileStore } from "@docent/core/storage/s3-file-store";
import { awsEmulator, type AwsEmulator } from "../fakes/aws-emulator.ts";
import { fileStoreContract } from "./file-store.ts";

fileStoreContract("A folder", async () => diskFileStore(await mkdtemp(join(tmpdir(), "docent-files-"))));

describe("S3", () => {
  let aws: AwsEmulator;
  let buckets = 0;
  beforeAll(async () => {
    aws = await awsEmulator();
  });
  afterAll(() => aws[Symbol.asyncDispose]());

  const bucket = () => aws.server.createBucket(`files-${++buckets}`).bucketName;

  fileStoreContract("A bucket", async () => s3FileStore({ client: aws.s3(), bucket: bucket(), sweepAgeMs: -1 }));

  test("a bucket keeps what was put a moment ago when it is swept, and what is none of its files", async () => {
    const [client, name] = [aws.s3(), bucket()];
    const files = s3FileStore({ client, bucket: name });
    const others = s3FileStore({ client, bucket: name, prefix: "others/", sweepAgeMs: -1 });
    await files.put("com_1/ver_1", new Uint8Array(4));
    await others.put("com_1/ver_1", new Uint8Array(4));

    await files.sweep(new Set());
    expect(await buffer(await files.open("com_1/ver_1"))).toHaveLength(4);

    await others.sweep(new Set());
    expect(await buffer(await files.open("com_1/ver_1"))).toHaveLength(4);
    await expect(others.open("com_1/ver_1")).rejects.toMatchObject({ code: "file.not_found" });
  });

  test("a bucket gives a file by an address, to be kept and not shown, under its own name", async () => {
    const files = s3FileStore({ client: aws.s3(), bucket: bucket() });
    await files.put("com_1/ver_1", new TextEncoder().encode("<script>alert(1)</script>"));

    const address = new URL((await files.address?.("com_1/ver_1", "报告 1.html")) ?? "");
    const response = await fetch(address);

    expect(await response.text()).toBe("<script>alert(1)</script>");
    const asked = Object.fromEntries(address.searchParams);
    expect(asked["response-content-disposition"]).toMatch(/^attachment; filename\*=UTF-8''%E6%8A%A5/);
    expect(asked["response-content-type"]).toBe("application/octet-stream");
    expect(Number(asked["X-Amz-Expires"])).toBeLessThanOrEqual(300);
  });

  test("a large file that breaks off halfway leaves nothing in the bucket", async () => {
    const files = s3FileStore({ client: aws.s3(), bucket: bucket() });
    const broken = Readable.from(
      (function* () {
        yield new Uint8Array(20 * 1024 * 1024);
        throw new Error("connection lost");
      })(),
    );

    await expect(files.put("com_1/ver_1", broken)).rejects.toThrow("connection lost");

    await expect(files.open("com_1/ver_1")).rejects.toMatchObject({ code: "file.not_found" });
  });
});

test("a folder holds no half-written part after a broken write", async () => {
  const folder = await mkdtemp(join(tmpdir(), "docent-files-"));
  const files = diskFileStore(folder);
  const broken = Readable.from(
    (function* () {
      yield new Uint8Array(1024);
      throw new Error("connection lost");
    })(),
  );

  await expect(files.put("com_1/ver_1", broken)).rejects.toThrow();

  expect(await readdir(join(folder, "com_1"))).toEqual([]);
});
