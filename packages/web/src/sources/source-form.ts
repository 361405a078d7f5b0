import type { Inputs, Outputs } from "../app/trpc.ts";
import { blankBucket, bucketSettingsOf, type BucketFilled } from "./bucket-form.ts";

export type Settings = Inputs["source"]["create"]["settings"];
export type Kind = Settings["kind"];
export type Schedule = Outputs["source"]["list"][number]["schedule"];

/** What the form holds: all kinds at once, so that going to another kind and back loses nothing. */
export interface Filled extends BucketFilled {
  kind: Kind;
  urls: string;
  start: string;
  depth: number;
  pages: number;
  path: string;
  schedule: Schedule;
}

export const limits = { urls: 500, depth: 20, pages: 5_000 };

/** The form as it is opened, for a new source or one that is there. */
export function filledFrom(source: Outputs["source"]["list"][number] | null): Filled {
  const pages = { urls: "", start: "", depth: 5, pages: 500, path: "" };
  const blank: Filled = { kind: "urls", ...pages, ...blankBucket, schedule: "day" };
  if (!source) return blank;
  const { settings, hasKey, schedule } = source;
  const right = settings.kind === "s3" && !hasKey ? "role" : "key";
  const held = settings.kind === "urls" ? { ...settings, urls: settings.urls.join("\n") } : settings;
  return { ...blank, ...held, right, schedule };
}

/** The lines of the list that hold something. */
export function linesOf(urls: string): string[] {
  return urls
    .split(/\s+/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Whether the desk will take this for the address of a page. */
export function isPageAddress(given: string): boolean {
  const url = URL.parse(given);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "" && !url.username && !url.password;
}

export function settingsOf(filled: Filled): Settings {
  const { kind, urls, start, depth, pages, path } = filled;
  switch (kind) {
    case "urls":
      return { kind, urls: linesOf(urls) };
    case "crawl":
      return { kind, start: start.trim(), depth, pages };
    case "folder":
      return { kind, path: path.trim() };
    case "s3":
      return bucketSettingsOf(filled);
  }
}
