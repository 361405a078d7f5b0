import { randomUUID } from "node:crypto";
import type { Recall, Recalled } from "@docent/core/migration/recall";
import type { NotHonoured } from "./chat-event.ts";

/** An answer in the shape in which the predecessor gave them. */
export interface Reply {
  id: string;
  msgid?: string;
  use_stream: boolean;
  query: string;
  /** Seconds since 1970. */
  created: number;
  /** Seconds that it took. */
  useTime: number;
  model: "main_brain";
  choices: { text: string }[];
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
  extra_info: ExtraInfo | Record<string, never>;
  /** Fields of the question that were not followed. */
  not_honoured?: NotHonoured[];
}

interface ExtraInfo {
  query_input: string;
  opensearch_query_response: Recalled[];
  /** Spelt as clients know it. */
  opensearch_knn_respose: Recalled[];
  recall_knowledge: Recalled[];
}

export interface Said {
  text: string;
  query: string;
  msgid: string | undefined;
  streams: boolean;
  began: Date;
  ended: Date;
  tokens?: { input: number; output: number } | undefined;
  recall?: Recall | undefined;
  notHonoured: readonly NotHonoured[];
}

export function replyOf(said: Said): Reply {
  const { text, query, msgid, began, ended, tokens = { input: 0, output: 0 }, recall, notHonoured } = said;
  return {
    id: randomUUID(),
    ...(msgid !== undefined && { msgid: answerTo(msgid) }),
    use_stream: said.streams,
    query,
    created: Math.floor(ended.getTime() / 1000),
    useTime: (ended.getTime() - began.getTime()) / 1000,
    model: "main_brain",
    choices: [{ text }],
    usage: {
      prompt_tokens: tokens.input,
      completion_tokens: tokens.output,
      total_tokens: tokens.input + tokens.output,
    },
    extra_info: recall
      ? {
          query_input: query,
          opensearch_query_response: recall.words,
          opensearch_knn_respose: recall.meaning,
          recall_knowledge: recall.knowledge,
        }
      : {},
    ...(notHonoured.length > 0 && { not_honoured: [...notHonoured] }),
  };
}

/** What the answer to a message is called. */
export function answerTo(msgid: string): string {
  return `${msgid}_res`;
}
