import { inShort } from "../knowledge/description/metadata.ts";
import type { Passage } from "../knowledge/passages.ts";
import type { Source } from "./citation.ts";
import type { Sentence } from "./sentence.ts";

/** The passage as number `n` under an answer, with the sentences of it that count. */
export function toSource(
  passage: Passage,
  n: number,
  { text, heading }: Pick<Sentence, "text" | "heading">,
  cited: boolean,
): Source {
  const { chunkId, documentId, title, page, location } = passage;
  const said = saidAbout(passage);
  // a passage may hold several short sections
  const headings = heading && !passage.headings.includes(heading) ? [...passage.headings, heading] : passage.headings;
  return {
    n,
    chunkId,
    documentId,
    title,
    headings,
    page,
    ...said,
    ...(location !== undefined && { location }),
    quote: text,
    cited,
  };
}

/** Category and values of a passage, as they are shown with it. */
export function saidAbout({ category, metadata }: Passage): Pick<Source, "category" | "metadata"> {
  const short = inShort(metadata);
  return { ...(category !== null && { category }), ...(short && { metadata: short }) };
}
