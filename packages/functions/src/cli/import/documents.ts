import { basename, resolve } from "node:path";
import { defaultCompany } from "@docent/core/migration/manner";
import { result, type Result } from "@docent/core/migration/outcome";
import type { Desk } from "../desk.ts";
import { findOrCreateCategory } from "../filter.ts";
import type { Progress } from "../report.ts";
import { send } from "../send.ts";
import type { Row } from "./import-report.ts";
import type { Inventory, KnowledgeFile } from "./inventory.ts";

interface About {
  inventory: Inventory;
  company: string | undefined;
  /** Undefined when there is none yet and it is only said what would come of it. */
  libraryId: string | undefined;
  dry: boolean;
}

/** Adds the files of the knowledge bucket to a library, under the categories that the table of documents gives them. */
export async function sendDocuments(
  desk: Desk,
  { inventory, company, libraryId, dry }: About,
  progress: Progress,
): Promise<Row[]> {
  const { documents, rows } = inventory;
  const isWanted = (of: string | undefined) => company === undefined || of === undefined || of === company;
  const wanted = documents.filter((file) => isWanted(file.company));
  const others = documents.filter((file) => !isWanted(file.company));
  const ofOthers = others.map((file) => row(file, result("skipped", file.name, otherCompany(file.company))));
  const categories = new Map(rows.document.map(({ item }) => [String(item["filename"]), categoryOf(item)]));
  const came = dry
    ? await foretell(desk, libraryId, wanted)
    : await sendAll(desk, libraryId ?? "", wanted, categories, progress);
  return [...ofOthers, ...came, ...missing(inventory, isWanted)];
}

async function sendAll(
  desk: Desk,
  libraryId: string,
  wanted: readonly KnowledgeFile[],
  categories: ReadonlyMap<string, string | undefined>,
  progress: Progress,
): Promise<Row[]> {
  if (!wanted.length) return [];
  const ids = new Map<string, string>();
  for (const name of new Set(wanted.flatMap(({ key }) => categories.get(key) ?? []))) {
    ids.set(name, await findOrCreateCategory(desk.client, name));
  }
  const files = wanted.map(({ path, name, key }) => ({ path, name, category: ids.get(categories.get(key) ?? "") }));
  const name = basename(resolve(wanted[0]?.path ?? "")).slice(0, 200);
  const { failed, same } = await send(desk, libraryId, { name, files }, progress);
  const reasons = new Map(failed.map(({ path, reason, stage }) => [path, { code: `file_${stage}`, message: reason }]));
  return wanted.map((file) => {
    const reason = reasons.get(file.path);
    const outcome = reason ? "failed" : same.has(file.path) ? "unchanged" : "taken";
    return row(file, result(outcome, file.name, reason));
  });
}

/** Whether a document of that name is there; what it says is compared only when it is sent. */
async function foretell(desk: Desk, libraryId: string | undefined, wanted: readonly KnowledgeFile[]): Promise<Row[]> {
  const there = new Set<string>();
  for (let page = 1; libraryId; page++) {
    const { items, total } = await desk.client.document.list.query({ libraryId, page, pageSize: 200, sort: "name" });
    for (const { name } of items) there.add(name);
    if (page * 200 >= total) break;
  }
  return wanted.map((file) => {
    const held = there.has(file.name);
    return row(file, result(held ? "unchanged" : "taken", file.name, held ? compared : undefined));
  });
}

/** Documents of the table whose file does not lie in the folder. */
function missing({ rows, documents }: Inventory, isWanted: (company: string) => boolean): Row[] {
  const keys = new Set(documents.map(({ key }) => key));
  return rows.document.flatMap(({ file, line, item }) => {
    const name = String(item["filename"]);
    const company = typeof item["company"] === "string" && item["company"] ? item["company"] : defaultCompany;
    if (keys.has(name) || /\.examples?$/i.test(name) || !isWanted(company)) return [];
    return [{ kind: "document" as const, file, line, ...result("skipped", name, withoutFile) }];
  });
}

function categoryOf(item: Record<string, unknown>): string | undefined {
  const { category } = item;
  if (typeof category !== "string" || !category.trim()) return undefined;
  // metadata of the bucket is written as in an address
  const plain = /%[0-9A-F]{2}/i.test(category) ? decoded(category) : category;
  return plain.trim().slice(0, 120);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function row({ file }: KnowledgeFile, came: Result): Row {
  return { kind: "document", file, line: 1, ...came };
}

function otherCompany(company: string | undefined): { code: string; message: string } {
  return { code: "other_company", message: `Belongs to the company "${company}".` };
}

const withoutFile = {
  code: "file_missing",
  message: "Stands in the table, and its file does not lie in the folder: copy the bucket too.",
};
const compared = {
  code: "not_compared",
  message: "Is there already: sent again, it stays unless it says something else.",
};
