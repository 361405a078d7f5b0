import { expect, test } from "vitest";
import * as Pptx from "@docent/core/knowledge/extract/pptx/pptx";
import { split } from "@docent/core/knowledge/ingest/split";
import { paragraph, pptxOf, shape } from "../fixtures/slides.ts";

async function markdown(bytes: Uint8Array) {
  const { blocks } = await Pptx.read(bytes);
  return blocks.map((block) => block.markdown);
}

test("slides come in the order they are shown, under the title of the whole, each with its number as the page", async () => {
  const content = await Pptx.read(
    pptxOf([
      { shapes: shape(paragraph("员工手册"), "ctrTitle") + shape(paragraph("2026 年版"), "subTitle") },
      { shapes: shape(paragraph("Secret"), "title") + shape(paragraph("Not for show"), "body"), hidden: true },
      { shapes: shape(paragraph("年假"), "title") + shape(paragraph("满一年有十天。"), "body") },
      { shapes: shape(paragraph("年假"), "title") + shape(paragraph("请提前三天申请。"), "body") },
    ]),
  );

  expect(content.title).toBe("员工手册");
  expect(content.blocks).toEqual([
    { type: "heading", level: 1, text: "员工手册", markdown: "# 员工手册", page: 1 },
    { type: "paragraph", markdown: "2026 年版", page: 1 },
    { type: "heading", level: 2, text: "年假", markdown: "## 年假", page: 3 },
    { type: "paragraph", markdown: "满一年有十天。", page: 3 },
    { type: "paragraph", markdown: "请提前三天申请。", page: 4 },
  ]);
  expect(split(content)[0]).toMatchObject({ headings: ["员工手册"], page: 1 });
});

test("bullets keep their depth, numbers their kind, links their address and pictures their description", async () => {
  const link =
    '<a:p><a:r><a:t>See </a:t></a:r><a:r><a:rPr><a:hlinkClick r:id="rId9"/></a:rPr><a:t>the form</a:t></a:r><a:br/><a:r><a:t>or ask.</a:t></a:r></a:p>';
  const bullets =
    paragraph("Travel") + paragraph("By train", '<a:pPr lvl="1"/>') + paragraph("Note", "<a:pPr><a:buNone/></a:pPr>");
  const steps = paragraph("Ask", "<a:pPr><a:buAutoNum/></a:pPr>") + paragraph("Book", "<a:pPr><a:buAutoNum/></a:pPr>");
  const group = `<p:grpSp>${shape(paragraph("Inside a group &lt;b&gt;"))}</p:grpSp>`;
  const picture =
    '<p:pic><p:nvPicPr><p:cNvPr id="4" name="p" descr="Map of the [north] site"/><p:nvPr/></p:nvPicPr></p:pic>';

  expect(
    await markdown(
      pptxOf([
        {
          shapes:
            shape(bullets, "") +
            shape(paragraph("Rules"), "title") +
            shape(link) +
            shape(steps) +
            group +
            picture +
            shape(paragraph("17"), "sldNum"),
          relations: { rId9: "https://example.org/form" },
          notes: "Say this slowly.",
        },
      ]),
    ),
  ).toEqual([
    "# Rules",
    "- Travel\n  - By train",
    "Note",
    "See [the form](https://example.org/form)\nor ask.",
    "1. Ask\n1. Book",
    "Inside a group \\<b>",
    "![Map of the \\[north\\] site]()",
    "> Say this slowly.",
  ]);
});

test("tables and charts are tables", async () => {
  const cell = (text: string) => `<a:tc><a:txBody>${paragraph(text)}</a:txBody></a:tc>`;
  const row = (...cells: string[]) => `<a:tr>${cells.map(cell).join("")}</a:tr>`;
  const grid = `<p:graphicFrame><a:graphic><a:graphicData><a:tbl>${row("City", "Rate")}${row("Oslo", "1 | 2")}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
  const chart =
    '<p:graphicFrame><a:graphic><a:graphicData><c:chart r:id="rId3"/></a:graphicData></a:graphic></p:graphicFrame>';
  const points = (...values: string[]) =>
    values.map((value, n) => `<c:pt idx="${n}"><c:v>${value}</c:v></c:pt>`).join("");
  const series = `<c:ser><c:tx><c:strRef><c:strCache>${points("2026")}</c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>${points("North", "South")}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>${points("12", "7.5")}</c:numCache></c:numRef></c:val></c:ser>`;
  const xml = `<c:chartSpace><c:chart><c:title><c:tx><c:rich>${paragraph("Sales")}</c:rich></c:tx></c:title><c:plotArea><c:barChart>${series}</c:barChart></c:plotArea></c:chart></c:chartSpace>`;

  expect(
    await markdown(
      pptxOf([
        {
          shapes: shape(paragraph("Figures"), "title") + grid + chart,
          relations: { rId3: { part: "charts/chart1.xml", type: "chart", xml } },
        },
      ]),
    ),
  ).toEqual([
    "# Figures",
    "| City | Rate |\n| --- | --- |\n| Oslo | 1 \\| 2 |",
    "Sales",
    "|  | 2026 |\n| --- | --- |\n| North | 12 |\n| South | 7.5 |",
  ]);
});

test("a slide without a title takes its first words, or its number", async () => {
  const long = "This sentence is far too long to be the title of a slide, so the number of the slide has to do for it.";

  expect(
    await markdown(
      pptxOf([
        { shapes: shape(paragraph("Thank you")) + shape(paragraph("Questions?")) },
        { shapes: shape(paragraph(long)) },
        { shapes: "" },
      ]),
    ),
  ).toEqual(["# Thank you", "Questions?", "# Slide 2", long]);
});

test("a slide whose relations lead in a circle or out of the archive is read for what it holds", async () => {
  const text = shape(paragraph("Hello"), "title");
  const circle = { part: "slides/slide1.xml", type: "notesSlide", xml: "" };

  expect(await markdown(pptxOf([{ shapes: text, relations: { rId1: circle, rId2: "file:///etc/passwd" } }]))).toEqual([
    "# Hello",
  ]);
});
