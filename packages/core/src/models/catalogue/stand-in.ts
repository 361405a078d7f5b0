import { PublicError } from "../../error.ts";
import type { ChatModel } from "../chat-model.ts";

/** Errors that tell of the question and not of the model: another one would be asked the same in vain. */
const ofTheQuestion = [
  "model.filtered",
  "model.guarded",
  "model.refused",
  "model.too_long",
  "model.cannot_see",
  "budget.spent",
];

/**
 * The model, in whose place another one answers when it fails before its first word. Once something has come nothing is
 * begun again: half an answer of one and half of another would be nobody's.
 */
export function withStandIn(model: ChatModel, standIn: ChatModel): ChatModel {
  return {
    id: model.id,
    ...(model.name !== undefined && { name: model.name }),
    async *stream(prompt, signal) {
      let begun = false;
      try {
        for await (const part of model.stream(prompt, signal)) {
          begun ||= part.type !== "waiting";
          yield part;
        }
        return;
      } catch (error) {
        signal?.throwIfAborted();
        const mayPass = error instanceof PublicError && !ofTheQuestion.includes(error.code);
        if (begun || !mayPass) throw error;
        const { id, name } = standIn;
        yield { type: "switched", model: id, ...(name !== undefined && { name }), because: error.code };
      }
      yield* standIn.stream(prompt, signal);
    },
  };
}
