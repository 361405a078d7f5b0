import { readFile } from "node:fs/promises";
import * as ConfiguredFile from "@docent/core/models/catalogue/configured-file";

/** The models of a catalogue's file; none without a file. Throws `config.invalid`. */
export async function readCatalogue(
  path: string | undefined,
  variables: NodeJS.ProcessEnv = process.env,
): Promise<ConfiguredFile.Configured[]> {
  if (path === undefined) return [];
  const text = await readFile(path, "utf8").catch(() => {
    throw ConfiguredFile.wrong("DOCENT_CATALOGUE", `There is no file to read at ${path}`);
  });
  return ConfiguredFile.read(text, variables);
}
