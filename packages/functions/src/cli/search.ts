import type { Desk } from "./desk.ts";
import { findLibrary } from "./library.ts";
import type { Report } from "./report.ts";

/** The best passages, with the raw score and rank of each route that found them. */
export async function search(desk: Desk, text: string, options: { library?: string; limit: number }): Promise<Report> {
  const libraryIds = options.library ? [(await findLibrary(desk.client, options.library)).id] : undefined;
  const found = await desk.client.search.run.query({
    text,
    limit: options.limit,
    ...(libraryIds ? { libraryIds } : {}),
  });
  const hits = found.hits.map(({ chunkId, documentId, title, headings, page, text, score, routes }) => ({
    chunkId,
    documentId,
    title,
    heading: headings.join(" > "),
    page,
    text,
    score,
    routes,
  }));
  const lines = hits.map(
    (hit, at) => `${at + 1}. ${hit.title}${hit.heading ? ` · ${hit.heading}` : ""}\n${indent(hit.text)}`,
  );
  return { json: { hits }, text: lines.join("\n\n") || "Nothing found." };
}

function indent(text: string): string {
  const short = text.length > 400 ? `${text.slice(0, 400)}…` : text;
  return short.replace(/^/gm, "   ");
}
