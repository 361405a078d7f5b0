import { PublicError } from "@docent/core/error";
import type { Client, Desk } from "./desk.ts";
import { findLibrary } from "./library.ts";
import type { Report } from "./report.ts";

const pageSize = 200;

/** Libraries and their documents, with state and reason. */
export async function list(desk: Desk, libraryName?: string): Promise<Report> {
  const libraries = await chosen(desk.client, libraryName);
  const documents = [];
  for (const library of libraries) {
    for (const item of await all(desk.client, library.id)) {
      const { id, name, title, category, metadata, state, stage, error, chunks } = item;
      const said = { category: category?.name ?? null, metadata };
      documents.push({ id, library: library.name, name, title, ...said, state, stage, reason: error, chunks });
    }
  }
  const lines = documents.map(
    (one) => `${one.id}  ${one.state.padEnd(10)}  ${one.library} / ${one.name}${one.reason ? `: ${one.reason}` : ""}`,
  );
  return {
    json: { libraries, documents },
    text: lines.join("\n") || "There are no documents yet. Add some: docent add ./folder",
  };
}

/** Removes documents by id or exact name: all of those named, or none when one is not there. */
export async function remove(desk: Desk, named: string[], libraryName?: string): Promise<Report> {
  const libraries = await chosen(desk.client, libraryName);
  const documents = (await Promise.all(libraries.map((library) => all(desk.client, library.id)))).flat();
  const ids = named.map((name) => {
    const matching = documents.filter((one) => one.id === name || one.name === name);
    const [first] = matching;
    if (matching.length === 1 && first) return first.id;
    const message = matching.length
      ? `"${name}" is in several libraries. Say which with --library, or give the id.`
      : `There is no document "${name}". See: docent list`;
    throw new PublicError("not_found", "document.not_found", message);
  });
  for (let from = 0; from < ids.length; from += pageSize) {
    await desk.client.document.remove.mutate({ ids: ids.slice(from, from + pageSize) });
  }
  return { json: { removed: ids }, text: `Removed ${ids.length} documents.` };
}

async function chosen(client: Client, name?: string) {
  return name ? [await findLibrary(client, name)] : client.library.list.query();
}

async function all(client: Client, libraryId: string) {
  const items = [];
  for (let page = 1; ; page++) {
    const part = await client.document.list.query({ libraryId, page, pageSize, sort: "name", direction: "asc" });
    items.push(...part.items);
    if (items.length >= part.total || part.items.length === 0) return items;
  }
}
