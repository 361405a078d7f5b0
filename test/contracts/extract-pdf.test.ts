import { PDFDocument, StandardFonts, degrees, type PDFFont, type PDFPage } from "pdf-lib";
import { expect, test } from "vitest";
import { chinesePdf } from "../fixtures/pdf.ts";
import { split } from "@docent/core/knowledge/ingest/split";
import * as Pdf from "@docent/core/knowledge/extract/pdf/pdf";

const sentence = "Travel is booked through the desk at the lowest fare that serves the purpose. ";

interface Fonts {
  text: PDFFont;
  bold: PDFFont;
  mono: PDFFont;
}

async function pdf(draw: (document: PDFDocument, fonts: Fonts) => void): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const [text, bold, mono] = await Promise.all(
    [StandardFonts.Helvetica, StandardFonts.HelveticaBold, StandardFonts.Courier].map((name) =>
      document.embedFont(name),
    ),
  );
  if (!text || !bold || !mono) throw new Error("A standard font is missing.");
  draw(document, { text, bold, mono });
  return document.save();
}

function write(page: PDFPage, font: PDFFont, size: number, lines: readonly string[], x: number, y: number) {
  for (const [position, line] of lines.entries()) page.drawText(line, { x, y: y - position * size * 1.3, size, font });
}

test("headings have levels by size, paragraphs are whole and know their page", async () => {
  const bytes = await pdf((document, { text }) => {
    for (const chapter of [1, 2]) {
      const page = document.addPage([595, 842]);
      write(page, text, 20, [`Chapter ${chapter}`], 72, 740);
      write(page, text, 14, ["Booking"], 72, 700);
      write(
        page,
        text,
        10,
        ["Travel is booked through the desk, at the lowest fare that serves the pur-", "pose of the journey."],
        72,
        670,
      );
      write(page, text, 10, ["• first item", "• second item"], 72, 620);
    }
  });
  const { title, blocks } = await Pdf.read(bytes);

  expect(title).toBe("Chapter 1");
  expect(blocks.slice(4)).toEqual([
    { type: "heading", level: 1, text: "Chapter 2", markdown: "# Chapter 2", page: 2 },
    { type: "heading", level: 2, text: "Booking", markdown: "## Booking", page: 2 },
    {
      type: "paragraph",
      markdown: "Travel is booked through the desk, at the lowest fare that serves the purpose of the journey.",
      page: 2,
    },
    { type: "list", markdown: "- first item\n- second item", page: 2 },
  ]);
  expect(split({ blocks: blocks.slice(4), rows: [] })[0]).toMatchObject({
    page: 2,
    headings: ["Chapter 2", "Booking"],
  });
});

test("two columns are read one after the other", async () => {
  const column = (word: string) =>
    Array.from({ length: 12 }, (_, line) => `${word} column in line ${line} with ordinary words`);
  const bytes = await pdf((document, { text }) => {
    const page = document.addPage([595, 842]);
    write(page, text, 10, column("Left"), 60, 740);
    write(page, text, 10, column("Right"), 320, 740);
  });
  const words = (await Pdf.read(bytes)).blocks.map((block) => block.markdown).join(" ");

  expect(words).toBe([...column("Left"), ...column("Right")].join(" "));
});

test("a table drawn with lines and one without become tables", async () => {
  const rows = [
    ["City", "Rate", "Nights"],
    ["Berlin", "120", "3"],
    ["Oslo", "190", "2"],
    ["Lyon", "99", "4"],
  ];
  const expected =
    "| City | Rate | Nights |\n| --- | --- | --- |\n| Berlin | 120 | 3 |\n| Oslo | 190 | 2 |\n| Lyon | 99 | 4 |";
  const bytes = await pdf((document, { text }) => {
    const page = document.addPage([595, 842]);
    write(page, text, 10, ["The rates of this year are these, and they hold for all journeys."], 72, 760);
    for (const [row, cells] of rows.entries()) {
      for (const [position, cell] of cells.entries()) {
        const [x, y] = [72 + position * 60, 700 - row * 20];
        page.drawRectangle({ x, y: y - 6, width: 60, height: 20, borderWidth: 0.5 });
        write(page, text, 10, [cell], x + 4, y);
        write(page, text, 10, [cell], 72 + position * 110, 500 - row * 14);
      }
    }
    write(page, text, 10, ["Ask the desk about any other city, and it will find out for you."], 72, 400);
  });
  const { blocks } = await Pdf.read(bytes);

  expect(blocks.map((block) => block.markdown)).toEqual([
    "The rates of this year are these, and they hold for all journeys.",
    expected,
    expected,
    "Ask the desk about any other city, and it will find out for you.",
  ]);
});

test("what is printed on every page and page numbers are left out", async () => {
  const bytes = await pdf((document, { text }) => {
    for (let number = 1; number <= 5; number++) {
      const page = document.addPage([595, 842]);
      write(page, text, 9, ["Example handbook, confidential"], 72, 810);
      write(page, text, 10, [`${sentence}Page text ${number}.`], 72, 700);
      write(page, text, 9, [`Page ${number} of 5`], 280, 30);
      write(page, text, 9, [`${number + 10}`], 500, 30);
    }
  });
  const { blocks } = await Pdf.read(bytes);

  expect(blocks.map((block) => block.markdown)).toEqual(
    [1, 2, 3, 4, 5].map((number) => `${sentence}Page text ${number}.`),
  );
});

test("a paragraph goes on over the end of a page", async () => {
  const bytes = await pdf((document, { text }) => {
    write(document.addPage([595, 842]), text, 10, ["This sentence begins on the first"], 72, 120);
    write(document.addPage([595, 842]), text, 10, ["page and ends on the second."], 72, 740);
  });

  expect((await Pdf.read(bytes)).blocks).toEqual([
    { type: "paragraph", markdown: "This sentence begins on the first page and ends on the second.", page: 1 },
  ]);
});

test("typewriter text is code with its indents, and text that looks like HTML is text", async () => {
  const bytes = await pdf((document, { text, mono }) => {
    const page = document.addPage([595, 842]);
    write(page, text, 10, [`${sentence}Use a List<String> here.`], 72, 700);
    write(page, mono, 10, ["if (a) {", "  run();", "}"], 72, 660);
  });

  expect((await Pdf.read(bytes)).blocks.map((block) => block.markdown)).toEqual([
    `${sentence}Use a List\\<String> here.`,
    "```\nif (a) {\n  run();\n}\n```",
  ]);
});

test("a page whose text runs upwards is read as well", async () => {
  const bytes = await pdf((document, { text }) => {
    const page = document.addPage([595, 842]);
    page.drawText("A table that was too wide", { x: 200, y: 100, size: 12, font: text, rotate: degrees(90) });
    page.drawText("is printed sideways.", { x: 216, y: 100, size: 12, font: text, rotate: degrees(90) });
  });

  expect((await Pdf.read(bytes)).blocks.map((block) => block.markdown)).toEqual([
    "A table that was too wide is printed sideways.",
  ]);
});

test("Chinese in a font that is not in the file keeps every character and digit", async () => {
  const bytes = chinesePdf([
    { text: "员工手册", size: 20, y: 740 },
    { text: "年假为十天，编号0123456789，须提前", size: 12, y: 700 },
    { text: "三天申请。", size: 12, y: 684 },
  ]);
  const { title, blocks } = await Pdf.read(bytes);

  expect(title).toBe("员工手册");
  expect(blocks.at(-1)).toEqual({
    type: "paragraph",
    markdown: "年假为十天，编号0123456789，须提前三天申请。",
    page: 1,
  });
});
