import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as lancedb from "@lancedb/lancedb";
import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";
import type { IndexRow } from "@docent/core/knowledge/index/search-index";
import { expect, test } from "vitest";
import { filesHolding } from "../bytes.ts";
import { searchIndexContract } from "./search-index.ts";

searchIndexContract("LanceDB", (folder) => lanceDbIndex({ folder, idleMs: 20 }));

const ours = { companyId: "com_ours", generation: "a1" };
const handbook = "lib_handbook";

test("a writer killed at any moment leaves one whole version to find", { timeout: 60_000 }, async () => {
  await using place = await temporaryFolder();
  let reached = 0;

  for (let kills = 0; kills < 5; kills++) {
    const arguments_ = [
      join(import.meta.dirname, "search-index-writer.ts"),
      place.folder,
      ours.companyId,
      handbook,
      `${reached + 1}`,
    ];
    const writer = spawn(process.execPath, arguments_, { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    writer.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const exited = new Promise((resolve) => writer.once("exit", resolve));
    while (said === "") await sleep(10);
    await sleep(Math.random() * 150);
    writer.kill("SIGKILL");
    await exited;

    const index = lanceDbIndex({ folder: place.folder });
    const query = { route: "lexical-passage", terms: ["handbook"], access: [handbook], limit: 10 } as const;
    const hits = await index.search(ours, query);
    const versions = new Set(hits.map((hit) => hit.versionId));
    expect(hits).toHaveLength(3);
    expect(versions.size).toBe(1);
    expect(await index.count(ours, [`ver_${reached}`, ...versions])).toEqual(new Map([[[...versions][0], 3]]));
    await index.close();

    const last = Number(said.trim().split("\n").at(-1));
    reached = Number([...versions][0]?.slice("ver_".length));
    expect(reached).toBeGreaterThanOrEqual(last);
  }
});

test("upkeep between writes and at rest changes neither hits nor order", async () => {
  await using place = await temporaryFolder();
  const index = lanceDbIndex({ folder: place.folder, unindexedMax: 50, idleMs: 10 });

  for (let batch = 0; batch < 8; batch++) {
    const rows = Array.from({ length: 30 }, (_, position) => row(`ver_${batch}`, position, `term${position} common`));
    await index.add(ours, rows);
    await index.flip(ours, { show: [`ver_${batch}`], hide: [] });
    const hits = await index.search(ours, {
      route: "lexical-passage",
      terms: ["term7"],
      access: [handbook],
      limit: 50,
    });
    expect(hits.map((hit) => hit.versionId).toSorted()).toEqual(
      Array.from({ length: batch + 1 }, (_, i) => `ver_${i}`),
    );
  }
  await sleep(100);

  const rest = { route: "lexical-passage", terms: ["term7", "common"], access: [handbook], limit: 8 } as const;
  expect((await index.search(ours, rest)).map((hit) => hit.chunkId.split("-")[1])).toEqual(Array(8).fill("7"));
  await index.close();
});

test("many vectors get an index of their own, which changes neither what is found nor its cosine", async () => {
  await using place = await temporaryFolder();
  const space = { ...ours, generation: "a1+test/many+16", dimensions: 16 };
  const index = lanceDbIndex({ folder: place.folder, exactMax: 300, unindexedMax: 100_000, idleMs: 20 });
  const random = numbers(7);
  const direction = () => unit(Float32Array.from({ length: 16 }, () => random() - 0.5));
  const rows = Array.from({ length: 1_000 }, (_, at): IndexRow => {
    const access = at % 5 === 0 ? handbook : "lib_other";
    const vectors = { vector: direction(), ...(at % 3 === 0 && { questionVector: direction() }) };
    return { ...row(`ver_${Math.floor(at / 10)}`, at, "term"), access, ...vectors };
  });
  const addAll = async (some: IndexRow[]) => {
    await index.add(space, some);
    await index.flip(space, { show: [...new Set(some.map(({ versionId }) => versionId))], hide: [] });
  };
  await addAll(rows.slice(0, 900));
  const engine = await lancedb.connect(join(place.folder, (await readdir(place.folder))[0] ?? ""));
  const table = await engine.openTable(ours.companyId);
  const indexed = async () => {
    await table.checkoutLatest();
    return (await table.listIndices()).flatMap(({ columns }) => columns);
  };
  await expect.poll(indexed, { timeout: 10_000 }).toEqual(expect.arrayContaining(["vector", "questionVector"]));
  // these stay outside the index
  await addAll(rows.slice(900));

  for (const [route, column] of [
    ["vector-passage", "vector"],
    ["vector-question", "questionVector"],
  ] as const) {
    // prettier-ignore
    for (const [access, limit] of [[[handbook], 10], [[handbook, "lib_other"], 10], [[handbook, "lib_other"], 100]] as const) {
      const vector = direction();
      const nearest = rows
        .flatMap((row) => (row[column] && access.some((one) => one === row.access) ? [[row.chunkId, dot(vector, row[column])] as const] : [])) // prettier-ignore
        .toSorted((a, b) => b[1] - a[1])
        .slice(0, limit);
      const hits = await index.search(space, { route, vector, access, limit });
      const found = new Map(hits.map(({ chunkId, score }) => [chunkId, score]));
      expect(nearest.filter(([chunkId]) => found.has(chunkId)).length).toBeGreaterThanOrEqual(0.9 * limit);
      for (const [chunkId, cosine] of nearest) if (found.has(chunkId)) expect(found.get(chunkId)).toBeCloseTo(cosine, 4);
    }
  }
  engine.close();
  await index.close();
});

test("vectors that came in little by little are put together, so that a search need not look in many places", async () => {
  await using place = await temporaryFolder();
  const space = { ...ours, generation: "a1+test/parts+16", dimensions: 16 };
  const index = lanceDbIndex({ folder: place.folder, exactMax: 100, idleMs: 20 });
  const random = numbers(11);
  const rows = Array.from({ length: 1_400 }, (_, at): IndexRow => {
    const vector = unit(Float32Array.from({ length: 16 }, () => random() - 0.5));
    return { ...row(`ver_${Math.floor(at / 100)}`, at, "term"), access: handbook, vector };
  });
  let engine: lancedb.Connection | undefined;
  for (let from = 0; from < rows.length; from += 100) {
    const some = rows.slice(from, from + 100);
    await index.add(space, some);
    await index.flip(space, { show: [...new Set(some.map(({ versionId }) => versionId))], hide: [] });
    engine ??= await lancedb.connect(join(place.folder, (await readdir(place.folder))[0] ?? ""));
    const table = await engine.openTable(ours.companyId);
    const statistics = async () => {
      await table.checkoutLatest();
      return table.indexStats("vector_idx");
    };
    await expect.poll(async () => (await statistics())?.numIndexedRows, { timeout: 10_000 }).toBe(from + 100);
    await expect.poll(async () => (await statistics())?.numIndices, { timeout: 10_000 }).toBeLessThanOrEqual(8);
  }
  const vector = rows[77]?.vector ?? new Float32Array();
  const hits = await index.search(space, { route: "vector-passage", vector, access: [handbook], limit: 30 });
  expect(hits).toHaveLength(30);
  expect(hits[0]?.chunkId).toBe(rows[77]?.chunkId);
  engine?.close();
  await index.close();
});

test("what was removed leaves the bytes of every file, its vectors too, also when the process ended before", async () => {
  await using place = await temporaryFolder();
  const space = { ...ours, generation: "a1+test/gone+16", dimensions: 16 };
  const random = numbers(5);
  const rows = Array.from({ length: 60 }, (_, at): IndexRow => {
    const vector = unit(Float32Array.from({ length: 16 }, () => random() - 0.5));
    return { ...row(`ver_${at % 3}`, at, at % 3 === 1 ? `gone${at}word` : `kept${at}word`), vector };
  });
  const [, gone, kept] = rows.map(({ vector = new Float32Array() }) => new Uint8Array(vector.buffer));
  if (!gone || !kept) throw new Error("no rows");
  const options = { folder: place.folder, exactMax: 20, searchMsMax: 50 };
  const before = lanceDbIndex({ ...options, idleMs: 60_000 });
  await before.add(space, rows);
  await before.flip(space, { show: ["ver_0", "ver_1", "ver_2"], hide: [] });
  expect(await filesHolding(place.folder, "gone1word")).not.toEqual([]);
  expect(await filesHolding(place.folder, gone)).not.toEqual([]);

  await before.remove(space, ["ver_1"]);
  await before.close();
  const index = lanceDbIndex({ ...options, idleMs: 20 });
  await index.size(space);

  await expect.poll(() => filesHolding(place.folder, "gone1word"), { timeout: 10_000 }).toEqual([]);
  expect(await filesHolding(place.folder, gone)).toEqual([]);
  expect(await filesHolding(place.folder, kept)).not.toEqual([]);
  const query = { route: "lexical-passage", terms: ["kept2word"], access: [handbook], limit: 10 } as const;
  expect(await index.search(space, query)).toMatchObject([{ chunkId: "ver_2-2" }]);
  expect(await index.size(space)).toBe(40);
  await index.close();
});

test("rows of a folder from before documents could be restricted are found under their library", async () => {
  await using place = await temporaryFolder();
  const index = lanceDbIndex({ folder: place.folder });
  await index.add(ours, [row("ver_a", 0, "handbook")]);
  await index.flip(ours, { show: ["ver_a"], hide: [] });
  await index.close();
  const engine = await lancedb.connect(join(place.folder, (await readdir(place.folder))[0] ?? ""));
  const table = await engine.openTable(ours.companyId);
  await table.alterColumns([{ path: "access", rename: "libraryId" }]);
  await table.dropColumns(["trigger", "labels", "tags"]);
  await table.alterColumns([{ path: "terms", nullable: false }]);
  engine.close();

  const later = lanceDbIndex({ folder: place.folder });
  const query = { route: "lexical-passage", terms: ["handbook"], access: [handbook], limit: 10 } as const;
  expect(await later.search(ours, query)).toMatchObject([{ chunkId: "ver_a-0" }]);
  await later.replace(
    ours,
    ["ver_a-1"],
    [{ ...row("ver_a", 1, "badge"), terms: undefined, questionTerms: "badge" }],
    true,
  );
  expect(await later.search(ours, { ...query, route: "lexical-question", terms: ["badge"] })).toHaveLength(1);
  await later.label(ours, ["ver_a"], { access: `${handbook}/0123456789abcdef`, labels: [] });
  expect(await later.search(ours, query)).toEqual([]);
  await later.close();
});

test("a machine without a build of the engine is told the way out", async () => {
  await using place = await temporaryFolder();
  const script = `
    const { lanceDbIndex } = await import("@docent/core/knowledge/index/lancedb/lancedb-index");
    try { await lanceDbIndex({ folder: process.argv[1] }).size({ companyId: "com_a", generation: "a1" }); }
    catch (error) { console.log(JSON.stringify({ kind: error.kind, code: error.code, message: error.message })); }`;
  const env = { ...process.env, NAPI_RS_NATIVE_LIBRARY_PATH: "/nowhere.node" };

  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script, place.folder], {
    env,
    cwd: import.meta.dirname,
    encoding: "utf8",
  });

  expect(run.stderr).toBe("");
  expect(run.stdout).toContain('"code":"search.platform_unsupported"');
});

function row(versionId: string, position: number, terms: string): IndexRow {
  return {
    chunkId: `${versionId}-${position}`,
    versionId,
    documentId: "doc_a",
    access: handbook,
    labels: [],
    tags: [],
    terms,
  };
}

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), "docent-index-"));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}

/** Numbers from 0 to 1 that look random and are the same every time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}
