import type { Source } from "@docent/core/chat/citation";
import type { Outcome, RunEvent } from "@docent/core/chat/run-event";
import { advance, emptySplit, type Split } from "../markdown/split.ts";

export interface NumberedEvent {
  number: number;
  event: RunEvent;
}

/** One answer on its way, as far as its events have been taken in. */
export interface AnswerState {
  /** Number of the last event taken in: what a reader that lost its connection goes on from. */
  number: number;
  stage: Extract<RunEvent, { type: "stage" }> | null;
  sources: readonly Source[];
  text: Split;
  end: AnswerEnd | null;
}

export interface AnswerEnd {
  state: "finished" | "stopped" | "failed";
  outcome: Outcome;
  error: { code: string; message: string } | null;
}

export const newAnswer: AnswerState = { number: 0, stage: null, sources: [], text: emptySplit, end: null };

/**
 * Takes in events as they come. Late and doubled ones are dropped by number, doubled text by its offset; text that
 * would leave a hole is not shown, since the end of the run brings the whole answer.
 */
export function reduce(state: AnswerState, events: readonly NumberedEvent[]): AnswerState {
  const draft = { ...state };
  let text = state.text.text;
  for (const { number, event } of events) {
    if (number <= draft.number || draft.end) continue;
    draft.number = number;
    switch (event.type) {
      case "stage":
        draft.stage = event;
        break;
      case "sources":
        draft.sources = event.sources;
        break;
      case "text-delta":
        if (event.offset <= text.length) text = text.slice(0, event.offset) + later(text, event);
        break;
      case "finished":
      case "stopped":
        draft.end = { state: event.type, outcome: event.outcome, error: null };
        break;
      case "failed":
        draft.end = { state: "failed", outcome: event.outcome, error: event.error };
        break;
    }
  }
  if (draft.end) {
    text = draft.end.outcome.text;
    draft.sources = draft.end.outcome.sources;
  }
  if (draft.number === state.number) return state;
  // once for all of the events: this is where Markdown is read
  draft.text = advance(state.text, text);
  return draft;
}

/** What stands at and after the delta's offset, once it is taken in: a delta seen before changes nothing. */
function later(text: string, { offset, text: added }: { offset: number; text: string }): string {
  const held = text.slice(offset);
  return held.startsWith(added) ? held : added;
}
