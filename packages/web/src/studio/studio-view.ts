/** What the address says about the labels shown. */
export interface StudioView {
  show?: (typeof labelKinds)[number] | undefined;
  text?: string | undefined;
  page?: number | undefined;
}

export const labelKinds = ["answer", "refuse", "proposed"] as const;

export function parseStudioView(given: Record<string, unknown>): StudioView {
  const { text, page } = given;
  const show = labelKinds.find((kind) => kind === given["show"]);
  const filter = typeof text === "string" || typeof text === "number" ? String(text).slice(0, 200) : "";
  return {
    ...(show && { show }),
    ...(filter && { text: filter }),
    ...(typeof page === "number" && Number.isSafeInteger(page) && page > 1 && { page }),
  };
}
