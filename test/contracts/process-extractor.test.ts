import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PublicError } from "@docent/core/error";
import { processExtractor } from "@docent/core/knowledge/ingest/process-extractor";
import { docxBomb, xlsxOf } from "../fixtures/office.ts";
import { chinesePdf, deflatedPdf, lockedPdf, manyPagesPdf, picturePdf } from "../fixtures/pdf.ts";
import { longDeflate, zip } from "../fixtures/zip.ts";

const MB = 1024 ** 2;
const extractor = processExtractor();
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "docent-extract-"));
});
afterAll(async () => {
  await extractor.close();
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string | Uint8Array) {
  const location = path.join(folder, String(files++));
  await writeFile(location, content);
  return { path: location, name };
}

/** The error that people would see. */
async function refusal(attempt: Promise<unknown>): Promise<PublicError> {
  const error = await attempt.then(
    () => new Error("It was read."),
    (reason: unknown) => reason,
  );
  if (error instanceof PublicError) return error;
  throw error;
}

test("a file comes back as a title and pieces", async () => {
  const extraction = await extractor.extract(await file("leave.md", "# Leave\n\nTen days.\n\n## How\n\nAsk first."));

  expect(extraction).toMatchObject({
    title: "Leave",
    pieces: [{ kind: "passage", headings: ["Leave"], text: "# Leave\n\nTen days.\n\n## How\n\nAsk first." }],
  });
  expect(extraction.milliseconds.extract).toBeGreaterThanOrEqual(0);
});

test("questions and answers come back as such, with byte order mark, Windows line ends and a doubled name", async () => {
  const { pieces } = await extractor.extract(
    await file("x(1).faq", "\ufeffQuestion: 几点？\r\nAnswer: 七点。\r\n=====\r\n"),
  );

  expect(pieces).toEqual([{ kind: "question", headings: [], question: "几点？", text: "七点。" }]);
});

test("the further columns of a table of questions come back with every piece of a row's answer", async () => {
  const long = "第一步：先申请。".repeat(700);
  const { pieces } = await extractor.extract(
    await file("faq.csv", `问题,答案,地区,作者\n怎么报销？,"${long}\n\n${long}",中\0国,li.na\n怎么请假？,填表,,\n`),
  );

  expect(pieces.length).toBeGreaterThan(2);
  expect(new Set(pieces.slice(0, -1).map(({ metadata }) => JSON.stringify(metadata)))).toEqual(
    new Set(['{"地区":"中国","作者":"li.na"}']),
  );
  expect(pieces.at(-1)).toEqual({ kind: "question", headings: [], question: "怎么请假？", text: "填表" });
});

test("a PDF comes back with its pages", async () => {
  const bytes = chinesePdf([{ text: "年假有十天，请提前申请。", size: 12, y: 700 }]);

  const { pieces } = await extractor.extract(await file("手册.pdf", bytes));

  expect(pieces).toEqual([{ kind: "passage", headings: [], page: 1, text: "年假有十天，请提前申请。" }]);
});

const latin = (text: string) => Buffer.from(text, "latin1");
const ole = (stream: string) => {
  const bytes = Buffer.alloc(2048);
  latin("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").copy(bytes);
  bytes.writeUInt16LE(9, 30);
  bytes.write(stream, 512 + 128, "utf16le");
  return bytes;
};

test.each([
  ["an empty file", "a.txt", latin(""), "empty", /empty/],
  ["a file of blanks", "a.md", latin("  \n\n"), "empty", /no text/],
  ["a picture called .pdf", "a.pdf", latin("\x89PNG\r\n\x1a\n\0\0"), "mislabelled", /really a PNG picture/],
  ["text called .docx", "a.docx", latin("hello"), "mislabelled", /holds plain text/],
  [
    "a workbook called .docx",
    "a.docx",
    xlsxOf(""),
    "mislabelled",
    /really an Excel workbook \(\.xlsx\).*ending \.xlsx/,
  ],
  ["a Word document called .doc", "a.doc", docxBomb(1, MB), "mislabelled", /really a Word document \(\.docx\)/],
  ["an old Word document", "a.doc", ole("WordDocument"), "unsupported", /old Word document.*save it as \.docx/],
  ["an empty presentation", "a.pptx", zip([{ name: "ppt/presentation.xml", content: "" }]), "empty", /no text/],
  [
    "a workbook with macros",
    "a.xlsm",
    zip([
      { name: "xl/workbook.xml", content: "" },
      { name: "xl/vbaProject.bin", content: "" },
    ]),
    "unsupported",
    /macros.*Save it as \.xlsx/,
  ],
  ["the template of a prompt", "a.template", latin("You are"), "prompt_template", /wording of a prompt/],
  ["a locked Word document", "a.docx", ole("EncryptedPackage"), "encrypted", /password/],
  ["a locked PDF", "a.pdf", lockedPdf(), "encrypted", /password/],
  ["something unknown", "a.xyz", latin("hello"), "unsupported", /\.md.*\.pdf/],
  ["a name without an ending", "readme", latin("hello"), "unsupported", /end in \.md/],
  ["a program called .txt", "a.txt", latin("\x7fELF\0\0\0"), "mislabelled", /program/],
  ["noise called .txt", "a.txt", latin("\x01\x02\0\x03\x04\0\x05ab\x06\x07"), "unreadable", /does not hold text/],
  ["a damaged archive called .xlsx", "a.xlsx", latin("PK\x03\x04 and then nothing"), "unreadable", /damaged/],
  ["half a PDF", "a.pdf", chinesePdf([{ text: "年假", size: 12, y: 700 }]).subarray(0, 700), "unreadable", /damaged/],
  ["half a Word document", "a.docx", docxBomb(1, MB).subarray(0, 1500), "unreadable", /damaged/],
  ["a PDF of a picture without text", "a.pdf", picturePdf(), "no_text", /No text was found in the pictures/],
  ["a PDF of 300,000 pages", "a.pdf", manyPagesPdf(300_000), "too_large_to_read", /300,000 pages.*Split/],
  ["a Word document that unpacks to 400 MB", "a.docx", docxBomb(400, 400 * MB), "too_large_to_read", /400 MB/],
  [
    "a workbook that unpacks to 400 MB",
    "a.xlsx",
    xlsxOf({ deflated: longDeflate("<worksheet>", " ", 400, "</worksheet>"), unpackedBytes: 400 * MB }),
    "too_large_to_read",
    /400 MB/,
  ],
])("%s is refused in words", async (_, name, content, problem, message) => {
  const error = await refusal(extractor.extract(await file(name, content)));

  expect(error).toMatchObject({ kind: "invalid", code: `file.${problem}` });
  expect(error.message).toMatch(message);
});

test("a text of two gigabytes is refused before it is read", async () => {
  const huge = await file("log.txt", "x".repeat(5000));
  await truncate(huge.path, 2 * 1024 ** 3);

  const error = await refusal(extractor.extract(huge));

  expect(error.code).toBe("file.too_large");
  expect(error.message).toMatch(/2048 MB; at most 32 MB.*Split it/);
});

test("NUL, emoji and a name with ../ do no harm", async () => {
  const { pieces } = await extractor.extract(await file("../../a\0b 🎉.txt", "Party 🎉\0 at five.\r\nBring cake."));

  expect(pieces).toEqual([{ kind: "passage", headings: [], text: "Party 🎉 at five.\nBring cake." }]);
});

test("a file that takes too long is given up in time, and the next one is read", async () => {
  // the next file, and the process that reads it, have no longer either
  const strict = processExtractor({ timeoutMs: 3000 });
  const endless = await file("ops.pdf", deflatedPdf("BT /F1 10 Tf ", "(a) Tj ", 40, "ET"));

  const error = await refusal(strict.extract(endless));

  expect(error).toMatchObject({ kind: "invalid", code: "file.too_slow" });
  expect(error.message).toMatch(/3 s\. Split/);
  await expect(strict.extract(await file("a.txt", "next"))).resolves.toMatchObject({ pieces: [{ text: "next" }] });
  await strict.close();
});

test.each([
  ["a PDF page of 1.5 GB", "flate.pdf", deflatedPdf("", " ", 1500, " ")],
  ["a Word document whose directory lies", "liar.docx", docxBomb(2000, 1000)],
])("%s is given up before it fills the memory, and the next file is read", async (_, name, bytes) => {
  const strict = processExtractor({ residentBytesMax: 300 * MB });

  const error = await refusal(strict.extract(await file(name, bytes)));

  expect(error).toMatchObject({ kind: "invalid", code: "file.too_large_to_read" });
  await expect(strict.extract(await file("a.txt", "next"))).resolves.toMatchObject({ pieces: [{ text: "next" }] });
  await strict.close();
});

test("whoever no longer needs a file may give it up, waiting or being read", async () => {
  const own = processExtractor();
  const controller = new AbortController();
  const slow = await file("ops.pdf", deflatedPdf("BT /F1 10 Tf ", "(a) Tj ", 40, "ET"));
  const attempts = [own.extract(slow, controller.signal), own.extract(slow, controller.signal)];
  const next = own.extract(await file("a.txt", "next"));

  setTimeout(() => controller.abort(new Error("Never mind.")), 300);

  for (const attempt of attempts) await expect(attempt).rejects.toThrow("Never mind.");
  await expect(next).resolves.toMatchObject({ pieces: [{ text: "next" }] });
  await own.close();
});

/** Processes that this one, or another, has started. */
function childrenOf(pid: number | undefined): number[] {
  const { stdout } = spawnSync("pgrep", ["-P", String(pid)], { encoding: "utf8" });
  return stdout.split("\n").filter(Boolean).map(Number);
}

test("a reader that dies spoils the file it reads, and none if it reads none", async () => {
  const own = processExtractor();
  const others = childrenOf(process.pid);
  const readers = () => childrenOf(process.pid).filter((pid) => !others.includes(pid));
  const killReader = () => {
    for (const pid of readers()) process.kill(pid, "SIGKILL");
  };
  await own.extract(await file("a.txt", "first"));
  const attempt = refusal(own.extract(await file("ops.pdf", deflatedPdf("BT /F1 10 Tf ", "(a) Tj ", 40, "ET"))));

  setTimeout(killReader, 300);

  expect((await attempt).code).toBe("file.unreadable");
  await expect(own.extract(await file("a.txt", "next"))).resolves.toMatchObject({ pieces: [{ text: "next" }] });
  const killed = readers();
  killReader();
  await expect.poll(() => readers().filter((pid) => killed.includes(pid)), { timeout: 10_000 }).toEqual([]);
  await expect(own.extract(await file("a.txt", "last"))).resolves.toMatchObject({ pieces: [{ text: "last" }] });
  await own.close();
});

test("a reader ends when the desk is killed, even in the middle of a file", async () => {
  const slow = await file("ops.pdf", deflatedPdf("BT /F1 10 Tf ", "(a) Tj ", 40, "ET"));
  const script = `
    import { processExtractor } from "@docent/core/knowledge/ingest/process-extractor";
    await processExtractor().extract(${JSON.stringify(slow)});
  `;
  const desk = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: "ignore" });
  await expect.poll(() => childrenOf(desk.pid).length, { timeout: 20_000 }).toBe(1);
  const [reader = 0] = childrenOf(desk.pid);
  await new Promise((resolve) => setTimeout(resolve, 500));

  desk.kill("SIGKILL");

  await expect.poll(() => spawnSync("ps", ["-p", String(reader)]).status, { timeout: 20_000 }).toBe(1);
});
