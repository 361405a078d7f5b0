import { openSearchIndex, type OpenSearchOptions } from "@docent/core/knowledge/index/opensearch/opensearch-index";
import type { IndexRow, IndexSpace, SearchIndex } from "@docent/core/knowledge/index/search-index";
import { afterEach, describe, expect, inject, test } from "vitest";
import { randomNumbers } from "../bench/figures.ts";
import { filesHolding } from "../bytes.ts";
import { between } from "./between.ts";

const node = inject("openSearch") ?? { url: "", data: "" };
const ours = { companyId: "com_ours", generation: "a1" };
const library = "lib_handbook";

describe.skipIf(!node.url)("an index in OpenSearch", () => {
  const opened: SearchIndex[] = [];
  let prefixes = 0;

  function open(options: Partial<OpenSearchOptions> = {}): SearchIndex {
    const index = openSearchIndex({ url: node.url, ...options });
    opened.push(index);
    return index;
  }

  const newPrefix = () => `own${process.pid}x${(prefixes += 1)}`;

  afterEach(async () => {
    for (const index of opened.splice(0)) await index.close();
  });

  test("what was removed leaves the bytes of every file, its vectors too", async () => {
    const space = { ...ours, generation: "a1+test/gone+16", dimensions: 16 };
    const direction = directions(16);
    const rows = Array.from({ length: 60 }, (_, at) => {
      return { ...row(`ver_${at % 3}`, at, at % 3 === 1 ? `gone${at}word` : `kept${at}word`), vector: direction() };
    });
    const [, gone, kept] = rows.map(({ vector }) => new Uint8Array(vector.buffer));
    if (!gone || !kept) throw new Error("no rows");
    const index = open({ prefix: newPrefix(), shared: false, idleMs: 20 });
    await shown(index, rows, space);
    expect(await filesHolding(node.data, "kept2word")).not.toEqual([]);

    await index.remove(space, ["ver_1"]);

    await expect.poll(() => filesHolding(node.data, "gone1word"), { timeout: 100_000 }).toEqual([]);
    expect(await filesHolding(node.data, gone)).toEqual([]);
    expect(await filesHolding(node.data, kept)).not.toEqual([]);
    expect(await index.size(space)).toBe(40);
  });

  test("writers in two processes wait for each other, lose nothing, and no search sees half of a change", async () => {
    const prefix = newPrefix();
    const [one, other] = [open({ prefix }), open({ prefix })];
    const passages = (version: string) => Array.from({ length: 20 }, (_, at) => row(version, at, "handbook"));
    await shown(one, passages("ver_old"));
    await one.add(ours, passages("ver_new"));

    const seen = new Set<string>();
    let writing = true;
    const reader = (async () => {
      while (writing) {
        const hits = await find(other, "handbook", 100);
        seen.add([...Map.groupBy(hits, ({ versionId }) => versionId)].map(([id, of]) => `${id} ${of.length}`).join());
      }
    })();
    const flips = (async () => {
      for (let turn = 0; turn < 4; turn++) {
        await one.flip(ours, { show: ["ver_new"], hide: ["ver_old"] });
        await one.flip(ours, { show: ["ver_old"], hide: ["ver_new"] });
      }
    })();
    const others = Array.from({ length: 6 }, async (_, at) => {
      await shown(other, [row(`ver_other${at}`, 0, "canteen"), row(`ver_other${at}`, 1, "canteen")]);
      await other.count(ours, [`ver_other${at}`]);
    });
    await Promise.all([flips, ...others]);
    writing = false;
    await reader;

    expect([...seen].toSorted()).toEqual(["ver_new 20", "ver_old 20"]);
    expect(await one.size(ours)).toBe(32);
  });

  test("an index that was laid out with other numbers is laid out anew at the next writing, with all it holds", async () => {
    const prefix = newPrefix();
    const space = { ...ours, generation: "a1+test/m+8", dimensions: 8 };
    const direction = directions(8);
    const rows = Array.from({ length: 30 }, (_, at) => ({ ...row(`ver_${at}`, 0, `word${at}`), vector: direction() }));
    await shown(open({ prefix }), rows, space);
    await opened[0]?.add(space, [row("ver_hidden", 0, "secret")]);
    const names = async () =>
      Object.keys(Object(await (await fetch(`${node.url}/_alias/${prefix}-*`)).json()) as object);
    const before = await names();

    const later = open({ prefix, tuning: { m: 32, efConstruction: 200 } });
    await later.remove(space, ["ver_3"]);

    const after = await names();
    expect(before.map((name) => name.replace(/1$/, "2"))).toEqual(after);
    expect(await later.size(space)).toBe(29);
    expect(await later.count(space, ["ver_hidden"])).toEqual(new Map([["ver_hidden", 1]]));
    expect((await find(later, "word7", 5, space)).map(({ chunkId }) => chunkId)).toEqual(["ver_7-0"]);
    const vector = rows[9]?.vector ?? new Float32Array();
    const [nearest] = await later.search(space, { route: "vector-passage", vector, access: [library], limit: 3 });
    expect(nearest?.chunkId).toBe("ver_9-0");
  });

  test("of the words of a question each has its best score, those that were looked up before rows came and new ones", async () => {
    const index = open({ prefix: newPrefix() });
    await shown(index, [row("ver_a", 0, "handbook")]);
    await index.ceilings(ours, "lexical-passage", ["handbook"]);
    await shown(index, [row("ver_b", 0, "handbook canteen")]);

    const found = await index.ceilings(ours, "lexical-passage", ["handbook", "canteen", "sauna"]);

    expect(found.map(({ held }) => held)).toEqual([true, true, false]);
  });

  test("many vectors are looked through by their graph and few one by one, with the same cosine", async () => {
    const prefix = newPrefix();
    const space = { ...ours, generation: "a1+test/many+16", dimensions: 16 };
    const direction = directions(16);
    const rows = Array.from({ length: 1_000 }, (_, at): IndexRow & { vector: Float32Array } => {
      const access = at % 5 === 0 ? library : "lib_other";
      return { ...row(`ver_${Math.floor(at / 100)}`, at, "term"), access, vector: direction() };
    });
    const index = open({ prefix, exactMax: 300 });
    await shown(index, rows, space);

    for (const access of [[library], [library, "lib_other"]]) {
      const vector = direction();
      const nearest = rows
        .flatMap((row) => (access.includes(row.access) ? [[row.chunkId, dot(vector, row.vector)] as const] : []))
        .toSorted((a, b) => b[1] - a[1])
        .slice(0, 20);
      const hits = await index.search(space, { route: "vector-passage", vector, access, limit: 20 });
      const found = new Map(hits.map(({ chunkId, score }) => [chunkId, score]));
      expect(nearest.filter(([chunkId]) => found.has(chunkId)).length).toBeGreaterThanOrEqual(18);
      for (const [chunkId, cosine] of nearest)
        if (found.has(chunkId)) expect(found.get(chunkId)).toBeCloseTo(cosine, 4);
    }
  });

  test("many long vectors that came in little by little are read again as they were, and changed", async () => {
    const space = { ...ours, generation: "a1+test/long+384", dimensions: 384 };
    const direction = directions(384);
    const index = open({ prefix: newPrefix() });
    const vectors = new Map<string, Float32Array>();
    for (let batch = 0; batch < 6; batch++) {
      const rows = Array.from({ length: 64 }, (_, at) => ({
        ...row(`ver_${batch}x${at}`, 0, "term"),
        vector: direction(),
      }));
      for (const { chunkId, vector } of rows) vectors.set(chunkId, vector);
      await shown(index, rows, space);
    }

    const sample = await index.sample(space, "vector-passage", 1_000);
    await index.flip(space, { show: [], hide: ["ver_1x1"] });

    expect(new Map(sample.map(({ chunkId, vector }) => [chunkId, vector]))).toEqual(vectors);
    expect(await index.size(space)).toBe(vectors.size - 1);
  });

  test("what the cluster is too busy for is sent again until all of it is there", async () => {
    let refused = 0;
    const busy = { status: 429, body: { error: { type: "opensearch_rejected_execution_exception" }, status: 429 } };
    await using busyNode = await between(node.url, (line) =>
      line.includes("_bulk") && refused < 3 ? ((refused += 1), busy) : undefined,
    );
    const index = open({ url: busyNode.url, prefix: newPrefix() });

    await shown(index, [row("ver_a", 0, "handbook"), row("ver_a", 1, "handbook")]);

    expect(refused).toBe(3);
    expect(await find(index, "handbook", 5)).toHaveLength(2);
  });

  test("a cluster that stays too busy is told, and nothing is taken for done", async () => {
    const busy = { status: 429, body: { error: { type: "opensearch_rejected_execution_exception" }, status: 429 } };
    await using busyNode = await between(node.url, (line) => (line.includes("_bulk") ? busy : undefined));
    const index = open({ url: busyNode.url, prefix: newPrefix(), retries: 1 });

    await expect(index.add(ours, [row("ver_a", 0, "handbook")])).rejects.toMatchObject({ code: "search.overloaded" });
  });

  test("a row that the cluster does not take fails the whole, with the cluster's reason", async () => {
    const space = { ...ours, generation: "a1+test/dims+4", dimensions: 4 };
    const index = open({ prefix: newPrefix() });

    await expect(
      index.replace(space, ["ver_a-0"], [{ ...row("ver_a", 0, "a"), vector: Float32Array.of(1, 2) }], true),
    ).rejects.toThrow(/dimension/i);
  });

  test("a name and a password, and the signature of AWS, go with every request", async () => {
    await using recorder = await between(node.url, () => undefined);
    const { host } = new URL(recorder.url);
    await open({ url: `http://docent:s3cret@${host}`, prefix: newPrefix() }).size(ours);
    const basic = `Basic ${Buffer.from("docent:s3cret").toString("base64")}`;
    expect(recorder.seen.map(({ authorization }) => authorization)).toEqual([basic, basic]);

    recorder.seen.length = 0;
    process.env["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
    process.env["AWS_SECRET_ACCESS_KEY"] = "example";
    await open({ url: recorder.url, awsRegion: "eu-central-1", prefix: newPrefix() }).size(ours);
    delete process.env["AWS_ACCESS_KEY_ID"];
    delete process.env["AWS_SECRET_ACCESS_KEY"];
    expect(recorder.seen).toHaveLength(2);
    for (const { authorization } of recorder.seen)
      expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/es\/aws4_request/);
  });

  test("a cluster that refuses the desk, is away or is too old is told from a fault of ours", async () => {
    const denied = { status: 401, body: { error: "Unauthorized" } };
    const old = { status: 200, body: { version: { number: "2.11.1", distribution: "opensearch" } } };
    await using closed = await between(node.url, () => denied);
    await using ancient = await between(node.url, () => old);
    const codes = {
      [closed.url]: "unauthorised",
      [ancient.url]: "version_unsupported",
      "http://127.0.0.1:9": "unreachable",
    };

    for (const [url, code] of Object.entries(codes))
      await expect(open({ url }).size(ours)).rejects.toMatchObject({ kind: "unavailable", code: `search.${code}` });
  });
});

function row(versionId: string, position: number, terms: string): IndexRow {
  const documentId = versionId.replace("ver_", "doc_");
  return { chunkId: `${versionId}-${position}`, versionId, documentId, access: library, labels: [], tags: [], terms };
}

async function shown(index: SearchIndex, rows: IndexRow[], space: IndexSpace = ours): Promise<void> {
  await index.add(space, rows);
  await index.flip(space, { show: [...new Set(rows.map(({ versionId }) => versionId))], hide: [] });
}

function find(index: SearchIndex, term: string, limit: number, space: IndexSpace = ours) {
  return index.search(space, { route: "lexical-passage", terms: [term], access: [library], limit });
}

function directions(dimensions: number): () => Float32Array {
  const random = randomNumbers(7);
  return () => {
    const vector = Float32Array.from({ length: dimensions }, () => random() - 0.5);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
