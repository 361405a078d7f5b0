import { z } from "zod";
import { PublicError } from "@docent/core/error";
import * as Document from "@docent/core/knowledge/document";
import { authorsOf } from "@docent/core/migration/recall";
import type { Scope } from "@docent/core/scope";
import * as Audit from "@docent/core/users/audit";
import { formerTime } from "./clock.ts";
import { read, type Fields } from "./fields.ts";

const documentsMax = 10_000;
const Remove = z.object({
  filename: z.string().min(1),
  /** The id or name of the library; needed where several hold a document of that name. */
  index_name: z.string().nullish(),
});

/** The documents of all libraries that the key's owner may read, as rows of the predecessor's table. */
export async function list(scope: Scope): Promise<Record<string, unknown>[]> {
  const found = await Document.listAll(scope, { max: documentsMax });
  const authors = await authorsOf(
    scope,
    found.map(({ id }) => ({ documentId: id })),
  );
  return found.map(({ id, name, libraryName, category, createdAt }) => ({
    filename: name,
    username: authors.get(id) ?? "",
    company: "default",
    index_name: libraryName,
    embedding_model: "docent",
    category: category?.name ?? "",
    createtime: formerTime(createdAt),
  }));
}

/** Removes the document of that name. Throws `document.not_found`, and `document.ambiguous` where several libraries hold one. */
export async function remove(scope: Scope, fields: Fields): Promise<string> {
  const { filename, index_name } = read(Remove, fields);
  const like = await Document.listAll(scope, { text: filename.slice(0, 200), max: documentsMax });
  const found = like.filter(({ name, libraryId, libraryName }) => {
    return name === filename && (!index_name || index_name === libraryName || index_name === libraryId);
  });
  const [document] = found;
  if (!document) throw notFound();
  if (found.length > 1) throw ambiguous(filename, found);
  await Document.remove(scope, [document.id]);
  await Audit.record(scope, { action: "document.remove", subject: document.id });
  return "success";
}

function notFound(): PublicError {
  return new PublicError("not_found", "document.not_found", "There is no document of that name that you may read.");
}

function ambiguous(filename: string, found: readonly Document.Info[]): PublicError {
  const libraries = found.map(({ libraryName }) => `"${libraryName}"`).join(", ");
  const message = `Several libraries hold "${filename}": say which by index_name: ${libraries}.`;
  return new PublicError("conflict", "document.ambiguous", message);
}
