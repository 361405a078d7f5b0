import { PublicError } from "@docent/core/error";
import type { Client } from "./desk.ts";

/** The library of that name. Throws `library.not_found` with the names there are. */
export async function findLibrary(client: Client, name: string): Promise<{ id: string; name: string }> {
  const libraries = await client.library.list.query();
  const found = libraries.find((library) => library.name === name);
  if (found) return found;
  const names = libraries.map((library) => `"${library.name}"`).join(", ") || "none yet";
  throw new PublicError("not_found", "library.not_found", `There is no library called "${name}". There are: ${names}.`);
}
