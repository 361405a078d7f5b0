import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import type { Scope } from "@docent/core/scope";
import * as Handbook from "../local/demo/handbook.ts";
import { member } from "./trpc.ts";

/** Questions to try, as long as the demo library holds the documents that answer them. */
export const suggestions = member.query(({ ctx }) => suggest(ctx));

async function suggest(scope: Scope) {
  const library = (await Library.list(scope)).find(({ name }) => name === Handbook.libraryName);
  if (!library?.documents) return { questions: [] };
  const listed = await Document.list(scope, Document.List.parse({ libraryId: library.id, pageSize: 200 }));
  const names = new Set(listed.items.map((item) => item.name));
  return {
    questions: Handbook.suggestions
      .filter(({ answeredBy }) => answeredBy === null || names.has(answeredBy))
      .map(({ text, language }) => ({ text, language })),
  };
}
