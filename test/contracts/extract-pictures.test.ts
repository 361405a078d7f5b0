import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { decode, encode } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import UTIF from "utif2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processExtractor } from "@docent/core/knowledge/ingest/process-extractor";
import { readFile } from "@docent/core/knowledge/extract/read-file";
import { straighten, turn, type Picture } from "@docent/core/knowledge/extract/ocr/picture";
import { scannedPdf } from "../fixtures/pdf.ts";

const png = readFileSync(new URL("../fixtures/scans/leave.png", import.meta.url));
const webp = readFileSync(new URL("../fixtures/scans/leave.webp", import.meta.url));
const said = [
  "# 请假Leave",
  "满一年的员工每年有10天年假，请提前三天申请。",
  "Requests reach the office within 30 days (form T-118).",
  "| 城市 | Hotel | Meals |\n| --- | --- | --- |\n| 北京 | 680.50 | 120 |\n| 成都 | 450.00 | 95 |",
].join("\n\n");

const extractor = processExtractor();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "docent-pictures-"));
});
afterAll(async () => {
  await extractor.close();
  await rm(folder, { recursive: true });
});

async function extract(name: string, content: Uint8Array) {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return extractor.extract({ path: file, name });
}

function picture(): Picture {
  const { width, height, data } = decode(png);
  return { width, height, data: Uint8Array.from(data).reduce(threefold, new Uint8Array(data.length * 3)) };
}

function threefold(all: Uint8Array, value: number, at: number): Uint8Array {
  return all.fill(value, at * 3, at * 3 + 3);
}

function rgba({ width, height, data }: Picture): Uint8Array {
  return Uint8Array.from({ length: width * height * 4 }, (_, at) => {
    return at % 4 === 3 ? 255 : (data[(at >> 2) * 3 + (at % 4)] ?? 0);
  });
}

const asPng = ({ width, height, data }: Picture) => encode({ width, height, data, depth: 8, channels: 3 });
const asJpeg = (of: Picture) => encodeJpeg({ width: of.width, height: of.height, data: rgba(of) }, 80).data;

test.each<[string, string, () => Uint8Array]>([
  ["a PNG", "scan.png", () => png],
  ["a WebP under the name of a JPEG", "scan.jpg", () => webp],
  ["a JPEG that lies on its side", "scan.jpeg", () => asJpeg(turn(picture(), 3))],
  ["a PNG that stands on its head", "scan.png", () => asPng(turn(picture(), 2))],
  ["a PNG that is a little askew", "scan.png", () => asPng(askew(picture(), 0.02))],
])("%s is read with its heading, its paragraphs and its table", async (_, name, content) => {
  const { title, pieces } = await extract(name, content());

  expect(title).toBe("请假Leave");
  expect(pieces).toEqual([{ kind: "passage", headings: ["请假Leave"], text: said }]);
});

function askew(of: Picture, angle: number): Picture {
  const { width, height } = of;
  return straighten(of, { x: width / 2, y: height / 2, width, height, angle }, width, height);
}

test("a TIFF of several pages is read page by page", async () => {
  const one = picture();
  const page = UTIF.encodeImage(rgba(one), one.width, one.height);

  const { pieces } = await extract("fax.tif", new Uint8Array(page));

  expect(pieces[0]?.text).toBe(said);
});

test("of a PDF only the pages without text are recognised, and all keep their numbers", async () => {
  const scan = picture();
  const page = { jpeg: asJpeg(scan), width: scan.width, height: scan.height };

  const sentence = "This page has had its text from the start.";
  const { pieces } = await extract("手册.pdf", scannedPdf([{ lines: Array<string>(40).fill(sentence) }, page]));

  expect(pieces[0]).toMatchObject({ page: 1, text: expect.stringContaining(sentence) as string });
  expect(pieces.at(-1)).toEqual({ kind: "passage", headings: ["请假Leave"], page: 2, text: said });
});

test.each([
  ["half a JPEG", "a.jpg", () => asJpeg(picture()).subarray(0, 300), "file.unreadable"],
  ["half a PNG", "a.png", () => png.subarray(0, 4000), "file.unreadable"],
  ["half a WebP", "a.webp", () => webp.subarray(0, 900), "file.unreadable"],
  ["a PNG that says it is enormous", "a.png", () => enormous(), "file.too_large_to_read"],
  [
    "a white picture",
    "a.png",
    () => asPng({ width: 90, height: 60, data: new Uint8Array(90 * 60 * 3).fill(255) }),
    "file.no_text",
  ],
])("%s is refused in words", async (_, name, content, code) => {
  await expect(extract(name, content())).rejects.toMatchObject({ kind: "invalid", code });
});

function enormous(): Uint8Array {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(100_000, 16);
  bytes.writeUInt32BE(100_000, 20);
  return bytes;
}

test("where nothing can be recognised, pages with text are read and files of pictures alone say what is missing", async () => {
  const scan = picture();
  const page = { jpeg: asJpeg(scan), width: scan.width, height: scan.height };
  const read = async (name: string, content: Uint8Array) => {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return readFile({ path: file, name }, { ocr: undefined, onPage() {} });
  };

  const { blocks } = await read("mixed.pdf", scannedPdf([{ lines: ["This page has text."] }, page]));

  expect(blocks.map((block) => block.markdown)).toEqual(["This page has text."]);
  const missing = { kind: "invalid", code: "file.ocr_missing" };
  await expect(read("scan.pdf", scannedPdf([page]))).rejects.toMatchObject(missing);
  await expect(read("scan.png", png)).rejects.toMatchObject(missing);
});
