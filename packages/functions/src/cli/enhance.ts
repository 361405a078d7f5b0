import { readFile, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { PublicError } from "@docent/core/error";
import type { Client, Desk } from "./desk.ts";
import type { Progress, Report } from "./report.ts";

export interface Options {
  /** The library in which a document is looked for by its name. */
  library?: string;
  /** At most so many calls of the model. */
  calls?: number;
  /** Only say how many calls it would take. */
  estimate?: boolean;
  export?: "faq" | "xlsx" | "json";
  /** Where the exported file goes. */
  out?: string;
  /** A file of records that bring proposals. */
  import?: string;
}

const pollMs = 300;

/** Has the model write for a library or a document, or takes what was written out or in. What is written waits for review. */
export async function enhance(desk: Desk, named: string, options: Options, progress: Progress): Promise<Report> {
  const { client } = desk;
  const { libraryId, documentId } = await find(client, named, options.library);
  if (options.export)
    return takeOut(client, { libraryId, ...(documentId && { documentId }) }, options.export, options.out);
  if (options.import) return bringIn(client, libraryId, options.import);
  const about = { libraryId, ...(documentId && { documentIds: [documentId] }) };
  const estimated = await client.writing.estimate.query(about);
  if (options.estimate)
    return { json: estimated, text: `About ${estimated.calls} calls of ${estimated.model ?? "a model"}.` };
  progress(`about ${estimated.calls} calls of ${estimated.model ?? "a model"}`);
  await client.writing.start.mutate({ ...about, ...(options.calls && { callsMax: options.calls }) });
  return ended(client, libraryId, progress);
}

async function ended(client: Client, libraryId: string, progress: Progress): Promise<Report> {
  for (;;) {
    const run = await client.writing.get.query({ libraryId });
    if (!run) throw new PublicError("not_found", "writing.not_found", "The run is not there any more.");
    const { state, done, total, written, empty, failed, tokens, model, error } = run;
    progress(`${done} of ${total} passages, ${written} written`);
    if (state === "queued" || state === "running") {
      await setTimeout(pollMs);
      continue;
    }
    const text = [
      `${state}: ${done} of ${total} passages, ${written} questions and summaries to review, ${empty} without, ${failed} failed.`,
      ...(error ? [error] : []),
    ].join("\n");
    const json = { state, done, total, written, empty, failed, tokens, model, ...(error && { reason: error }) };
    return { json, text, incomplete: state !== "finished" || failed > 0 };
  }
}

async function takeOut(
  client: Client,
  about: { libraryId: string; documentId?: string },
  format: "faq" | "xlsx" | "json",
  out: string | undefined,
): Promise<Report> {
  const file = await client.proposal.export.query({ ...about, format });
  const path = out ?? file.name;
  await writeFile(path, Buffer.from(file.content, "base64"));
  return {
    json: { path, count: file.count },
    text: `Wrote ${file.count} accepted questions and summaries to ${path}.`,
  };
}

async function bringIn(client: Client, libraryId: string, path: string): Promise<Report> {
  const content = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new PublicError("not_found", "path.not_found", `There is no file at ${path}. Check the path.`, { cause });
  });
  const { added, known, missing } = await client.proposal.import.mutate({ libraryId, content });
  const text = `${added} to review, ${known} known already, ${missing} passages are not in the library.`;
  return { json: { added, known, missing }, text, incomplete: missing > 0 };
}

/** A library by its name, or else a document by its id or name. */
async function find(
  client: Client,
  named: string,
  within: string | undefined,
): Promise<{ libraryId: string; documentId?: string }> {
  const libraries = await client.library.list.query();
  const library = libraries.find(({ name }) => name === named);
  if (library && within === undefined) return { libraryId: library.id };
  if (named.startsWith("doc_")) {
    const { libraryId } = await client.document.get.query({ id: named });
    return { libraryId, documentId: named };
  }
  const found = [];
  for (const { id } of libraries.filter(({ name }) => within === undefined || name === within)) {
    const { items } = await client.document.list.query({ libraryId: id, text: named, pageSize: 200 });
    found.push(...items.filter(({ name }) => name === named));
  }
  const [first] = found;
  if (first && found.length === 1) return { libraryId: first.libraryId, documentId: first.id };
  const message = first
    ? `"${named}" is in several libraries. Say which with --library, or give the id.`
    : `There is neither a library nor a document called "${named}". See: docent list`;
  throw new PublicError("not_found", "document.not_found", message);
}
