import type { ChatModel, Parameters } from "./chat-model.ts";

/** The model with its dials set: what a prompt says itself stays. */
export function dialled(model: ChatModel, parameters: Parameters | undefined): ChatModel {
  if (!parameters) return model;
  return {
    ...model,
    stream: (prompt, signal) =>
      model.stream({ ...prompt, parameters: { ...parameters, ...prompt.parameters } }, signal),
  };
}
