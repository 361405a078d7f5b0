import { z } from "zod";
import { PublicError } from "../error.ts";
import type { Tool as ToolAction } from "../intents/action.ts";
import * as Tool from "../intents/tool.ts";
import type { ChatModel } from "../models/chat-model.ts";
import type { ToolCall } from "../models/tool-call.ts";
import { argumentsPrompt, callPrompt, toolOffer, type ToolMaterial } from "./prompts/tool.ts";
import { heard, reply } from "./say.ts";
import type { Work } from "./work.ts";

export type Arguments = Record<string, unknown>;

/** What a service is called with, and the call if the model made one; or what is still to be said for it. */
export type Filled = { args: Arguments; call?: ToolCall } | { missing: string[] };

interface Attempt {
  args: Arguments | undefined;
  /** Absent when the model wrote the arguments down instead of calling. */
  call?: ToolCall | undefined;
  problems: string[];
}

const JsonObject = z.record(z.string(), z.unknown());
const attemptsMax = 2;

/** The arguments as a model reads them out of a question: as a call if it can call, else as JSON. Told once what did not fit. */
export async function fill(
  model: ChatModel,
  tool: ToolAction,
  asked: { name: string; question: string; example: Arguments | undefined },
  work: Work,
): Promise<Filled> {
  const material: ToolMaterial = { ...asked, description: tool.description, parameters: tool.parameters };
  let before: Attempt | undefined;
  let args: Arguments = {};
  for (let count = 0; count < attemptsMax; count++) {
    const attempt: Attempt = await attemptAt(model, tool, material, before, work);
    if (attempt.args && attempt.problems.length === 0)
      return { args: attempt.args, ...(attempt.call && { call: attempt.call }) };
    args = attempt.args ?? args;
    before = attempt;
  }
  return { missing: Tool.missingOf(tool, args) };
}

/** Who once wrote down what it should have called is not offered the call again. */
async function attemptAt(
  model: ChatModel,
  tool: ToolAction,
  material: ToolMaterial,
  before: Attempt | undefined,
  work: Work,
): Promise<Attempt> {
  const problems = before?.problems ?? [];
  const called = !before || before.call ? await calls(model, material, before, work) : undefined;
  if (called) return judged(tool, called.args, called.call);
  return judged(tool, objectIn(await reply(model, argumentsPrompt(material, problems), work)));
}

/** Undefined when the model cannot call, or does not get a call to its end. */
async function calls(
  model: ChatModel,
  material: ToolMaterial,
  before: Attempt | undefined,
  work: Work,
): Promise<Pick<Attempt, "args" | "call"> | undefined> {
  const earlier = before?.call && { call: before.call, problems: before.problems };
  try {
    const { text, calls } = await heard(model, callPrompt(material, earlier), work);
    const call = calls.find(({ name }) => name === toolOffer(material).name);
    return call ? { args: call.arguments, call } : { args: objectIn(text) };
  } catch (error) {
    if (error instanceof PublicError && /^model\.(without_tools|tool_broken)$/.test(error.code)) return undefined;
    throw error;
  }
}

function judged(tool: ToolAction, args: Arguments | undefined, call?: ToolCall): Attempt {
  return { args, call, problems: args ? Tool.problemsOf(tool, args) : ["it was not one JSON object"] };
}

/** The first JSON object of a reply; models like to put it into a listing or a sentence. */
function objectIn(text: string): Arguments | undefined {
  const from = text.indexOf("{");
  const to = text.lastIndexOf("}");
  if (from < 0 || to < from) return undefined;
  try {
    return JsonObject.safeParse(JSON.parse(text.slice(from, to + 1))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
