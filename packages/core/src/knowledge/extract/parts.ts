import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { DOMParser } from "linkedom";
import yauzl from "yauzl";
import { fileError } from "./file-error.ts";

/** The parts of an Office document, which is a ZIP archive of XML files that point at one another. */
export interface Parts {
  has(name: string): boolean;
  /** A part as a tree; undefined where the archive holds none of that name. */
  xml(name: string): Promise<Document | undefined>;
  /** Where a part's relations lead, by their ids: another part's name, or an address outside. */
  relations(name: string): Promise<Map<string, Relation>>;
}

export interface Relation {
  /** The last word of its type, such as "slide", "notesSlide" or "hyperlink". */
  type: string;
  target: string;
  isExternal: boolean;
}

/** Opens an Office document. Throws `file.unreadable` for a damaged archive. */
export async function open(bytes: Uint8Array): Promise<Parts> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes), { lazyEntries: true }).catch(damaged);
  const entries = new Map<string, yauzl.Entry>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);

  async function xml(name: string): Promise<Document | undefined> {
    const entry = entries.get(name);
    if (!entry) return undefined;
    const stream: Readable = await zip.openReadStreamPromise(entry).catch(damaged);
    const text = (await buffer(stream).catch(damaged)).toString("utf8");
    return new DOMParser().parseFromString(text, "text/xml") as unknown as Document;
  }

  return {
    has: (name) => entries.has(name),
    xml,
    async relations(name) {
      const at = name.lastIndexOf("/") + 1;
      const document = await xml(`${name.slice(0, at)}_rels/${name.slice(at)}.rels`);
      const found = Array.from(document?.getElementsByTagName("Relationship") ?? []);
      return new Map(
        found.map((element) => [element.getAttribute("Id") ?? "", relationOf(element, name.slice(0, at))]),
      );
    },
  };
}

function relationOf(element: Element, folder: string): Relation {
  const target = element.getAttribute("Target") ?? "";
  const isExternal = element.getAttribute("TargetMode") === "External";
  const type = (element.getAttribute("Type") ?? "").split("/").at(-1) ?? "";
  return { type, isExternal, target: isExternal ? target : resolve(folder, target) };
}

/** "../media/a.png" as seen from "ppt/slides/" is "ppt/media/a.png". */
function resolve(folder: string, target: string): string {
  const steps = target.startsWith("/") ? target.split("/") : [...folder.split("/"), ...target.split("/")];
  const kept: string[] = [];
  for (const step of steps) {
    if (step === "..") kept.pop();
    else if (step && step !== ".") kept.push(step);
  }
  return kept.join("/");
}

function damaged(cause: unknown): never {
  throw fileError(
    "unreadable",
    "This file is damaged or was not downloaded completely. Fetch it once more and add it again.",
    cause,
  );
}
