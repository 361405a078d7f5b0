import { readFile, stat } from "node:fs/promises";
import { defaultCompany } from "@docent/core/migration/manner";
import { dumpBytesMax, kindOf, readDump, type Dump, type DumpKind, type DumpRow } from "@docent/core/migration/dump";
import { result, type RowResult } from "@docent/core/migration/outcome";
import { filesBelow } from "../files-below.ts";

export interface FileRow extends DumpRow {
  file: string;
}

/** A file of the knowledge bucket, or one that lies beside the tables. */
export interface KnowledgeFile {
  path: string;
  /** As it is called in the folder. */
  file: string;
  /** What the document is called: its author and its name. */
  name: string;
  company: string | undefined;
  /** What the table of documents calls it. */
  key: string;
}

/** What lies in a folder, by what it is. */
export interface Inventory {
  rows: Record<DumpKind, FileRow[]>;
  documents: KnowledgeFile[];
  exampleFiles: KnowledgeFile[];
  /** Files and lines of which nothing is taken. */
  left: (RowResult & { kind: "file" })[];
}

const tables = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i;
const plumbing = /(?:^|\/)(?:manifest-(?:files|summary)\.(?:json|md5)|_started)$/;

/** Looks through a folder. Files below `ai-content/` are knowledge, others are tables when they hold rows of one. */
export async function takeInventory(folder: string): Promise<Inventory> {
  const rows = { person: [], template: [], session: [], feedback: [], document: [], example: [] };
  const found: Inventory = { rows, documents: [], exampleFiles: [], left: [] };
  for (const { path, name } of await filesBelow(folder)) {
    const file = name.slice(name.indexOf("/") + 1);
    const why = leftFor(file);
    if (why) leave(found, file, 1, "skipped", why);
    else if (bucketKey(file) || !tables.test(file) || !(await takeRows(found, path, file)))
      takeKnowledge(found, path, file);
  }
  return found;
}

/** Why nothing of a file is taken. */
function leftFor(file: string): { code: string; message: string } | undefined {
  if (plumbing.test(file)) return { code: "of_export", message: "Belongs to the export itself." };
  if (/(?:^|\/)bedrock-kb-src\//.test(file))
    return { code: "copy", message: "Is a copy of what lies below ai-content/." };
  if (/(?:^|\/)images\/[^/]+\/[^/]+\/[^/]+$/.test(file) && !bucketKey(file))
    return { code: "picture", message: "Is a picture that was shown with a question." };
  return undefined;
}

function bucketKey(file: string): string | undefined {
  return /(?:^|\/)(ai-content\/.+)$/s.exec(file)?.[1];
}

/** Whether the file holds rows of a table. */
async function takeRows(found: Inventory, path: string, file: string): Promise<boolean> {
  const dump = await dumpOf(path).catch(() => "unreadable" as const);
  if (dump === "unreadable") {
    leave(found, file, 1, "failed", unreadableFile);
    return true;
  }
  const kinds = dump?.rows.map(kindOf);
  if (!dump || !kinds?.some(Boolean)) return false;
  for (const { line, why } of dump.unreadable)
    leave(found, file, line, "failed", { code: "row_unreadable", message: why });
  for (const [at, row] of dump.rows.entries()) {
    const kind = kinds[at];
    if (kind) found.rows[kind].push({ ...row, item: kind === "person" ? withoutSecrets(row.item) : row.item, file });
    else leave(found, file, row.line, "failed", unknownRow);
  }
  return true;
}

async function dumpOf(path: string): Promise<Dump | undefined> {
  if ((await stat(path)).size > dumpBytesMax) throw new RangeError("more than fits");
  return readDump(await readFile(path));
}

/** Passwords and keys never leave the machine that the folder lies on. */
function withoutSecrets(item: Record<string, unknown>): Record<string, unknown> {
  const { username, groupname, company, status, email } = item;
  return { username, groupname, company, status, email };
}

function takeKnowledge(found: Inventory, path: string, file: string): void {
  const key = bucketKey(file);
  const parts = (key ?? "").split("/").slice(1);
  const company = parts.length >= 3 ? parts[0] : defaultCompany;
  const name = key === undefined ? file : parts.slice(parts.length >= 3 ? 1 : 0).join("/");
  const one = { path, file, name, key: key ?? file, company: key === undefined ? undefined : company };
  if (/\.examples?$/i.test(file)) found.exampleFiles.push(one);
  else found.documents.push(one);
}

function leave(
  found: Inventory,
  file: string,
  line: number,
  outcome: "skipped" | "failed",
  note: { code: string; message: string },
): void {
  found.left.push({ kind: "file", file, line, ...result(outcome, file, note) });
}

const unreadableFile = {
  code: "file_unreadable",
  message: `Cannot be read, or holds more than ${dumpBytesMax / 1024 / 1024} MB. Export it again, in parts of one row a line.`,
};
const unknownRow = { code: "row_unknown", message: "No table of the predecessor's has such rows." };

/** The companies that anything in the folder belongs to. */
export function companiesOf({ rows, documents, exampleFiles }: Inventory): string[] {
  const named = [...rows.person, ...rows.template, ...rows.feedback, ...rows.document].map(({ item }) => {
    return typeof item["company"] === "string" && item["company"] ? item["company"] : defaultCompany;
  });
  const ofFiles = [...documents, ...exampleFiles].flatMap(({ company }) => company ?? []);
  return [...new Set([...named, ...ofFiles])].toSorted();
}
