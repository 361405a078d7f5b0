import { table, type Block } from "../block.ts";
import { child, elements } from "./element.ts";
import { plain } from "./text.ts";

/** Points of a chart that are shown as rows; a chart of more is a picture, not a table. */
const pointsMax = 200;

/** A chart as the table it was drawn from: a row for each point, a column for each series, under the chart's title. */
export function read(document: Document | undefined): Block[] {
  const series = elements(document, "c:ser");
  const names = series.map((one) => cached(child(one, "c:tx")).get(0) ?? "");
  const columns = series.map((one) => cached(child(one, "c:val") ?? child(one, "c:yVal")));
  const labels = cached(series.map((one) => child(one, "c:cat") ?? child(one, "c:xVal")).find(Boolean));
  const count = Math.min(pointsMax, Math.max(0, ...columns.map((column) => Math.max(-1, ...column.keys()) + 1)));
  const [heading] = elements(document, "c:title");
  const title = plain(heading);
  const rows = Array.from({ length: count }, (_, n) => [
    labels.get(n) ?? "",
    ...columns.map((column) => column.get(n) ?? ""),
  ]);
  return [
    ...(title ? [{ type: "paragraph", markdown: title } satisfies Block] : []),
    ...(rows.length > 0 ? [table([["", ...names], ...rows])] : []),
  ];
}

/** Values as the chart remembers them, by their place; what it points at in a workbook is not looked up. */
function cached(holder: Element | undefined): Map<number, string> {
  const points = elements(holder, "c:pt").filter((point) => Number(point.getAttribute("idx")) < pointsMax);
  return new Map(
    points.map((point) => [Number(point.getAttribute("idx")), child(point, "c:v")?.textContent?.trim() ?? ""]),
  );
}
