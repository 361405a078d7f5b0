import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { s3Uploads } from "@docent/core/storage/s3-uploads";
import type { Begun, Uploads } from "@docent/core/storage/uploads";
import { awsEmulator, type AwsEmulator } from "../fakes/aws-emulator.ts";

const mebibyte = 1024 * 1024;
let aws: AwsEmulator;
let uploads: Uploads;
beforeAll(async () => {
  aws = await awsEmulator();
  uploads = s3Uploads({ client: aws.s3(), bucket: aws.server.createBucket("uploads").bucketName });
});
afterAll(() => aws[Symbol.asyncDispose]());

/** As a browser does: no headers but its own. Gives the tag of the part. */
async function put(address: string, part: Uint8Array<ArrayBuffer>): Promise<string> {
  const response = await fetch(address, { method: "PUT", body: part });
  expect(response.status).toBe(200);
  return response.headers.get("etag") ?? "";
}

const part = (begun: Begun, content: Uint8Array<ArrayBuffer>, number: number) =>
  content.slice((number - 1) * begun.partBytes, number * begun.partBytes);

test("a file goes in by parts, in any order and again where one broke off, and comes out whole", async () => {
  const content = new Uint8Array(20 * mebibyte).map((_, at) => at % 251);
  const begun = await uploads.begin("com_1/ver_1", content.length);
  expect(begun.parts).toBe(3);

  const addresses = await uploads.addresses(begun, [3, 1, 2]);
  const third = await put(addresses[0] ?? "", part(begun, content, 3));
  await put(addresses[1] ?? "", new Uint8Array(begun.partBytes));
  const first = await put(addresses[1] ?? "", part(begun, content, 1));
  const second = await put(addresses[2] ?? "", part(begun, content, 2));
  await uploads.complete(begun, [first, second, third]);

  expect(Buffer.compare(await buffer(await uploads.open(begun)), Buffer.from(content))).toBe(0);
});

test("an address says nothing of a checksum, which would be that of an empty body", async () => {
  const [address = ""] = await uploads.addresses(await uploads.begin("com_1/ver_2", 1), [1]);

  expect(address).not.toMatch(/checksum|crc32/i);
  expect(new URL(address).searchParams.get("X-Amz-SignedHeaders")).toBe("host");
});

test("parts are as large as a file of five gigabytes needs, and a small one has one", async () => {
  const large = await uploads.begin("com_1/ver_3", 5 * 1024 * mebibyte);
  const small = await uploads.begin("com_1/ver_4", 5);

  expect(uploads.bytesMax).toBe(5 * 1024 * mebibyte);
  expect(large.parts).toBeLessThanOrEqual(1_000);
  expect(large.parts * large.partBytes).toBeGreaterThanOrEqual(5 * 1024 * mebibyte);
  expect(large.partBytes).toBeGreaterThanOrEqual(5 * mebibyte);
  expect(small.parts).toBe(1);
});

test("a file of which a part is missing is not put together", async () => {
  const begun = await uploads.begin("com_1/ver_5", 20 * mebibyte);
  const [address = ""] = await uploads.addresses(begun, [1]);
  const tag = await put(address, new Uint8Array(begun.partBytes));

  await expect(uploads.complete(begun, [tag])).rejects.toMatchObject({ code: "upload.incomplete" });
  await expect(uploads.complete(begun, [tag, '"none"', '"none"'])).rejects.toMatchObject({ code: "upload.incomplete" });
});

test("what is not wanted any more is gone, begun or complete, and discarding it twice is fine", async () => {
  const begun = await uploads.begin("com_1/ver_6", 3);
  const [address = ""] = await uploads.addresses(begun, [1]);
  await uploads.complete(begun, [await put(address, new Uint8Array(3))]);

  await uploads.discard(begun);
  await uploads.discard(begun);

  await expect(uploads.open(begun)).rejects.toThrow();
});
