import { SyncError, type Finding, type Known } from "./finding.ts";
import { manners } from "./manners.ts";
import { isBelow } from "./page-address.ts";
import { PageError } from "./page.ts";
import { readRobots } from "./robots.ts";
import type { SourceRules } from "./source-rules.ts";
import type { SettingsOf } from "./source-settings.ts";
import { visit } from "./visit.ts";

/**
 * Follows links from the start, nearest first, and then asks for known pages that nothing leads to any more: only a page
 * that the server says is gone counts as gone. What robots.txt forbids is not asked for.
 */
export async function* crawl(
  { start, depth, pages }: SettingsOf<"crawl">,
  known: Known,
  rules: SourceRules,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const keep = manners(rules.delayMs, signal);
  const robots = await readRobots(start, {
    mayReach: rules.mayReach,
    signal,
    before: (address) => keep.before(address),
  });
  if (robots.delay !== undefined) keep.slowDown(start, robots.delay);
  const asking = {
    mayReach: rules.mayReach,
    signal,
    before: async (address: string) => {
      if (!isBelow(start, address)) throw new PageError("page.redirected_away");
      if (!robots.allows(address)) throw new PageError("page.robots");
      await keep.before(address);
    },
  };

  const outside = [...known.keys()].filter((address) => !isBelow(start, address));
  for (const address of outside) yield { type: "gone", address, waiting: 0 };

  const found = new Set([start]);
  const told = new Set<string>();
  const queue = [{ address: start, depth: 0 }];
  let asked = 0;
  const look = async (address: string) => {
    asked++;
    const looked = await visit(address, known, asking, keep, (link) => isBelow(start, link));
    if (address === start && looked.finding.type === "gone" && known.size) throw new SyncError("source.start_gone");
    return looked;
  };

  for (let next = queue.shift(); next && asked < pages; next = queue.shift()) {
    if (told.has(next.address)) continue;
    const depthHere = next.depth;
    const { finding, links } = await look(next.address);
    if (depthHere < depth) {
      const own = links.map((link) => inSchemeOf(finding.address, link));
      const fresh = [...new Set(own)].filter((link) => !found.has(link) && robots.allows(link));
      for (const link of fresh) found.add(link);
      queue.push(...fresh.map((address) => ({ address, depth: depthHere + 1 })));
    }
    const waiting = Math.min(queue.length, pages - asked);
    // moved: its document goes, and the one it leads to is told of instead
    if (finding.address !== next.address && known.has(next.address))
      yield { type: "gone", address: next.address, waiting };
    if (told.has(finding.address)) continue;
    told.add(next.address).add(finding.address);
    found.add(finding.address);
    yield { ...finding, waiting };
  }

  const unlinked = [...known.keys()].filter((address) => isBelow(start, address) && !found.has(address));
  for (const address of unlinked) {
    if (asked >= pages || told.has(address)) continue;
    const { finding } = await look(address);
    const moved = finding.address !== address;
    yield moved ? { type: "gone", address, waiting: 0 } : { ...finding, waiting: 0 };
  }
}

/** A site that answers to http and https alike is one site. */
function inSchemeOf(page: string, link: string): string {
  const url = new URL(link);
  url.protocol = new URL(page).protocol;
  return url.href;
}
