import type { Outputs } from "../app/trpc.ts";
import type { AnswerEnd } from "./answer-state.ts";
import type { Question } from "./live-runs.ts";

export type Conversation = Outputs["conversation"]["get"];
export type ConversationListed = Outputs["conversation"]["list"][number];
export type Turn = Conversation["turns"][number];

const titleLengthMax = 60;

/** Whether its answer is still on the way. */
export function isUnderWay({ state }: Turn): boolean {
  return state === "queued" || state === "running";
}

/** The conversation with a question that was just asked, before the desk has answered anything. */
export function addTurn(conversation: Conversation | undefined, asked: Question, now: string): Conversation {
  const turn: Turn = {
    runId: asked.runId,
    question: asked.question,
    libraryIds: null,
    filter: asked.filter ?? null,
    pictures: [...(asked.pictures ?? [])],
    settings: asked.settings ?? null,
    state: "queued",
    outcome: null,
    error: null,
    thumb: null,
    createdAt: now,
  };
  const before = conversation ?? {
    id: asked.conversationId,
    title: titleOf(asked.question),
    updatedAt: now,
    turns: [],
  };
  const kept = before.turns.filter(({ runId }) => runId !== asked.runId && runId !== asked.retryOf);
  return { ...before, updatedAt: now, turns: [...kept, turn] };
}

/** The same for the list: the conversation stands first. */
export function raise(
  list: readonly ConversationListed[],
  { id, title, updatedAt }: ConversationListed,
): ConversationListed[] {
  return [{ id, title, updatedAt }, ...list.filter((other) => other.id !== id)];
}

/** The turn of that run with what it came to. */
export function endTurn(conversation: Conversation, runId: string, end: AnswerEnd): Conversation {
  if (!conversation.turns.some((turn) => turn.runId === runId)) return conversation;
  return {
    ...conversation,
    turns: conversation.turns.map((turn) => (turn.runId === runId ? { ...turn, ...end } : turn)),
  };
}

export function setThumb(conversation: Conversation, runId: string, thumb: Turn["thumb"]): Conversation {
  return {
    ...conversation,
    turns: conversation.turns.map((turn) => (turn.runId === runId ? { ...turn, thumb } : turn)),
  };
}

function titleOf(question: string): string {
  const [line = question] = question.trim().split("\n");
  return line.length > titleLengthMax ? `${line.slice(0, titleLengthMax).toWellFormed()}…` : line;
}
