/** What the address says about the feedback shown. */
export interface FeedbackView {
  state?: (typeof states)[number] | undefined;
  thumb?: (typeof thumbs)[number] | undefined;
  corrected?: true | undefined;
  library?: string | undefined;
  person?: string | undefined;
  /** Days as the calendar has them, `2026-11-27`. */
  from?: string | undefined;
  to?: string | undefined;
  text?: string | undefined;
  page?: number | undefined;
}

export const states = ["new", "injected", "dismissed"] as const;
export const thumbs = ["up", "down", "none"] as const;

export function parseFeedbackView(given: Record<string, unknown>): FeedbackView {
  const { page } = given;
  const state = states.find((one) => one === given["state"]);
  const thumb = thumbs.find((one) => one === given["thumb"]);
  const [library, person, text] = [word(given["library"], 64), word(given["person"], 64), word(given["text"], 200)];
  const [from, to] = [day(given["from"]), day(given["to"])];
  return {
    ...(state && { state }),
    ...(thumb && { thumb }),
    ...(given["corrected"] === true && { corrected: true }),
    ...(library && { library }),
    ...(person && { person }),
    ...(from && { from }),
    ...(to && { to }),
    ...(text && { text }),
    ...(typeof page === "number" && Number.isSafeInteger(page) && page > 1 && { page }),
  };
}

/** The moments between which a day lies, in the calendar of whoever looks. */
export function spanOf({ from, to }: Pick<FeedbackView, "from" | "to">): { from?: string; before?: string } {
  const next = to ? new Date(`${to}T00:00:00`) : undefined;
  next?.setDate(next.getDate() + 1);
  return {
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(next && { before: next.toISOString() }),
  };
}

function word(given: unknown, length: number): string {
  return typeof given === "string" || typeof given === "number" ? String(given).slice(0, length) : "";
}

function day(given: unknown): string | undefined {
  const text = word(given, 10);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
