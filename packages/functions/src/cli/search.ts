import type { Desk } from "./desk.ts";
import { filterOf, nothingFor, type Narrowing } from "./filter.ts";
import { findLibrary } from "./library.ts";
import type { Report } from "./report.ts";

export interface Options extends Narrowing {
  library?: string;
  limit: number;
}

/** The best passages, with the raw score and rank of each route that found them. */
export async function search(desk: Desk, text: string, options: Options): Promise<Report> {
  const libraryIds = options.library ? [(await findLibrary(desk.client, options.library)).id] : undefined;
  const found = await desk.client.search.run.query({
    text,
    limit: options.limit,
    ...(libraryIds ? { libraryIds } : {}),
    ...filterOf(options),
  });
  const hits = found.hits.map(
    ({ chunkId, documentId, title, headings, page, category, metadata, text, score, routes }) => ({
      chunkId,
      documentId,
      title,
      heading: headings.join(" > "),
      page,
      category,
      metadata,
      text,
      score,
      routes,
    }),
  );
  const lines = hits.map(
    (hit, at) => `${at + 1}. ${hit.title}${hit.heading ? ` · ${hit.heading}` : ""}\n${indent(hit.text)}`,
  );
  const { unmatched } = found;
  return {
    json: { hits, ...(unmatched && { unmatched }) },
    text: lines.join("\n\n") || nothingFor(unmatched),
  };
}

function indent(text: string): string {
  const short = text.length > 400 ? `${text.slice(0, 400)}…` : text;
  return short.replace(/^/gm, "   ");
}
