import { z } from "zod";
import { PublicError } from "@docent/core/error";
import * as Review from "@docent/core/feedback/review";
import { formerTime } from "./clock.ts";
import { read, type Fields } from "./fields.ts";

const Token = z.object({ propertyKey: z.string(), value: z.string(), operator: z.string() });
const Asked = z.object({
  pagesize: z.coerce.number().int().min(1).max(100).default(20),
  /** What the page before gave; nothing for the first one. */
  pageindex_key: z.string().nullish(),
  filteringTokens: z.array(Token).nullish(),
});
const Key = z.object({ page: z.int().min(1).max(100_000) });

/** What each action is looked for by. */
const filters: Record<string, Partial<z.infer<typeof Review.List>>> = {
  "thumbs-up": { thumb: "up" },
  "thumb-up": { thumb: "up" },
  "thumbs-down": { thumb: "down" },
  "thumb-down": { thumb: "down" },
  "new-added": { thumb: "none", corrected: true },
  injected: { state: "injected" },
};

/** The page that is asked for. Throws `request.unsupported` for filters that clients do not have. */
export function askedFor(fields: Fields): z.infer<typeof Review.List> {
  const { pagesize, pageindex_key, filteringTokens } = read(Asked, fields);
  const [token, ...others] = filteringTokens ?? [];
  const filter = token ? filters[token.value] : {};
  const isKnown = !token || (["action", "status"].includes(token.propertyKey) && token.operator === "=");
  if (!filter || !isKnown || others.length) {
    const message = `Feedback is looked for by one action: {"propertyKey": "action", "operator": "=", "value": one of ${Object.keys(filters).join(", ")}}.`;
    throw new PublicError("invalid", "request.unsupported", message);
  }
  return Review.List.parse({ ...filter, pageSize: pagesize, page: pageOf(pageindex_key) });
}

/** A row as clients show it. It is named by its own id, by which it can be put into a library or laid aside. */
export function itemOf(info: Review.Info): Record<string, unknown> {
  return {
    "session-id": info.runId ?? "",
    msgid: info.id,
    question: info.question,
    answer: info.given ?? "",
    feedback: info.answer ?? "",
    action: actionOf(info),
    username: info.by,
    timestamp: formerTime(info.createdAt),
    company: "default",
  };
}

function actionOf({ state, thumb, runId }: Review.Info): string {
  if (state === "injected") return "injected";
  if (thumb) return `thumbs-${thumb}`;
  return runId === null ? "new-added" : "";
}

function pageOf(key: string | null | undefined): number {
  if (!key) return 1;
  try {
    return Key.parse(JSON.parse(key)).page;
  } catch (cause) {
    throw new PublicError("invalid", "request.invalid", "pageindex_key is not one that a page gave.", { cause });
  }
}
