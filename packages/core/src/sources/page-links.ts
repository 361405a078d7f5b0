import { parseHTML } from "linkedom";
import { decode } from "../knowledge/extract/decode.ts";
import { canonical } from "./page-address.ts";

const readBytesMax = 4 * 1024 * 1024;
const linksMax = 2000;

/** Other things than documents that pages lead to. */
const other =
  /\.(png|jpe?g|gif|webp|svg|ico|avif|css|js|mjs|map|woff2?|ttf|eot|mp[34]|webm|ogg|wav|avi|mov|zip|gz|tgz|7z|rar|exe|dmg|iso|xml|rss|atom)$/i;

/** The addresses that an HTML page leads to, each once. */
export function linksOf(bytes: Uint8Array, address: string): string[] {
  const { document } = parseHTML(decode(bytes.subarray(0, readBytesMax)));
  const base = canonical(document.querySelector("base[href]")?.getAttribute("href") ?? "", address) ?? address;
  const links = new Set<string>();
  for (const anchor of document.querySelectorAll("a[href],area[href]")) {
    const link = canonical(anchor.getAttribute("href")?.trim() ?? "", base);
    if (link !== undefined && link.length <= 2000 && !other.test(new URL(link).pathname)) links.add(link);
    if (links.size === linksMax) break;
  }
  return [...links];
}
