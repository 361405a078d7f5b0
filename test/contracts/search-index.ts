import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentTerms, queryTerms } from "@docent/core/knowledge/analyze";
import type { IndexRow, LexicalRoute, SearchIndex } from "@docent/core/knowledge/search-index";
import { afterEach, describe, expect, test } from "vitest";

const ours = "com_0000000000ours";
const theirs = "com_000000000other";
const handbook = "lib_000000handbook";
const contracts = "lib_00000contracts";

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

    test("a search sees the libraries it names and no others", async () => {
      const index = await shown(await open(), [
        row("ver_a", 0, "notice period of three months"),
        { ...row("ver_b", 0, "notice period of one month"), libraryId: contracts },
      ]);

      expect(await find(index, "notice period", [handbook])).toEqual(["ver_a-0"]);
      expect(await find(index, "notice period", [contracts])).toEqual(["ver_b-0"]);
      expect((await find(index, "notice period", [handbook, contracts])).toSorted()).toEqual(["ver_a-0", "ver_b-0"]);
      expect(await find(index, "notice period", [])).toEqual([]);
    });

    test("another company sees nothing of ours", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "salary bands")]);

      const query = {
        route: "lexical-passage",
        terms: queryTerms("salary bands"),
        libraryIds: [handbook],
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
        libraryIds: [handbook],
        limit: 2,
      } as const;
      const hits = await index.search(ours, query);

      expect(hits.map((hit) => hit.chunkId)).toEqual(["ver_b-0", "ver_c-0"]);
      expect(hits[0]).toMatchObject({ versionId: "ver_b", documentId: "doc_b" });
      expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? Infinity);
    });

    test("a term given twice counts once", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "fire drill every spring")]);
      const query = { route: "lexical-passage", libraryIds: [handbook], limit: 1 } as const;

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
      const [fire = 0, drill = 0, zeppelin = 0] = await index.ceilings(ours, "lexical-passage", asked);

      const query = { route: "lexical-passage", libraryIds: [handbook], limit: 1 } as const;
      const [bestFire] = await index.search(ours, { ...query, terms: ["fire"] });
      expect(fire).toBeCloseTo(bestFire?.score ?? 0, 5);
      expect(drill).toBeGreaterThan(fire);
      expect(zeppelin).toBeGreaterThan(fire);
      expect(await index.ceilings(ours, "lexical-passage", [])).toEqual([]);
    });

    test("ceilings follow what is added", async () => {
      const index = await shown(await open(), [row("ver_a", 0, "fire drill in the yard behind the old canteen")]);
      const [before = 0] = await index.ceilings(ours, "lexical-passage", ["drill"]);

      await shown(index, [row("ver_b", 0, "drill"), row("ver_c", 0, "drill")]);
      const [after = 0] = await index.ceilings(ours, "lexical-passage", ["drill"]);

      expect(after).not.toBeCloseTo(before, 3);
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
        index.search(ours, { route: "lexical-passage", terms, libraryIds: [handbook], limit: 5 });

      expect(await search([...odd, ...many])).toHaveLength(2);
      for (const term of odd) expect(await search([term])).toMatchObject([{ chunkId: "ver_a-0" }]);
    });

    test.each(["x' OR live = 0 --", "", "ver_é", "VER_A", `lib_${"a".repeat(200)}`])(
      "the id %j is refused",
      async (id) => {
        const index = await open();
        const query = { route: "lexical-passage", terms: ["a"], libraryIds: [id], limit: 1 } as const;

        await expect(index.search(ours, query)).rejects.toThrow(/characters/);
        await expect(index.remove(ours, [id])).rejects.toThrow(/characters/);
        await expect(index.flip(ours, { show: [id], hide: [] })).rejects.toThrow(/characters/);
        await expect(index.count(ours, [id])).rejects.toThrow(/characters/);
        await expect(index.size(id)).rejects.toThrow(/characters/);
        await expect(index.add(ours, [{ ...row("ver_a", 0, "a"), libraryId: id }])).rejects.toThrow(/characters/);
      },
    );

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
  return { chunkId: `${versionId}-${position}`, versionId, documentId, libraryId: handbook, terms: terms(text) };
}

function terms(text: string): string {
  return documentTerms(text).join(" ");
}

async function shown<I extends SearchIndex>(index: I, rows: IndexRow[]): Promise<I> {
  await index.add(ours, rows);
  await index.flip(ours, { show: [...new Set(rows.map((row) => row.versionId))], hide: [] });
  return index;
}

async function find(
  index: SearchIndex,
  text: string,
  libraryIds = [handbook],
  route: LexicalRoute = "lexical-passage",
) {
  const hits = await index.search(ours, { route, terms: queryTerms(text), libraryIds, limit: 10 });
  return hits.map((hit) => hit.chunkId);
}
