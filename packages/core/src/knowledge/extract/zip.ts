import yauzl from "yauzl";
import { PublicError } from "../../error.ts";
import { fileError, megabytes } from "./file-error.ts";
import { limits } from "./limits.ts";
import type { Other } from "./signature.ts";

interface Entry {
  name: string;
  packed: number;
  unpacked: number;
}

const others: [entry: string, what: string, advice: string][] = [
  ["content.xml", "an OpenDocument file", "Save it as .docx, .xlsx or .pdf and add that"],
  ["META-INF/container.xml", "an e-book (.epub)", "Save it as .pdf or .html and add that"],
  ["xl/workbook.bin", "a binary Excel workbook (.xlsb)", "Save it as .xlsx and add that"],
];

const mains = [
  ["word/document.xml", "docx"],
  ["ppt/presentation.xml", "pptx"],
  ["xl/workbook.xml", "xlsx"],
] as const;
/** Programs within documents: these are never run here, but whoever downloads the document might. */
const macroParts = [
  [
    "word/vbaProject.bin",
    { what: "a Word document with macros", advice: "Save it as .docx, without them, and add that" },
  ],
  [
    "ppt/vbaProject.bin",
    { what: "a presentation with macros", advice: "Save it as .pptx, without them, and add that" },
  ],
  ["xl/vbaProject.bin", { what: "a workbook with macros", advice: "Save it as .xlsx, without them, and add that" }],
] as const;

/** What kind of document a ZIP archive is. Throws for an archive that would unpack to far more than a document needs. */
export async function kindOf(path: string): Promise<{ kind: "docx" | "pptx" | "xlsx" } | Other> {
  const entries = await list(path);
  const has = (name: string) => entries.some((entry) => entry.name === name);
  const document = mains.find(([name]) => has(name))?.[1];
  const [, macros] = macroParts.find(([name]) => has(name)) ?? [];
  if (macros) return { kind: "other", ...macros };
  if (document) {
    refuseBomb(entries);
    return { kind: document };
  }
  const [, what, advice] = others.find(([name]) => has(name)) ?? [
    "",
    "a ZIP archive",
    "Unpack it and add the files in it",
  ];
  return { kind: "other", what, advice };
}

function refuseBomb(entries: readonly Entry[]): void {
  const { unpackedBytes, suspectBytes, ratio } = limits.zip;
  const total = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
  const suspect = entries.some((entry) => entry.unpacked > suspectBytes && entry.unpacked > entry.packed * ratio);
  if (total <= unpackedBytes && !suspect) return;
  throw fileError(
    "too_large_to_read",
    `Unpacked, this file is ${megabytes(total)}, far more than a document holds. Save its text in a new file, or split it, and add that.`,
  );
}

async function list(path: string): Promise<Entry[]> {
  try {
    const zip = await yauzl.openPromise(path, { lazyEntries: true });
    const entries: Entry[] = [];
    try {
      for await (const entry of zip.eachEntry()) {
        entries.push({ name: entry.fileName, packed: entry.compressedSize, unpacked: entry.uncompressedSize });
        if (entries.length > limits.zip.entries) {
          throw fileError(
            "too_large_to_read",
            "This archive holds too many files. Add the documents in it one by one.",
          );
        }
      }
    } finally {
      zip.close();
    }
    return entries;
  } catch (error) {
    if (error instanceof PublicError) throw error;
    throw fileError(
      "unreadable",
      "This file is damaged or was not downloaded completely. Fetch it once more and add it again.",
      error,
    );
  }
}
