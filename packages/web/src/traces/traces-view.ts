import { tiers, type Tier } from "@docent/core/chat/citation";

/** What the address says about the questions shown. */
export interface TracesView {
  tier?: Tier | undefined;
  intent?: string | undefined;
  thumb?: (typeof thumbs)[number] | undefined;
  model?: string | undefined;
  template?: string | undefined;
  error?: string | undefined;
  person?: string | undefined;
  /** Days as the calendar has them, `2026-11-27`. */
  from?: string | undefined;
  to?: string | undefined;
  text?: string | undefined;
  /** Least and greatest score. */
  least?: number | undefined;
  most?: number | undefined;
  page?: number | undefined;
}

export const thumbs = ["up", "down"] as const;
const words = ["intent", "model", "template", "error", "person", "text"] as const;

export function parseTracesView(given: Record<string, unknown>): TracesView {
  const view: TracesView = {};
  const tier = tiers.find((one) => one === given["tier"]);
  const thumb = thumbs.find((one) => one === given["thumb"]);
  if (tier) view.tier = tier;
  if (thumb) view.thumb = thumb;
  for (const key of words) {
    const value = given[key];
    if (typeof value === "string" || typeof value === "number") view[key] = String(value).slice(0, 200) || undefined;
  }
  for (const key of ["from", "to"] as const) {
    const value = given[key];
    if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)))
      view[key] = value;
  }
  for (const key of ["least", "most"] as const) {
    const value = given[key];
    if (typeof value === "number" && Number.isFinite(value)) view[key] = value;
  }
  const page = given["page"];
  if (typeof page === "number" && Number.isSafeInteger(page) && page > 1) view.page = page;
  return view;
}

/** The same as the desk is asked for it. */
export function filterOf({ template, person, least, most, from, to, ...rest }: TracesView) {
  const { page: _, ...same } = rest;
  const next = to ? new Date(`${to}T00:00:00`) : undefined;
  next?.setDate(next.getDate() + 1);
  const filter = {
    ...same,
    templateId: template,
    userId: person,
    scoreMin: least,
    scoreMax: most,
    from: from && new Date(`${from}T00:00:00`).toISOString(),
    before: next?.toISOString(),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as {
    [Key in keyof typeof filter]?: NonNullable<(typeof filter)[Key]>;
  };
}
