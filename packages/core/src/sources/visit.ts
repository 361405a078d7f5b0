import type { Finding, Known } from "./finding.ts";
import type { Manners } from "./manners.ts";
import { documentName } from "./page-address.ts";
import { fetchPage, PageError, type Asking } from "./page.ts";
import { linksOf } from "./page-links.ts";

type Unplaced<F> = F extends unknown ? Omit<F, "waiting"> : never;

/** Asks for one page and tells what came of it, and where it leads. The finding's address is where redirects ended. */
export async function visit(
  address: string,
  known: Known,
  asking: Asking,
  manners: Manners,
): Promise<{ finding: Unplaced<Finding>; links: string[] }> {
  const before = known.get(address);
  try {
    const page = await fetchPage(address, before?.hint ?? {}, asking);
    manners.after(address, undefined);
    if (page.type !== "content") return { finding: page, links: page.type === "same" ? (before?.links ?? []) : [] };
    const { bytes, hint, ending } = page;
    const links = ending === "html" ? linksOf(bytes, page.address) : [];
    const content = { name: documentName(page.address, ending), hint, links, open: () => bytes };
    return { finding: { type: "content", address: page.address, content }, links };
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    if (error.code !== "page.host_silent") manners.after(address, error.code);
    return { finding: { type: "failed", address, code: error.code }, links: [] };
  }
}
