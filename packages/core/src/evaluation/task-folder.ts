import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { PublicError } from "../error.ts";

const Passage = z.object({ id: z.string(), title: z.string().default(""), text: z.string() });
const Question = z.object({ id: z.string(), question: z.string(), answer: z.string() });
const Item = z.union([Question, Passage]);
export type Item = z.infer<typeof Item>;

const Asked = z.object({
  id: z.string(),
  text: z.string(),
  relevant: z.array(z.string()).default([]),
  /** What was said before. */
  history: z.array(z.object({ role: z.string(), text: z.string() })).default([]),
  /** Sets about refusing say what kind of question it is; `in_kb` and `answerable` are the ones to answer. */
  kind: z.string().optional(),
});
export type Asked = z.infer<typeof Asked>;

const Reference = z.object({
  corpus: z.string(),
  withheld_articles: z.array(z.string()).default([]),
  exclude_id_prefix: z.string().optional(),
});

export interface Task {
  task: string;
  set: string;
  corpus: Item[];
  queries: Asked[];
}

/** Reads a task: `corpus.jsonl`, or a file that names another task's corpus and what to leave out, and `queries.jsonl`. */
export async function read(folder: string): Promise<Task> {
  const place = resolve(folder);
  const queries = await lines(join(place, "queries.jsonl"), Asked);
  if (!queries) {
    const message = `${folder} is no task folder: it has no queries.jsonl. Name a folder with corpus.jsonl and queries.jsonl.`;
    throw new PublicError("invalid", "task.no_queries", message);
  }
  return { task: basename(dirname(place)), set: basename(place), corpus: await readCorpus(place), queries };
}

async function readCorpus(place: string): Promise<Item[]> {
  const own = await lines(join(place, "corpus.jsonl"), Item);
  if (own) return own;
  const references =
    (await lines(join(place, "corpus_ref.jsonl"), Reference)) ??
    (await lines(join(place, "corpus_excludes.jsonl"), Reference));
  const corpus = references?.[0] && (await lines(resolve(place, references[0].corpus), Item));
  if (!corpus) {
    const message = `${place} has no corpus: neither corpus.jsonl nor a file that names one.`;
    throw new PublicError("invalid", "task.no_corpus", message);
  }
  const prefixes = references.flatMap(({ exclude_id_prefix, withheld_articles }) => [
    ...(exclude_id_prefix ? [exclude_id_prefix] : []),
    ...withheld_articles.map((article) => `${article}#`),
  ]);
  return corpus.filter((item) => !prefixes.some((prefix) => item.id.startsWith(prefix)));
}

/** The file's rows, or undefined when there is no such file. */
export async function lines<T>(path: string, schema: z.ZodType<T>): Promise<T[] | undefined> {
  const content = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return content?.split("\n").flatMap((line, index) => (line.trim() ? [parse(line, index + 1, path, schema)] : []));
}

function parse<T>(line: string, number: number, path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    const message = `Line ${number} of ${path} is not what a task needs. Mend it and run the evaluation again.`;
    throw new PublicError("invalid", "task.bad_line", message, { cause });
  }
}
