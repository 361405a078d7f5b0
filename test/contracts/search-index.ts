import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentTerms, queryTerms } from "@docent/core/knowledge/text/analyze";
import type {
  IndexRow,
  IndexSpace,
  LexicalRoute,
  SearchIndex,
  VectorRoute,
} from "@docent/core/knowledge/index/search-index";
import { afterEach, describe, expect, test } from "vitest";

const ours = { companyId: "com_0000000000ours", generation: "a1" };
const theirs = { companyId: "com_000000000other", generation: "a1" };
const plane = { ...ours, generation: "a1+test/plane+2", dimensions: 2 };
const handbook = "lib_000000handbook";
const contracts = "lib_00000contracts";
const restricted = `${handbook}/0123456789abcdef`;

/** Every search index keeps the same promises; an adapter's own file only says how to build one over a place of its own. */
export function searchIndexContract(name: string, make: (folder: string) => SearchIndex) {
  describe(name, () => {
    const opened: { index: SearchIndex; folder: string }[] = [];

    async function open(folder?: string): Promise<SearchIndex & { folder: string }> {
      const place = folder ?? (await mkdtemp(join(tmpdir(), "docent-index-")));
      const index = make(place);
      opened.push({ index, folder: place });
      return { ...index, folder: place };
    }

    afterEach(async () => {
      const all = opened.splice(0);
      for (const { index } of all) await index.close();
      for (const { folder } of all) await rm(folder, { recursive: true, force: true });
    });

    test("nothing can be found before it is shown", async () => {
      const index = await open();

      await index.add(ours, [row("ver_a", 0, "annual leave is twenty five days")]);

      expect(await find(index, "annual leave")).toEqual([]);
      expect(await index.size(ours)).toBe(0);
      expect(await index.count(ours, ["ver_a"])).toEqual(new Map([["ver_a", 1]]));

      await index.flip(ours, { show: ["ver_a"], hide: [] });

      expect(await find(index, "annual leave")).toEqual(["ver_a-0"]);
      expect(await index.size(ours)).toBe(1);
    });

    test("a version is replaced in one step while others search", async () => {
      const index = await open();
      const words = "parental leave is twelve weeks";
      await index.add(ours, [row("ver_old", 0, words)]);
      await index.flip(ours, { show: ["ver_old"], hide: [] });
      await index.add(ours, [row("ver_new", 0, words)]);

      const seen = new Set<string>();
      let flipping = true;
      const reader = (async () => {
        while (flipping) seen.add((await find(index, "parental leave")).join(" and "));
      })();
      for (let turn = 0; turn < 5; turn++) {
        await index.flip(ours, { show: ["ver_new"], hide: ["ver_old"] });
        await index.flip(ours, { show: ["ver_old"], hide: ["ver_new"] });
      }
      flipping = false;
      await reader;

      expect([...seen].filter((hits) => hits !== "ver_old-0" && hits !== "ver_new-0")).toEqual([]);
    });

    test("showing what is shown and hiding what is hidden changes nothing", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "travel expenses")]);

      await index.flip(ours, { show: ["ver_a"], hide: ["ver_b"] });
      await index.flip(ours, { show: [], hide: [] });

      expect(await find(index, "travel expenses")).toEqual(["ver_a-0"]);
    });

    test("what is removed is gone, and the rest stays", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "sick pay"), row("ver_b", 0, "sick pay")]);

      await index.remove(ours, ["ver_a"]);
      await index.remove(ours, []);

      expect(await find(index, "sick pay")).toEqual(["ver_b-0"]);
      expect(await index.count(ours, ["ver_a", "ver_b"])).toEqual(new Map([["ver_b", 1]]));
      expect(await index.count(ours, [])).toEqual(new Map());
    });

    test("adding a version again replaces its rows", async () => {
      const index = await open();

      await index.add(ours, [row("ver_a", 0, "first try"), row("ver_a", 1, "first try")]);
      await index.add(ours, [row("ver_a", 0, "second try"), row("ver_b", 0, "second try")]);

      expect(await index.count(ours, ["ver_a", "ver_b"])).toEqual(new Map([["ver_a", 1], ["ver_b", 1]])); // prettier-ignore
    });

    test("a search sees the access terms it names and no others", async () => {
      const index = await shown(await open(), [
        row("ver_a", 0, "notice period of three months"),
        { ...row("ver_b", 0, "notice period of one month"), access: contracts },
      ]);

      expect(await find(index, "notice period", [handbook])).toEqual(["ver_a-0"]);
      expect(await find(index, "notice period", [contracts])).toEqual(["ver_b-0"]);
      expect((await find(index, "notice period", [handbook, contracts])).toSorted()).toEqual(["ver_a-0", "ver_b-0"]);
      expect(await find(index, "notice period", [])).toEqual([]);
    });

    test("a restricted row is found under its own term alone, and under another as soon as it is labelled anew", async () => {
      const index = await shown(await open(), [
        row("ver_a", 0, "notice period of three months"),
        { ...row("ver_b", 0, "notice period of directors"), access: restricted },
        { ...row("ver_b", 1, "notice period of boards"), access: restricted },
      ]);

      expect(await find(index, "notice period", [handbook])).toEqual(["ver_a-0"]);
      expect((await find(index, "notice period", [restricted])).toSorted()).toEqual(["ver_b-0", "ver_b-1"]);

      await index.label(ours, ["ver_a"], { access: restricted, labels: [] });
      await index.label(ours, ["ver_b", "ver_none"], { access: handbook, labels: [] });
      await index.label(ours, [], { access: handbook, labels: [] });

      expect((await find(index, "notice period", [handbook])).toSorted()).toEqual(["ver_b-0", "ver_b-1"]);
      expect(await find(index, "notice period", [restricted])).toEqual(["ver_a-0"]);
      expect(await index.size(ours)).toBe(3);
    });

    test("rows labelled before they are shown stay hidden, and keep the label when they are shown", async () => {
      const index = await open();
      await index.add(ours, [row("ver_a", 0, "salary bands")]);
      await index.label(ours, ["ver_a"], { access: restricted, labels: [] });

      expect(await find(index, "salary bands", [handbook, restricted])).toEqual([]);

      await index.flip(ours, { show: ["ver_a"], hide: [] });

      expect(await find(index, "salary bands", [handbook])).toEqual([]);
      expect(await find(index, "salary bands", [restricted])).toEqual(["ver_a-0"]);
    });

    test("another company sees nothing of ours", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "salary bands")]);

      const query = {
        route: "lexical-passage",
        terms: queryTerms("salary bands"),
        access: [handbook],
        limit: 10,
      } as const;

      expect(await index.search(theirs, query)).toEqual([]);
      expect(await index.size(theirs)).toBe(0);
      expect(await index.count(theirs, ["ver_a"])).toEqual(new Map());
      await index.remove(theirs, ["ver_a"]);
      await index.flip(theirs, { show: [], hide: ["ver_a"] });
      expect(await find(index, "salary bands")).toEqual(["ver_a-0"]);
    });

    test("questions and passages are searched apart, each with its own scores", async () => {
      const question = {
        ...row("ver_a", 0, "ask the front desk"),
        questionTerms: terms("where is the lost property office"),
      };
      const index = await shown(await open(), [question, row("ver_b", 0, "the lost property office is closed")]);

      expect(await find(index, "lost property", [handbook], "lexical-question")).toEqual(["ver_a-0"]);
      expect(await find(index, "lost property", [handbook], "lexical-passage")).toEqual(["ver_b-0"]);
    });

    test("hits come best first, with descending scores and at most as many as asked for", async () => {
      const index = await shown(await open(), [
        row("ver_a", 0, "kettle"),
        row("ver_b", 0, "kettle descaling and kettle cleaning"),
        row(
          "ver_c",
          0,
          "kettle descaling with a great many other words about something else altogether in the same passage",
        ),
      ]);

      const query = {
        route: "lexical-passage",
        terms: queryTerms("kettle descaling"),
        access: [handbook],
        limit: 2,
      } as const;
      const hits = await index.search(ours, query);

      expect(hits.map((hit) => hit.chunkId)).toEqual(["ver_b-0", "ver_c-0"]);
      expect(hits[0]).toMatchObject({ versionId: "ver_b", documentId: "doc_b" });
      expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? Infinity);
    });

    test("a term given twice counts once", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "fire drill every spring")]);
      const query = { route: "lexical-passage", access: [handbook], limit: 1 } as const;

      const [once] = await index.search(ours, { ...query, terms: ["fire", "drill"] });
      const [twice] = await index.search(ours, { ...query, terms: ["fire", "drill", "fire"] });

      expect(twice?.score).toBeCloseTo(once?.score ?? 0, 5);
    });

    test("ceilings are the best score of each term alone", async () => {
      const rows = ["fire drill", "fire", "parking and more parking for visitors"];
      const index = await shown(
        await open(),
        rows.map((text, position) => row("ver_a", position, text)),
      );

      const asked = ["fire", "drill", "zeppelin"];
      const [fire, drill, zeppelin] = await index.ceilings(ours, "lexical-passage", asked);

      const query = { route: "lexical-passage", access: [handbook], limit: 1 } as const;
      const [bestFire] = await index.search(ours, { ...query, terms: ["fire"] });
      expect(fire?.score).toBeCloseTo(bestFire?.score ?? 0, 5);
      expect(drill?.score).toBeGreaterThan(fire?.score ?? Infinity);
      expect(zeppelin?.score).toBeGreaterThan(fire?.score ?? Infinity);
      expect([fire, drill, zeppelin].map((ceiling) => ceiling?.held)).toEqual([true, true, false]);
      expect(await index.ceilings(ours, "lexical-passage", [])).toEqual([]);
    });

    test("ceilings follow what is added", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "fire drill in the yard behind the old canteen")]);
      const [before] = await index.ceilings(ours, "lexical-passage", ["drill"]);

      await shown(index, [row("ver_b", 0, "drill"), row("ver_c", 0, "drill")]);
      const [after] = await index.ceilings(ours, "lexical-passage", ["drill"]);

      expect(after?.score).not.toBeCloseTo(before?.score ?? 0, 3);
    });

    test("what was shown is there again after closing and opening, what was hidden is not", async () => {
      const first = await open();
      await shown(first, [row("ver_a", 0, "visitor badges")]);
      await first.add(ours, [row("ver_b", 0, "visitor badges")]);
      await first.close();

      const second = await open(first.folder);

      expect(await find(second, "visitor badges")).toEqual(["ver_a-0"]);
      expect(await second.count(ours, ["ver_a", "ver_b"])).toEqual(new Map([["ver_a", 1]]));
    });

    test("traditional and simplified characters find each other", async () => {
      const index = await shown(await open(), [
        row("ver_a", 0, "員工請假規定：每年十五天"),
        row("ver_b", 0, "数据库备份说明"),
      ]);

      expect((await find(index, "员工请假规定"))[0]).toBe("ver_a-0");
      expect((await find(index, "數據庫備份"))[0]).toBe("ver_b-0");
    });

    test("a query of sixty-four terms and terms with odd characters are looked for as they are", async () => {
      const odd = ['say"hi"', "a+b", "(x", "c*", "~y", "it's", "$1", "%", "\\"];
      const many = Array.from({ length: 55 }, (_, i) => `word${i}`);
      const index = await shown(await open(), [
        { ...row("ver_a", 0, ""), terms: odd.join(" ") },
        { ...row("ver_b", 0, ""), terms: many.join(" ") },
      ]);
      const search = (terms: string[]) =>
        index.search(ours, { route: "lexical-passage", terms, access: [handbook], limit: 5 });

      expect(await search([...odd, ...many])).toHaveLength(2);
      for (const term of odd) expect(await search([term])).toMatchObject([{ chunkId: "ver_a-0" }]);
    });

    test.each(["x' OR live = 0 --", "", "ver_é", "VER_A", `lib_${"a".repeat(200)}`])(
      "the id %j is refused",
      async (id) => {
        const index = await open();
        const query = { route: "lexical-passage", terms: ["a"], access: [id], limit: 1 } as const;

        await expect(index.search(ours, query)).rejects.toThrow(/characters/);
        await expect(index.remove(ours, [id])).rejects.toThrow(/characters/);
        await expect(index.flip(ours, { show: [id], hide: [] })).rejects.toThrow(/characters/);
        await expect(index.count(ours, [id])).rejects.toThrow(/characters/);
        await expect(index.size({ ...ours, companyId: id })).rejects.toThrow(/characters/);
        await expect(index.add(ours, [{ ...row("ver_a", 0, "a"), access: id }])).rejects.toThrow(/characters/);
        await expect(index.label(ours, ["ver_a"], { access: id, labels: [] })).rejects.toThrow(/characters/);
        await expect(index.label(ours, [id], { access: handbook, labels: [] })).rejects.toThrow(/characters/);
      },
    );

    test("passages and questions are found by the direction of their vectors, and score the cosine", async () => {
      const index = await open();
      await shown(
        index,
        [
          { ...row("ver_a", 0, "north"), vector: Float32Array.of(0, 1) },
          { ...row("ver_b", 0, "east"), vector: Float32Array.of(1, 0), questionVector: Float32Array.of(0.8, 0.6) },
          row("ver_c", 0, "nowhere"),
          { ...row("ver_d", 0, "elsewhere"), access: contracts, vector: Float32Array.of(0.6, 0.8) },
        ],
        plane,
      );
      const near = async (route: VectorRoute, access = [handbook]) => {
        const hits = await index.search(plane, { route, vector: Float32Array.of(0.6, 0.8), access, limit: 5 });
        return hits.map(({ chunkId, score }) => [chunkId, Number(score.toFixed(3))]);
      };

      expect(await near("vector-passage")).toEqual([["ver_a-0", 0.8], ["ver_b-0", 0.6]]); // prettier-ignore
      expect(await near("vector-question")).toEqual([["ver_b-0", 0.96]]);
      expect(await near("vector-passage", [contracts])).toEqual([["ver_d-0", 1]]);
      expect(await near("vector-passage", [])).toEqual([]);
      expect(await find(index, "north", [handbook], "lexical-passage", plane)).toEqual(["ver_a-0"]);
    });

    test("a vector of another length, or in a space of words, finds nothing", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "words")]);
      await shown(index, [{ ...row("ver_a", 0, "words"), vector: Float32Array.of(0, 1) }], plane);
      const query = { route: "vector-passage", access: [handbook], limit: 5 } as const;

      expect(await index.search(ours, { ...query, vector: Float32Array.of(0, 1) })).toEqual([]);
      expect(await index.search(plane, { ...query, vector: Float32Array.of(0, 1, 0) })).toEqual([]);
    });

    test("a sample holds rows that can be found and have a vector, from all over the space", async () => {
      const index = await open();
      const rows = Array.from({ length: 340 }, (_, at) => ({
        ...row(`ver_${at}`, 0, "a"),
        ...(at % 2 === 0 && { vector: Float32Array.of(at, 1) }),
      }));
      await shown(index, rows, plane);
      await index.add(plane, [{ ...row("ver_hidden", 0, "a"), vector: Float32Array.of(-1, 1) }]);

      const all = await index.sample(plane, "vector-passage", 1_000);
      const some = await index.sample(plane, "vector-passage", 100);

      expect(all.map(({ vector }) => vector[0]).toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 170 }, (_, at) => 2 * at)); // prettier-ignore
      expect(new Set(some.map(({ chunkId }) => chunkId)).size).toBe(100);
      expect(Math.max(...some.map(({ vector }) => vector[0] ?? 0))).toBeGreaterThan(200);
      expect(await index.sample(plane, "vector-question", 10)).toEqual([]);
      expect(await index.sample(ours, "vector-passage", 10)).toEqual([]);
    });

    test("two generations of a company stand side by side and know nothing of each other", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "old rows"), row("ver_b", 0, "old rows")]);
      await shown(index, [{ ...row("ver_a", 0, "new rows"), vector: Float32Array.of(0, 1) }], plane);
      await index.remove(plane, ["ver_b"]);

      expect(await find(index, "old rows")).toHaveLength(2);
      expect(await find(index, "new rows", [handbook], "lexical-passage", plane)).toEqual(["ver_a-0"]);
      expect([await index.size(ours), await index.size(plane)]).toEqual([2, 1]);
    });

    test("a dropped generation is gone for good, and the others stay", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "old rows")]);
      await shown(index, [row("ver_a", 0, "new rows")], plane);
      await shown(index, [row("ver_a", 0, "their rows")], theirs);

      await index.drop(ours);
      await index.drop(ours);
      await index.add(ours, [row("ver_late", 0, "late rows")]);
      await index.flip(ours, { show: ["ver_late"], hide: [] });
      await index.remove(ours, ["ver_late"]);

      expect(await find(index, "old rows")).toEqual([]);
      expect([await index.size(ours), await index.size(plane), await index.size(theirs)]).toEqual([0, 1, 1]);
      expect(await index.count(ours, ["ver_a", "ver_late"])).toEqual(new Map());
      expect(await index.ceilings(ours, "lexical-passage", ["old"])).toEqual([]);
      expect(await index.correct(ours, "lexical-passage", "rowss", [handbook])).toBeUndefined();
      await index.close();
      const later = await open(index.folder);
      expect([await later.size(ours), await later.size(plane)]).toEqual([0, 1]);
    });

    test("a word with a slip in it is corrected to the most frequent word near it", async () => {
      const index = await shown(await open(), [
        row("ver_a", 0, "parking permit"),
        row("ver_a", 1, "parental leave, parental pay"),
        row("ver_b", 0, "permit office reimbursement"),
        row("ver_c", 0, "hermit pernit"),
        row("ver_d", 0, "员工 leafs"),
      ]);
      const correct = (word: string) => index.correct(ours, "lexical-passage", terms(word), [handbook]);

      await expect.poll(() => correct("premit"), { timeout: 5_000 }).toBe("permit");
      expect(await correct("remibursment")).toBe("reimburs");
      expect(await correct("laeve")).toBe("leav");
      expect(await correct("lea")).toBeUndefined();
      expect(await correct("zzzzzz")).toBeUndefined();
      expect(await correct("员")).toBeUndefined();
      expect(await index.correct(ours, "lexical-question", "premit", [handbook])).toBeUndefined();
    });

    test("a slip is not corrected to a word that only rows under other terms hold", async () => {
      const index = await shown(await open(), [
        row("ver_a", 0, "parking space"),
        { ...row("ver_b", 0, "project falcon"), access: restricted },
      ]);
      const correct = (access: string[]) => index.correct(ours, "lexical-passage", "falcno", access);

      await expect.poll(() => correct([handbook, restricted]), { timeout: 5_000 }).toBe("falcon");
      expect(await correct([handbook])).toBeUndefined();
      expect(await correct([])).toBeUndefined();
    });

    test("rows put in place of a chunk's are found at once, what it had is not, and its neighbours stay", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "old canteen"), row("ver_a", 1, "old canteen")]);
      const question = {
        ...row("ver_a", 0, ""),
        trigger: "trg_a",
        terms: undefined,
        questionTerms: terms("where is lunch"),
      };

      await index.replace(ours, ["ver_a-0"], [row("ver_a", 0, "new canteen"), question], true);

      expect(await find(index, "new")).toEqual(["ver_a-0"]);
      expect(await find(index, "old")).toEqual(["ver_a-1"]);
      expect(await find(index, "lunch", [handbook], "lexical-question")).toEqual(["ver_a-0"]);
      expect(await find(index, "lunch")).toEqual([]);
      expect(await index.count(ours, ["ver_a"])).toEqual(new Map([["ver_a", 3]]));

      await index.replace(ours, ["ver_a-0"], [row("ver_a", 0, "newest canteen")], true);
      await index.replace(ours, ["ver_a-1"], [], true);
      await index.replace(ours, [], [], true);

      expect(await find(index, "canteen")).toEqual(["ver_a-0"]);
      expect(await find(index, "lunch", [handbook], "lexical-question")).toEqual([]);
      expect(await index.count(ours, ["ver_a"])).toEqual(new Map([["ver_a", 1]]));
      await expect(index.replace(ours, ["x' OR 1 = 1 --"], [], true)).rejects.toThrow(/characters/);
    });

    test("rows put in place while their version is hidden stay hidden until it is shown", async () => {
      const index = await open();
      await index.add(ours, [row("ver_a", 0, "old canteen")]);

      await index.replace(ours, ["ver_a-0"], [row("ver_a", 0, "new canteen")], false);
      expect(await find(index, "canteen")).toEqual([]);

      await index.flip(ours, { show: ["ver_a"], hide: [] });
      expect(await find(index, "canteen")).toEqual(["ver_a-0"]);
    });

    test("vectors are replaced with their rows", async () => {
      const index = await shown(await open(), [{ ...row("ver_a", 0, "north"), vector: Float32Array.of(0, 1) }], plane);
      const near = async (vector: Float32Array) => {
        const hits = await index.search(plane, { route: "vector-passage", vector, access: [handbook], limit: 5 });
        return hits.map(({ chunkId, score }) => [chunkId, Number(score.toFixed(3))]);
      };

      const summary = { ...row("ver_a", 0, "west"), trigger: "trg_a", vector: Float32Array.of(-1, 0) };
      await index.replace(
        plane,
        ["ver_a-0"],
        [{ ...row("ver_a", 0, "east"), vector: Float32Array.of(1, 0) }, summary],
        true,
      );

      expect(await near(Float32Array.of(1, 0))).toEqual([["ver_a-0", 1]]);
      expect(await near(Float32Array.of(-1, 0))).toEqual([["ver_a-0", 1]]);
    });

    test("a chunk with many rows is found once, by its best, and crowds nobody out", async () => {
      const written = Array.from({ length: 4 }, (_, at) => ({
        ...row("ver_a", 0, ""),
        trigger: `trg_${at}`,
        terms: undefined,
        questionTerms: terms("lost property"),
      }));
      const other = { ...row("ver_b", 0, ""), questionTerms: terms("lost property and other things that were found") };
      const index = await shown(await open(), [row("ver_a", 0, "desk"), ...written, other]);

      const query = {
        route: "lexical-question",
        terms: queryTerms("lost property"),
        access: [handbook],
        limit: 2,
      } as const;
      const [first, second] = await index.search(ours, query);
      expect([first?.chunkId, second?.chunkId]).toEqual(["ver_a-0", "ver_b-0"]);
      expect([first?.trigger, second?.trigger]).toEqual([expect.stringMatching(/^trg_\d$/), undefined]);
      expect(await index.size(ours)).toBe(2);
    });

    test("a search can ask for tags, of the document or of the row, and sees no others", async () => {
      const [hr, china, france] = ["00000000000000aa", "00000000000000bb", "00000000000000cc"] as const;
      const index = await shown(await open(), [
        { ...row("ver_a", 0, "notice period"), labels: [hr], tags: [china] },
        { ...row("ver_b", 0, "notice period"), labels: [hr], tags: [france] },
        row("ver_c", 0, "notice period"),
      ]);
      const having = async (...lists: string[][]) => {
        const query = { route: "lexical-passage", terms: queryTerms("notice"), access: [handbook], limit: 5 } as const;
        return (await index.search(ours, { ...query, having: lists })).map(({ chunkId }) => chunkId).toSorted();
      };

      expect(await having()).toEqual(["ver_a-0", "ver_b-0", "ver_c-0"]);
      expect(await having([hr])).toEqual(["ver_a-0", "ver_b-0"]);
      expect(await having([hr], [china])).toEqual(["ver_a-0"]);
      expect(await having([china, france])).toEqual(["ver_a-0", "ver_b-0"]);
      expect(await having([china], [france])).toEqual([]);
      expect(await having([])).toEqual([]);
      await expect(having(["%' OR 1 = 1 --"])).rejects.toThrow(/characters/);

      await index.label(ours, ["ver_a"], { access: handbook, labels: [] });
      await index.label(ours, ["ver_c"], { access: handbook, labels: [hr, china] });
      expect(await having([hr])).toEqual(["ver_b-0", "ver_c-0"]);
      expect(await having([china])).toEqual(["ver_a-0", "ver_c-0"]);
    });

    test("writers at the same moment wait for each other and lose nothing", async () => {
      const index = await open();
      const versions = Array.from({ length: 20 }, (_, i) => `ver_w${i}`);

      await Promise.all(versions.map((version) => shown(index, [row(version, 0, "one"), row(version, 1, "two")])));

      expect(await index.size(ours)).toBe(40);
    });
  });
}

function row(versionId: string, position: number, text: string): IndexRow {
  const documentId = versionId.replace("ver_", "doc_");
  return {
    chunkId: `${versionId}-${position}`,
    versionId,
    documentId,
    access: handbook,
    labels: [],
    tags: [],
    terms: terms(text),
  };
}

function terms(text: string): string {
  return documentTerms(text).join(" ");
}

async function shown<I extends SearchIndex>(index: I, rows: IndexRow[], space: IndexSpace = ours): Promise<I> {
  await index.add(space, rows);
  await index.flip(space, { show: [...new Set(rows.map((row) => row.versionId))], hide: [] });
  return index;
}

async function find(
  index: SearchIndex,
  text: string,
  access = [handbook],
  route: LexicalRoute = "lexical-passage",
  space: IndexSpace = ours,
) {
  const hits = await index.search(space, { route, terms: queryTerms(text), access, limit: 10 });
  return hits.map((hit) => hit.chunkId);
}
