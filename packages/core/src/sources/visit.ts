import type { Finding, Known } from "./finding.ts";
import type { Manners } from "./manners.ts";
import { documentName } from "./page-address.ts";
import { fetchPage, PageError, type Asking } from "./page.ts";
import { linksOf } from "./page-links.ts";

type Unplaced<F> = F extends unknown ? Omit<F, "waiting"> : never;

/**
 * Asks for one page and tells what came of it, and which links of it `follow` wants. The finding's address is where redirects
 * ended.
 */
export async function visit(
  address: string,
  known: Known,
  asking: Asking,
  manners: Manners,
  follow?: (link: string) => boolean,
): Promise<{ finding: Unplaced<Finding>; links: string[] }> {
  const before = known.get(address);
  try {
    const page = await fetchPage(address, before?.hint ?? {}, asking);
    manners.after(address, undefined);
    if (page.type !== "content") return { finding: page, links: page.type === "same" ? (before?.links ?? []) : [] };
    const { bytes, hint, ending } = page;
    const links = follow && ending === "html" ? linksOf(bytes, page.address).filter(follow) : [];
    // kept for an answer that the page is unchanged, which a server without hints never gives
    const kept = hint.etag !== undefined || hint.lastModified !== undefined ? links : [];
    const content = { name: documentName(page.address, ending), hint, links: kept, open: () => bytes };
    return { finding: { type: "content", address: page.address, content }, links };
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    if (error.code !== "page.host_silent") manners.after(address, error.code);
    return { finding: { type: "failed", address, code: error.code }, links: [] };
  }
}
