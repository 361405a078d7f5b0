import type { Formats } from "../app/format.ts";
import type { Texts } from "../app/i18n/zh.ts";
import { problemText } from "../app/problem.ts";
import type { Outputs } from "../app/trpc.ts";

export type SourceInfo = Outputs["source"]["list"][number];
export type Sync = NonNullable<SourceInfo["sync"]>;

/** What a source is called: its address or folder. */
export function nameOf({ settings }: SourceInfo, t: Texts, format: Formats): string {
  switch (settings.kind) {
    case "urls": {
      const [first = "", ...others] = settings.urls;
      return others.length ? t.sources.andMore(shown(first), format.number(settings.urls.length)) : shown(first);
    }
    case "crawl":
      return shown(settings.start);
    case "folder":
      return settings.path;
    case "s3":
      return `s3://${settings.bucket}/${settings.prefix}`;
  }
}

/** What kind it is, and its limits. */
export function kindText({ settings }: SourceInfo, t: Texts, format: Formats): string {
  switch (settings.kind) {
    case "urls":
      return t.sources.summary.urls(format.number(settings.urls.length), settings.urls.length);
    case "crawl":
      return t.sources.summary.crawl(format.number(settings.depth), format.number(settings.pages));
    case "folder":
      return t.sources.summary.folder;
    case "s3":
      return t.sources.buckets.summary(settings.endpoint ? shown(settings.endpoint) : settings.region);
  }
}

/** Why something failed, by its code. */
export function reasonText(t: Texts, code: string): string {
  return t.sources.reasons[code] ?? problemText(t, { code, message: "" });
}

export function isUnderWay(sync: Sync | null): boolean {
  return sync?.state === "queued" || sync?.state === "running";
}

/** An address as people read it. */
export function shown(address: string): string {
  // the key of an object is not encoded
  if (address.startsWith("s3://")) return address;
  try {
    return decodeURI(address).replace(/^https?:\/\//, "");
  } catch {
    return address; // percent signs that encode nothing
  }
}
