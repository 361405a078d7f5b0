import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { documentTerms, isContentTerm } from "@docent/core/knowledge/text/analyze";
import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";
import { z } from "zod";
import { percentile, randomNumbers, round } from "./figures.ts";

const Passage = z.object({ id: z.string(), title: z.string().default(""), text: z.string() });
const space = { companyId: "com_bench", generation: "bench" };
const letters = "abcdefghijklmnopqrstuvwxyz";

/**
 * How often a word with one slip is put right. `--corpus` is a file with one JSON object with `title` and `text` a line;
 * words are drawn from it as often as they stand in it, and one letter is put in, left out, exchanged or swapped.
 */
export async function run(args: string[]) {
  const { values } = parseArgs({
    args,
    options: { corpus: { type: "string" }, count: { type: "string", default: "1000" } },
  });
  if (!values.corpus) throw new Error("Name the corpus: --corpus FILE.jsonl");
  const lines = (await readFile(values.corpus, "utf8")).split("\n").filter((line) => line.trim());
  const texts = lines.map((line) => Passage.parse(JSON.parse(line))).map(({ title, text }) => `${title}\n${text}`);
  const folder = await mkdtemp(join(tmpdir(), "docent-bench-"));
  const index = lanceDbIndex({ folder, idleMs: 50 });
  try {
    await index.add(
      space,
      texts.map((text, at) => ({
        chunkId: `${at}`,
        versionId: "ver_a",
        documentId: "doc_a",
        access: "lib_a",
        labels: [],
        tags: [],
        terms: documentTerms(text).join(" "),
      })),
    );
    await index.flip(space, { show: ["ver_a"], hide: [] });
    // misspelt words find their neighbours once the rows have been brought into the index
    await setTimeout(3_000);
    const words = texts
      .flatMap((text) => text.match(/\b[a-zA-Z]{4,}\b/g) ?? [])
      .filter((word) => isContentTerm(word.toLowerCase()));
    const random = randomNumbers(11);
    const outcome = { right: 0, wrong: 0, none: 0, heldAnyway: 0 };
    const times: number[] = [];
    while (outcome.right + outcome.wrong + outcome.none < Number(values.count)) {
      const word = (words[Math.floor(random() * words.length)] ?? "").toLowerCase();
      const [term = ""] = documentTerms(withSlip(word, random));
      const [ceiling] = await index.ceilings(space, "lexical-passage", [term]);
      if (ceiling?.held) {
        outcome.heldAnyway++;
        continue;
      }
      const started = performance.now();
      const corrected = await index.correct(space, "lexical-passage", term, ["lib_a"]);
      times.push(performance.now() - started);
      if (corrected === documentTerms(word)[0]) outcome.right++;
      else outcome[corrected === undefined ? "none" : "wrong"]++;
    }
    return {
      passages: texts.length,
      words: new Set(words).size,
      ...outcome,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
      rightShare: round(outcome.right / Number(values.count), 3),
    };
  } finally {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One slip anywhere but in the first letter. */
function withSlip(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 1));
  const letter = letters[Math.floor(random() * letters.length)] ?? "e";
  switch (Math.floor(random() * 4)) {
    case 0:
      return word.slice(0, at) + letter + word.slice(at);
    case 1:
      return word.slice(0, at) + word.slice(at + 1);
    case 2:
      return word.slice(0, at) + letter + word.slice(at + 1);
    default:
      return at + 1 < word.length ? word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2) : word + letter;
  }
}
