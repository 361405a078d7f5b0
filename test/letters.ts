import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export interface Received {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** The letters kept in a folder, oldest first. */
export async function lettersIn(folder: string): Promise<Received[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith(".eml")).toSorted();
  return Promise.all(files.map(async (name) => parsed(await readFile(join(folder, name), "latin1"))));
}

/** A letter as it travels: headers, and a part for each form of its text. */
export function parsed(raw: string): Received {
  const { headers, body } = split(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers["content-type"] ?? "")?.[1] ?? "";
  const parts = body.split(`--${boundary}`).map((part) => split(part.replace(/^\r?\n/, "")));
  const of = (type: string) => parts.find((part) => part.headers["content-type"]?.startsWith(type));
  return {
    to: headers["to"] ?? "",
    subject: words(headers["subject"] ?? ""),
    text: decoded(of("text/plain")),
    html: decoded(of("text/html")),
  };
}

interface Part {
  headers: Record<string, string>;
  body: string;
}

function split(raw: string): Part {
  const end = /\r?\n\r?\n/.exec(raw);
  const head = raw.slice(0, end?.index ?? raw.length).replace(/\r?\n[ \t]+/g, " ");
  const lines = head
    .split(/\r?\n/)
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]);
  const headers = Object.fromEntries(lines.map(([name = "", value = ""]) => [name.toLowerCase(), value.trim()]));
  return { headers, body: end ? raw.slice(end.index + end[0].length) : "" };
}

function decoded(part: Part | undefined): string {
  if (!part) return "";
  const encoding = part.headers["content-transfer-encoding"] ?? "";
  if (/base64/i.test(encoding)) return Buffer.from(part.body, "base64").toString("utf8").trim();
  const bytes = /quoted/i.test(encoding) ? unquoted(part.body) : Buffer.from(part.body, "latin1");
  return bytes.toString("utf8").replaceAll("\r\n", "\n").trim();
}

function unquoted(text: string): Buffer {
  const joined = text.replace(/=\r?\n/g, "");
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    "latin1",
  );
}

/** Words of a header that are not plain letters travel encoded. */
function words(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === "b"
        ? Buffer.from(text, "base64").toString("utf8")
        : unquoted(text.replaceAll("_", " ")).toString("utf8"),
    );
}
