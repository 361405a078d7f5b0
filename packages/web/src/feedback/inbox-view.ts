/** What the address says about the unanswered questions shown. */
export interface InboxView {
  state?: "closed" | "dismissed" | undefined;
  days?: (typeof spans)[number] | undefined;
  whose?: "me" | "nobody" | undefined;
  page?: number | undefined;
}

export const spans = [7, 30, 90] as const;
export const usualDays = 30;

export function parseInboxView(given: Record<string, unknown>): InboxView {
  const { state, whose, page } = given;
  const days = spans.find((one) => one === given["days"]);
  return {
    ...((state === "closed" || state === "dismissed") && { state }),
    ...(days && days !== usualDays && { days }),
    ...((whose === "me" || whose === "nobody") && { whose }),
    ...(typeof page === "number" && Number.isSafeInteger(page) && page > 1 && { page }),
  };
}
