import { readFile } from "node:fs/promises";
import { PublicError } from "@docent/core/error";
import { result, type RowResult } from "@docent/core/migration/outcome";
import { examplesLengthMax, rowsMax } from "@docent/core/migration/take";
import type { Desk } from "../desk.ts";
import type { Progress, Report } from "../report.ts";
import { findOrCreateLibrary } from "../send.ts";
import { sendDocuments } from "./documents.ts";
import { companiesOf, takeInventory, type FileRow, type Inventory } from "./inventory.ts";
import { reportOf, type Row } from "./import-report.ts";

export interface Options {
  library: string;
  company?: string;
  mailDomain?: string;
  dryRun?: boolean;
}

type TableKind = "person" | "template" | "example" | "session" | "feedback";

const lettersAtOnce = 1_000_000;

/**
 * Takes over what lies in a folder of the predecessor's, in the order in which one thing needs the other. Doing it again
 * takes only what is new, and what was cut off goes on.
 */
export async function importFolder(desk: Desk, folder: string, options: Options, progress: Progress): Promise<Report> {
  const inventory = await takeInventory(folder);
  const company = companyOf(inventory, options.company);
  const rows: Row[] = [...inventory.left];
  const dry = options.dryRun ?? false;
  const library = dry ? await existing(desk, options.library) : await findOrCreateLibrary(desk, options.library);
  const manner = {
    dry,
    ...(company !== undefined && { company }),
    ...(options.mailDomain !== undefined && { mailDomain: options.mailDomain }),
    ...(library && { libraryId: library.id }),
  };
  const take = async (kind: TableKind) => {
    for (const part of parts(inventory.rows[kind])) {
      const people = dry && kind !== "person" ? mentioned(inventory.rows.person, part) : [];
      const came = await desk.client.migration.take.mutate({ kind, rows: part, people, ...manner });
      rows.push(...came.map((one) => ({ kind, ...one })));
      progress(`${kind}: ${rows.filter((row) => row.kind === kind).length} of ${inventory.rows[kind].length}`);
    }
  };
  await take("person");
  await take("template");
  const about = { inventory, company, libraryId: library?.id, dry };
  rows.push(...(await sendDocuments(desk, about, progress)));
  rows.push(...(await takeExampleFiles(desk, inventory, company, dry)));
  await take("example");
  await take("session");
  await take("feedback");
  return reportOf({ folder, library: options.library, company, dry, rows });
}

async function existing(desk: Desk, name: string): Promise<{ id: string } | undefined> {
  return (await desk.client.library.list.query()).find((library) => library.name === name);
}

async function takeExampleFiles(
  desk: Desk,
  { exampleFiles }: Inventory,
  wanted: string | undefined,
  dry: boolean,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { path, file, company } of exampleFiles) {
    let came: RowResult[] = [{ file, line: 1, ...result("skipped", file, ofCompany(company)) }];
    if (wanted === undefined || company === undefined || company === wanted) {
      const text = await readFile(path, "utf8");
      came =
        text.length > examplesLengthMax
          ? [{ file, line: 1, ...result("failed", file, tooLong) }]
          : await desk.client.migration.takeExamples.mutate({ file, text, dry });
    }
    rows.push(...came.map((one) => ({ kind: "example" as const, ...one })));
  }
  return rows;
}

function ofCompany(company: string | undefined): { code: string; message: string } {
  return { code: "other_company", message: `Belongs to the company "${company}".` };
}

const tooLong = { code: "file_too_long", message: "Has more than ten million characters. Split it." };

/** The company to take over: the only one there is, or the one that is named. Throws `import.company_needed`. */
function companyOf(inventory: Inventory, named: string | undefined): string | undefined {
  const companies = companiesOf(inventory);
  const there = companies.map((company) => `"${company}"`).join(", ");
  if (named !== undefined && companies.length && !companies.includes(named)) {
    const message = `Nothing in the folder belongs to "${named}". There is: ${there}.`;
    throw new PublicError("not_found", "import.company_unknown", message);
  }
  if (named !== undefined || companies.length < 2) return named ?? companies[0];
  const message = `The folder holds several companies, and a company's things belong to it alone. Say which with --company: ${there}.`;
  throw new PublicError("invalid", "import.company_needed", message);
}

/** So many rows at once as one request carries. */
function* parts(rows: readonly FileRow[]): Generator<FileRow[]> {
  let part: FileRow[] = [];
  let letters = 0;
  for (const row of rows) {
    part.push(row);
    letters += JSON.stringify(row.item).length;
    if (part.length < rowsMax / 5 && letters < lettersAtOnce) continue;
    yield part;
    [part, letters] = [[], 0];
  }
  if (part.length) yield part;
}

/** The users that rows speak of, who would be here by then. */
function mentioned(people: readonly FileRow[], rows: readonly FileRow[]): FileRow[] {
  const text = JSON.stringify(rows.map(({ item }) => item));
  return people.filter(({ item }) => text.includes(String(item["username"]))).slice(0, rowsMax);
}
