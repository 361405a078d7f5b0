import * as Conversation from "@docent/core/chat/conversation";
import * as Run from "@docent/core/chat/run";
import type { Outcome } from "@docent/core/chat/run-event";
import type { Trace } from "@docent/core/chat/trace";
import * as TraceRead from "@docent/core/chat/trace-read";
import { PublicError } from "@docent/core/error";
import { newId } from "@docent/core/id";
import * as Search from "@docent/core/knowledge/search";
import * as FormerSession from "@docent/core/migration/former-session";
import * as Recall from "@docent/core/migration/recall";
import { requireRole, type Scope } from "@docent/core/scope";
import { requireKeyScope } from "../../trpc/key-scopes.ts";
import { readChatEvent, type ChatEvent, type NotHonoured } from "./chat-event.ts";
import { referencesOf } from "./references.ts";
import { replyOf, type Reply, type Said } from "./reply.ts";
import { settingsOf } from "./settings.ts";
import { runningTime, traceLines } from "./trace-lines.ts";

/** The session that is not kept, and shows what was recalled. */
const debugSession = "OnlyForDEBUG";
const cleared = "历史对话已清空";
const dontKnow = "对不起，我不太清楚这个问题，请问问人工吧";
const recallMax = 50;
const recallDefault = 10;

/** Answers a question as the predecessor was asked it: yields the text as it comes, and returns the whole reply. */
export async function* answer(
  scope: Scope,
  sent: Record<string, unknown>,
  streams: boolean,
): AsyncGenerator<string, Reply> {
  requireKeyScope(scope.actor, "chat.ask", "mutation");
  const { event, notHonoured } = readChatEvent(sent);
  if (event.use_stream && !streams) notHonoured.push(streamElsewhere);
  const began = scope.now();
  const reply = (said: Pick<Said, "text" | "tokens" | "recall">, more: readonly NotHonoured[] = []) =>
    replyOf({
      ...said,
      query: event.prompt,
      msgid: event.msgid ?? undefined,
      streams,
      began,
      ended: scope.now(),
      notHonoured: [...notHonoured, ...more],
    });
  if (event.prompt.trim() === "/rs") {
    await FormerSession.clear(scope, sessionOf(event));
    yield cleared;
    return reply({ text: cleared });
  }
  if (event.retrieve_only) return reply({ text: "", recall: await recall(scope, event) });
  const told = yield* tell(scope, event);
  const { outcome, trace } = told;
  const more = await afterwards(scope, event, told, (scope.now().getTime() - began.getTime()) / 1000);
  if (streams && more.after) yield more.after;
  const debugged = event.chat_name === debugSession ? await recall(scope, event) : undefined;
  if (event.chat_name === debugSession) await Conversation.remove(scope, told.conversationId);
  const text = [more.before, `${outcome.text}${more.references}`, more.time].filter(Boolean).join("\n\n");
  return reply({ text, tokens: trace?.tokens, recall: debugged }, [...told.notHonoured, ...more.notHonoured]);
}

interface Told {
  conversationId: string;
  runId: string;
  outcome: Outcome;
  trace: Trace | undefined;
  notHonoured: NotHonoured[];
}

/** Asks, and tells the answer as it is written. Throws what ended it before its end. */
async function* tell(scope: Scope, event: ChatEvent): AsyncGenerator<string, Told> {
  const { settings, notHonoured } = await settingsOf(scope, event);
  const { pictureIds, others } = picturesOf(event);
  if (others.length) notHonoured.push(picturesElsewhere);
  const { conversationId, runId } = await placeOf(scope, event);
  const shown = pictureIds.length ? { pictureIds } : {};
  await Run.ask(scope, { conversationId, runId, question: event.prompt, settings, ...shown });
  const isHeld = event.refuse_strategy === "SAY_DONT_KNOW";
  let length = 0;
  let outcome: Outcome | undefined;
  for await (const { event: next } of Run.watch(scope, { runId, after: 0 })) {
    if (next.type === "text-delta" && !isHeld) {
      // what is taken back cannot be: it begins again on a line of its own
      yield next.offset < length ? `\n\n${next.text}` : next.text;
      length = next.offset + next.text.length;
    }
    if (next.type === "failed") throw failure(next.error);
    if (next.type === "finished" || next.type === "stopped") outcome = next.outcome;
  }
  if (!outcome) throw failure({ code: "run.failed", message: "The answer was broken off. Ask again." });
  if (isHeld && outcome.tier === "refused") {
    outcome = { ...outcome, text: event.refuse_answer || dontKnow };
  }
  if (isHeld) yield outcome.text;
  return { conversationId, runId, outcome, trace: await Recall.ownTrace(scope, runId), notHonoured };
}

