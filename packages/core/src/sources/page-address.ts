import { createHash } from "node:crypto";

/** One spelling for each page: no fragment, no user name, no default port. Undefined for what is no web address. */
export function canonical(given: string, base?: string): string | undefined {
  const url = URL.parse(given, base);
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname || url.username || url.password) return undefined;
  url.hash = "";
  // a dot at the end of a host names the same host
  url.hostname = url.hostname.replace(/\.$/, "");
  return url.href;
}

/** Whether a crawl that begins at `start` may take this page in: the same host, and a path below the start's folder. */
export function isBelow(start: string, address: string): boolean {
  const [from, to] = [new URL(start), new URL(address)];
  const folder = from.pathname.slice(0, from.pathname.lastIndexOf("/") + 1);
  return from.host === to.host && to.pathname.startsWith(folder);
}

/** The name a page's document gets, without `http://` and with the ending that its content needs. */
export function documentName(address: string, ending: string): string {
  const url = new URL(address);
  const path = readable(url.pathname + url.search).replace(/\/$/, "/index");
  const name = url.host + path;
  return new RegExp(`\\.${ending === "html" ? "html?" : ending}$`, "i").test(name) ? name : `${name}.${ending}`;
}

/** Another name for a page whose own is that of another page already. */
export function otherName(name: string, address: string): string {
  const mark = createHash("sha256").update(address).digest("hex").slice(0, 8);
  const ending = /\.[^./]+$/.exec(name)?.[0] ?? "";
  return `${name.slice(0, name.length - ending.length).slice(0, 440)} (${mark})${ending}`;
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // percent signs that encode nothing
  }
}
