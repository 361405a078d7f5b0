/** Quoting is the desk's own way of answering; anything else names its model. */
export function modelName(model: string, quoting: string): string {
  return model === "quoting" || model === "" ? quoting : model.replace(/^openai\//, "");
}
