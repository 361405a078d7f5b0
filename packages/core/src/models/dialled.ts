import type { ChatModel, Parameters } from "./chat-model.ts";

/** The model with its dials set as somebody wants them, whatever the prompt says. */
export function dialled(model: ChatModel, parameters: Parameters | undefined): ChatModel {
  if (!parameters) return model;
  return {
    ...model,
    stream: (prompt, signal) =>
      model.stream({ ...prompt, parameters: { ...prompt.parameters, ...parameters } }, signal),
  };
}
