import { z } from "zod";
import { PublicError } from "@docent/core/error";
import * as Inject from "@docent/core/evaluation/inject";
import * as Rating from "@docent/core/feedback/feedback";
import * as Review from "@docent/core/feedback/review";
import * as Library from "@docent/core/knowledge/library";
import * as FormerSession from "@docent/core/migration/former-session";
import type { Scope } from "@docent/core/scope";
import { read, type Fields } from "./fields.ts";
import { requireKeyScope } from "../../trpc/key-scopes.ts";
import { askedFor, itemOf } from "./feedback-list.ts";

const Place = z.object({
  session_id: z.string().max(500).default(""),
  msgid: z.string().min(1, "Say which answer: its msgid.").max(500),
  username: z.string().max(200).nullish(),
});
const Post = Place.partial({ msgid: true }).extend({
  action: z.string().max(40).default(""),
  question: z.string().nullish(),
  answer: z.string().nullish(),
  feedback: z.string().nullish(),
  /** The id or name of the library that an answer is put into; needed where there are several. */
  index_name: z.string().nullish(),
});
type Post = z.infer<typeof Post>;

/** A page of what people said, for editors. */
export async function get(scope: Scope, fields: Fields): Promise<unknown> {
  const asked = askedFor(fields);
  const { items, total } = await Review.list(scope, asked);
  const more = asked.page * asked.pageSize < total;
  return {
    items: items.map(itemOf),
    total_cnt: total,
    pageindex_key: more ? JSON.stringify({ page: asked.page + 1 }) : "",
  };
}

/** Keeps what is said of an answer, adds a pair that somebody wrote, or puts one into a library. */
export async function post(scope: Scope, fields: Fields): Promise<string> {
  const said = read(Post, fields);
  const correction = said.feedback?.trim() ?? "";
  switch (said.action) {
    case "thumbs-up":
    case "thumb-up":
      await rate(scope, said, { thumb: "up", ...(correction && { correction }) });
      return "success";
    case "thumbs-down":
    case "thumb-down":
      await rate(scope, said, { thumb: "down", ...(correction && { correction }) });
      return "success";
    case "cancel-thumbs-up":
    case "cancel-thumb-up":
    case "cancel-thumbs-down":
    case "cancel-thumb-down":
      await rate(scope, said, { thumb: null });
      return "success";
    case "new-added":
      requireKeyScope(scope.actor, "feedback.create", "mutation");
      await Review.create(scope, { question: said.question ?? "", answer: correction || (said.answer ?? "") });
      return "success";
    case "injected":
      await inject(scope, said, correction);
      return "success";
    case "":
      // a correction by itself leaves the thumb as it is
      await rate(scope, said, { thumb: await thumbOf(scope, said), correction });
      return "success";
    default:
      throw unknownAction(said.action);
  }
}

/** Takes back what the key's owner said; a row of the list, which is for editors, is laid aside. */
export async function remove(scope: Scope, fields: Fields): Promise<string> {
  const place = read(Place, fields);
  if (isRow(place.msgid)) {
    requireKeyScope(scope.actor, "feedback.move", "mutation");
    await Review.move(scope, { ids: [place.msgid], state: "dismissed" });
  } else await Rating.rate(scope, { runId: await runOf(scope, place), thumb: null });
  return "success";
}

async function rate(scope: Scope, said: Post, what: Omit<z.infer<typeof Rating.Rate>, "runId">): Promise<void> {
  const place = read(Place, said);
  await Rating.rate(scope, { runId: await runOf(scope, place), ...what });
}

async function thumbOf(scope: Scope, said: Post): Promise<"up" | "down"> {
  const { thumb } = await Rating.ofRun(scope, { runId: await runOf(scope, read(Place, said)) });
  return thumb ?? "down";
}

async function inject(scope: Scope, said: Post, correction: string): Promise<void> {
  requireKeyScope(scope.actor, "feedback.inject", "mutation");
  const libraryId = await libraryFor(scope, said.index_name);
  const row = said.msgid && isRow(said.msgid) ? await Review.get(scope, { id: said.msgid }) : undefined;
  const question = said.question?.trim() || row?.question || "";
  const answer = correction || row?.answer || "";
  const language = /\p{Script=Han}/u.test(question) ? "zh" : "en";
  await Inject.inject(scope, { ...(row && { id: row.id }), question, answer, libraryId, language });
}

/** The only library that answers can be put into, or the one that is named. Throws `library.needed`. */
async function libraryFor(scope: Scope, named: string | null | undefined): Promise<string> {
  const open = (await Library.list(scope)).filter(({ role }) => role === "contributor" || role === "owner");
  const [library, ...others] = named ? open.filter(({ id, name }) => named === id || named === name) : open;
  if (library && !others.length) return library.id;
  const names = open.map(({ name }) => `"${name}"`).join(", ") || "none";
  throw new PublicError("invalid", "library.needed", `Say by index_name which library it is put into: ${names}.`);
}

async function runOf(scope: Scope, { session_id, msgid, username }: z.infer<typeof Place>): Promise<string> {
  if (msgid.startsWith("run_")) return msgid;
  // clients know an answer by the name of its question or by its own, and not all of them said whose question it was
  for (const user of new Set([username ?? "", ""])) {
    for (const name of new Set([msgid, msgid.replace(/_res$/, "")])) {
      const runId = await FormerSession.runOf(scope, { sessionId: session_id, user }, name);
      if (runId) return runId;
    }
  }
  const message = `No answer to the message "${msgid}" is known in the session "${session_id}".`;
  throw new PublicError("not_found", "run.not_found", message);
}

function isRow(msgid: string): boolean {
  return msgid.startsWith("fbk_");
}

function unknownAction(action: string): PublicError {
  const there = "thumbs-up, thumbs-down, cancel-thumbs-up, cancel-thumbs-down, new-added, injected, or none";
  return new PublicError("invalid", "request.unsupported", `There is no action "${action}". There is: ${there}.`);
}
