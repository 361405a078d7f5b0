import { PublicError } from "@docent/core/error";
import type { Filter, Said } from "@docent/core/knowledge/description/filter";
import type { Client } from "./desk.ts";

export interface Narrowing {
  category?: string[];
  where?: string[];
}

/** What `--category <name>` and `--where <name=value>` narrow to; of one name any of the values may fit. Throws `where.unreadable`. */
export function filterOf({ category, where }: Narrowing): { filter?: Filter } {
  const metadata: Record<string, string[]> = {};
  for (const given of where ?? []) {
    const [, name, value] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
    if (name === undefined || value === undefined) {
      const message = `"${given}" names no value. Write --where Name=Value, such as --where Region=China.`;
      throw new PublicError("invalid", "where.unreadable", message);
    }
    (metadata[name.trim()] ??= []).push(value.trim());
  }
  if (!category && !where) return {};
  return { filter: { ...(category && { category }), ...(where && { metadata }) } };
}

/** Why a narrowed search found nothing, where that is known. */
export function nothingFor(unmatched: readonly Said[] = []): string {
  const said = unmatched.map(({ name, values }) => `${name ?? "Category"}: ${values.join(" or ")}`);
  return said.length ? `Nothing found. No document that you may read is under ${said.join(" or ")}.` : "Nothing found.";
}

/** The category of that name, made when it does not exist. */
export async function findOrCreateCategory(client: Client, name: string): Promise<string> {
  const categories = await client.category.list.query();
  const found = categories.find((category) => category.name.toLowerCase() === name.trim().toLowerCase());
  return (found ?? (await client.category.create.mutate({ name }))).id;
}
