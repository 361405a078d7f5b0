import {
  Document,
  ExternalHyperlink,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from "docx";
import { expect, test } from "vitest";
import { docxOf } from "../fixtures/office.ts";
import * as Docx from "@docent/core/knowledge/extract/docx";

const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });

test("headings, lists, tables and links of a Word document are kept", async () => {
  const document = new Document({
    sections: [
      {
        children: [
          new Paragraph({ text: "员工手册", heading: HeadingLevel.TITLE }),
          new Paragraph({ text: "Leave", heading: HeadingLevel.HEADING_1 }),
          new Paragraph({
            children: [
              new TextRun("Ten days, see "),
              new ExternalHyperlink({ link: "https://example.org/leave", children: [new TextRun("the form")] }),
              new TextRun(" or List<String>."),
            ],
          }),
          new Paragraph({ text: "ask first", bullet: { level: 0 } }),
          new Paragraph({ text: "then go", bullet: { level: 0 } }),
          new Paragraph({ text: "Rates", heading: HeadingLevel.HEADING_2 }),
          new Table({
            rows: [
              new TableRow({ children: [cell("City"), cell("Rate")] }),
              new TableRow({ children: [cell("Berlin"), cell("120 | net")] }),
            ],
          }),
        ],
      },
    ],
  });
  const { title, blocks } = await Docx.read(await Packer.toBuffer(document));

  expect(title).toBe("员工手册");
  expect(blocks.map(({ type, level }) => level ?? type)).toEqual([1, 2, "paragraph", "list", 3, "table"]);
  expect(blocks.map((block) => block.text).filter(Boolean)).toEqual(["员工手册", "Leave", "Rates"]);
  expect(blocks[2]?.markdown).toMatch(
    /^Ten days, see \[the form\]\(https:\/\/example\.org\/leave\) or List\\<String>\.$/,
  );
  expect(blocks[3]?.markdown).toBe("- ask first\n- then go");
  expect(blocks[5]?.markdown).toBe("| City | Rate |\n| - | - |\n| Berlin | 120 \\| net |");
});

test("a Word document without headings is read by its paragraphs", async () => {
  const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
  const bytes = docxOf(
    `<w:document ${namespace}><w:body>${paragraph("年假有十天。")}${paragraph("请提前申请。")}</w:body></w:document>`,
  );

  expect((await Docx.read(bytes)).blocks).toEqual([
    { type: "paragraph", markdown: "年假有十天。" },
    { type: "paragraph", markdown: "请提前申请。" },
  ]);
});
