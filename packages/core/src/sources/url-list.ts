import type { Finding, Known } from "./finding.ts";
import type { SourceRules } from "./source-rules.ts";
import type { SettingsOf } from "./source-settings.ts";
import { manners } from "./manners.ts";
import type { Asking } from "./page.ts";
import { visit } from "./visit.ts";

/** Looks at each address of a list, and tells of those that are not in it any more. */
export async function* readList(
  { urls }: SettingsOf<"urls">,
  known: Known,
  rules: SourceRules,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const keep = manners(rules.delayMs, signal);
  const listed = new Set(urls);
  const asking: Asking = { mayReach: rules.mayReach, signal, before: (address) => keep.before(address) };
  let waiting = urls.length;
  for (const address of urls) {
    waiting--;
    const { finding } = await visit(address, known, asking, keep);
    // whatever it leads to stays under the address that was entered
    yield { ...finding, address, waiting };
  }
  for (const address of known.keys()) if (!listed.has(address)) yield { type: "gone", address, waiting };
}
