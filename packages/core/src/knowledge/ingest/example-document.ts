import { PublicError } from "../../error.ts";
import * as ExampleImport from "../../intents/example-import.ts";
import type { Scope } from "../../scope.ts";

/**
 * Teaches the company's intents what an `.example` file among the documents says. Throws `file.examples_refused` where
 * lines of it cannot be taken; what fits is taught all the same, and adding the mended file again doubles nothing.
 */
export async function teach(scope: Scope, text: string): Promise<void> {
  const { added, already, refused } = await ExampleImport.importFile(scope, { text });
  if (refused.length === 0) return;
  const lines = refused.slice(0, 10).map(({ line }) => line);
  const which = `${lines.join(", ")}${refused.length > 10 ? ` and ${refused.length - 10} more` : ""}`;
  throw new PublicError(
    "invalid",
    "file.examples_refused",
    `${added + already} sentences were added to the intents, but not those from line ${which}. Mend these lines and add the file again.`,
  );
}