/** What goes before and after the answer itself. */
async function afterwards(scope: Scope, event: ChatEvent, { outcome, runId, trace }: Told, seconds: number) {
  const hides = event.hide_ref || outcome.tier === "refused" || outcome.tier === "candidates";
  const authors = hides ? new Map<string, string>() : await Recall.authorsOf(scope, outcome.sources);
  const references = hides ? "" : referencesOf(outcome.sources, trace, authors);
  const notHonoured: NotHonoured[] = [];
  let before = "";
  if (event.use_trace) {
    if (mayTrace(scope)) before = traceLines(await TraceRead.get(scope, { runId }));
    else notHonoured.push(traceForEditors);
  }
  const time = before && runningTime(seconds);
  const after = [references.trim(), before, time].filter(Boolean).join("\n\n");
  return { references, before, time, after: after && `\n\n${after}`, notHonoured };
}

async function placeOf(scope: Scope, event: ChatEvent): Promise<{ conversationId: string; runId: string }> {
  if (event.chat_name === debugSession) return { conversationId: newId("conversation"), runId: newId("run") };
  const session = sessionOf(event);
  const conversationId = await FormerSession.conversationOf(scope, session);
  const message = { msgid: event.msgid ?? undefined, question: event.prompt, conversationId };
  return { conversationId, runId: await FormerSession.runFor(scope, session, message) };
}

async function recall(scope: Scope, event: ChatEvent): Promise<Recall.Recall> {
  const limit = Math.min(recallMax, Math.max(1, Math.round(event.channel_cnt ?? recallDefault)));
  return Recall.recalled(scope, await Search.run(scope, { text: event.prompt, limit }));
}

export function sessionOf({
  chat_name,
  user_id,
}: Pick<ChatEvent, "chat_name" | "user_id">): FormerSession.FormerSession {
  return { sessionId: chat_name, user: user_id ?? "" };
}

function picturesOf({ imgurl }: ChatEvent): { pictureIds: string[]; others: string[] } {
  const given = (Array.isArray(imgurl) ? imgurl : [imgurl ?? ""]).filter(Boolean);
  const isOurs = (one: string) => /^pic_[a-z0-9]+$/.test(one);
  return { pictureIds: given.filter(isOurs), others: given.filter((one) => !isOurs(one)) };
}

function mayTrace(scope: Scope): boolean {
  try {
    requireRole(scope, "editor");
    requireKeyScope(scope.actor, "trace.get", "query");
    return true;
  } catch {
    return false;
  }
}

const ofLimits = new Set(["budget.spent", "model.busy", "request.throttled"]);

function failure({ code, message }: { code: string; message: string }): PublicError {
  return new PublicError(ofLimits.has(code) ? "limited" : "unavailable", code, message);
}

const streamElsewhere = {
  field: "use_stream",
  why: "Over HTTP the answer comes whole: connect to /api/legacy/socket to have it as it is written.",
};
const picturesElsewhere = {
  field: "imgurl",
  why: "Pictures are not fetched from addresses: send them to /api/pictures and name their ids here.",
};
const traceForEditors = {
  field: "use_trace",
  why: 'How answers come about is for editors, by a key that may "read".',
};
