import robotsParser from "robots-parser";
import { SyncError } from "./finding.ts";
import { fetchPage, PageError, userAgent, type Asking } from "./page.ts";

/** What these tell of the host holds for all of its pages. */
const telling = new Set([
  "page.forbidden_address",
  "page.private_address",
  "page.unknown_host",
  "page.unreachable",
  "page.timed_out",
]);

export interface Robots {
  allows(address: string): boolean;
  /** Seconds between two requests that the host asks for. */
  delay: number | undefined;
}

/** Reads a host's robots.txt. A host without one allows everything; one that cannot be asked allows nothing: throws `SyncError`. */
export async function readRobots(start: string, asking: Asking): Promise<Robots> {
  const address = new URL("/robots.txt", start).href;
  const text = await textOf(address, asking);
  const robots = robotsParser(address, text);
  return {
    // asked of the rules' own origin: the parser has no say about another one, and http may lead to https
    allows: (page) => robots.isAllowed(new URL(pathOf(page), address).href, userAgent) ?? true,
    delay: robots.getCrawlDelay(userAgent),
  };
}

function pathOf(page: string): string {
  const { pathname, search } = new URL(page);
  return pathname + search;
}

async function textOf(address: string, asking: Asking): Promise<string> {
  try {
    const page = await fetchPage(address, {}, asking);
    const text = page.type === "content" ? new TextDecoder().decode(page.bytes) : "";
    return /^\s*</.test(text) ? "" : text;
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    // refused as a stranger, or something that is no text: there are no rules to keep
    if (["page.refused", "page.unexpected_status", "page.unsupported_type"].includes(error.code)) return "";
    throw new SyncError(telling.has(error.code) ? error.code : "source.robots_unreachable", { cause: error });
  }
}
