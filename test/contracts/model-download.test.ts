import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { LocalModels } from "@docent/core/models/local-models";
import { modelDownload } from "@docent/core/models/onnx/model-download";

const weights = Buffer.alloc(300_000, "weights ");
const sha256 = createHash("sha256").update(weights).digest("hex");
const name = "Author/small-model";
const files: Record<string, Buffer> = {
  "config.json": Buffer.from('{"architectures":["BertModel"]}'),
  "tokenizer.json": Buffer.from("{}"),
  "onnx/model_quantized.onnx": weights,
};

let server: Server;
let hub: string;
let folder: string;
let models: LocalModels;
/** Of the weights: what was asked for, and how many bytes come before the connection breaks off or stands still. */
let ranges: (string | undefined)[] = [];
let breakAfter: number | undefined;
let standAfter: number | undefined;
let etag = sha256;

/** As Hugging Face answers: large files are named by their checksum, and kept elsewhere. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    const stored = path.startsWith("/store/");
    const file = files[path.replace(stored ? "/store/" : `/${name}/resolve/main/`, "")];
    if (!file || (!stored && !path.startsWith(`/${name}/resolve/main/`))) return void response.writeHead(404).end();
    if (file === weights && !stored) {
      response.writeHead(302, {
        location: "/store/onnx/model_quantized.onnx",
        "x-linked-size": String(file.length),
        "x-linked-etag": `"${etag}"`,
      });
      return void response.end();
    }
    if (request.method === "HEAD") return void response.writeHead(200, { "content-length": file.length }).end();
    if (!stored) return void response.writeHead(200, { "content-length": file.length }).end(file);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    ranges.push(request.headers.range);
    response.writeHead(from ? 206 : 200, { "content-length": file.length - from });
    const until = breakAfter ?? standAfter;
    if (until === undefined) return void response.end(file.subarray(from));
    const broken = breakAfter !== undefined;
    response.write(file.subarray(from, until), () => broken && setTimeout(() => response.destroy(), 30));
    breakAfter = undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docent-models-"));
  models = modelDownload({ folder, hub });
  ranges = [];
  breakAfter = standAfter = undefined;
  etag = sha256;
});
afterEach(async () => {
  await models.close();
  await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const state = () => models.fetching()[0]?.state;
const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
const ended = () => expect.poll(state, { timeout: 5000, interval: 10 }).not.toBe("running");

test("a model that was fetched is whole, checked, and in the list", async () => {
  await models.fetch(name);
  await ended();

  expect(models.fetching()).toEqual([]);
  expect(await models.list()).toEqual([{ name, use: "embedder", bytes: weights.length }]);
  expect(await readFile(join(folder, name, "onnx/model_quantized.onnx"))).toEqual(weights);
});

test("a download that broke off says so, is no model yet, and goes on where it was", async () => {
  breakAfter = 100_000;
  await models.fetch(name);
  await ended();
  expect(models.fetching()).toMatchObject([{ name, state: "failed", code: "local_model.hub_unreachable" }]);
  expect(await models.list()).toEqual([]);

  await models.fetch(name);
  await ended();

  expect(await models.list()).toHaveLength(1);
  expect(ranges).toEqual([undefined, "bytes=100000-"]);
});

test("progress is told while it runs, and stopping keeps what has come for the next time", async () => {
  standAfter = 50_000;
  await models.fetch(name);
  const kept = join(folder, ".fetching", name, "onnx/model_quantized.onnx");
  await expect.poll(() => sizeOf(kept), { timeout: 5000, interval: 10 }).toBeGreaterThan(0);
  const total = Object.values(files).reduce((sum, file) => sum + file.length, 0);
  expect(models.fetching()).toMatchObject([{ state: "running", bytesTotal: total, code: null }]);
  expect(models.fetching()[0]?.bytes).toBeGreaterThan(0);

  await models.stop(name);
  const come = await sizeOf(kept);
  expect(models.fetching()).toEqual([]);
  standAfter = undefined;
  await models.fetch(name);
  await ended();

  expect(ranges).toEqual([undefined, `bytes=${come}-`]);
  expect(await readFile(join(folder, name, "onnx/model_quantized.onnx"))).toEqual(weights);
});

test("what is not what the hub named is thrown away", async () => {
  etag = "0".repeat(64);
  await models.fetch(name);
  await ended();
  expect(models.fetching()).toMatchObject([{ state: "failed", code: "local_model.damaged" }]);

  etag = sha256;
  await models.fetch(name);
  await ended();

  expect(ranges).toEqual([undefined, undefined]);
  expect(await models.list()).toHaveLength(1);
});

test("a name that the hub does not know says what a model needs", async () => {
  await models.fetch("Author/other");
  await ended();

  expect(models.fetching()).toMatchObject([{ code: "local_model.unusable" }]);
});

test("a hub that cannot be reached says what to do without it", async () => {
  const alone = modelDownload({ folder, hub: "http://127.0.0.1:9" });

  await alone.fetch(name);

  await expect
    .poll(() => alone.fetching()[0], { interval: 10 })
    .toMatchObject({ code: "local_model.hub_unreachable", message: expect.stringContaining("copy") as string });
});

test.each(["", "../up", "/etc/passwd", "a/b/c", "a b", "..", "a/.."])("%j is no name", async (wrong) => {
  await expect(models.fetch(wrong)).rejects.toMatchObject({ code: "local_model.name_invalid" });
});
