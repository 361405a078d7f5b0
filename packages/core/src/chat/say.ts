import { PublicError } from "../error.ts";
import type { ChatModel, Prompt } from "../models/chat-model.ts";
import type { ToolCall } from "../models/tool-call.ts";
import type { Progress } from "./progress.ts";
import { noteParameters, timed } from "./tracing.ts";
import type { Trace } from "./trace.ts";
import type { Work } from "./work.ts";

const charactersMax = 30_000;

/** Has the model write the answer, as it comes. */
export async function say(model: ChatModel, prompt: Prompt, { progress, trace, signal }: Work): Promise<void> {
  const { draft } = progress;
  progress.stage("writing");
  await timed(trace, "model", async () => {
    for await (const part of model.stream(prompt, signal)) {
      if (part.type === "text-delta") progress.write(part.text);
      if (part.type === "retract") progress.retract();
      if (part.type === "switched") noteSwitch(part, progress, trace);
      if (part.type === "waiting") noteWait(part, progress);
      if (part.type === "parameters") noteParameters(trace, part);
      if (part.type === "finish") {
        addTokens(trace, part.tokens);
        if (part.reason === "length") draft.degraded = "answer.cut_off";
      }
      if (draft.text.length > charactersMax) {
        draft.degraded = "answer.cut_off";
        break;
      }
    }
  });
  if (draft.text.trim()) return;
  const message = "The model answered with nothing. Ask again; if it stays, choose another model in the settings.";
  throw new PublicError("unavailable", "model.empty", message);
}

/** A short reply that is not shown, whole. */
export async function reply(model: ChatModel, prompt: Prompt, work: Work): Promise<string> {
  return (await heard(model, prompt, work)).text;
}

/** The same with what the model calls. */
export async function heard(model: ChatModel, prompt: Prompt, { progress, trace, signal }: Work) {
  const calls: ToolCall[] = [];
  let text = "";
  for await (const part of model.stream(prompt, signal)) {
    if (part.type === "text-delta") text += part.text;
    if (part.type === "retract") text = "";
    if (part.type === "switched") trace.degraded = degradedBy(part);
    if (part.type === "waiting") noteWait(part, progress);
    if (part.type === "tool-call") calls.push(part);
    if (part.type === "finish") addTokens(trace, part.tokens);
    if (text.length > charactersMax) break;
  }
  return { text, calls };
}

/** Another model writes the answer: it is shown as its author, and that it stood in. */
export function noteSwitch(
  to: { model: string; name?: string; because: string },
  progress: Progress,
  trace: Trace,
): void {
  noteWriter({ id: to.model, ...(to.name !== undefined && { name: to.name }) }, progress, trace);
  progress.draft.degraded = degradedBy(to);
}

/** Who writes the answer, by its id and, if it has one, by the name that people know. */
export function noteWriter(writer: Pick<ChatModel, "id" | "name">, { draft }: Progress, trace: Trace): void {
  draft.model = trace.model = writer.id;
  if (writer.name === undefined) delete draft.modelName;
  else draft.modelName = writer.name;
}

function degradedBy({ because }: { because: string }): string {
  return because === "budget.spent" ? "budget.cheaper_model" : "model.stood_in";
}

/** Others are served first: whoever asked sees how many and how long that takes. */
export function noteWait({ ahead, seconds }: { ahead: number; seconds: number }, progress: Progress): void {
  if (seconds > 0) progress.stage("waiting", ahead, seconds);
  else progress.stage("writing");
}

export function addTokens(trace: Trace, { input, output }: { input: number; output: number }): void {
  const before = trace.tokens ?? { input: 0, output: 0 };
  trace.tokens = { input: before.input + input, output: before.output + output };
}
