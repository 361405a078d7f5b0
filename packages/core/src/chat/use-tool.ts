import { z } from "zod";
import type { Tool as ToolAction } from "../intents/action.ts";
import * as Tool from "../intents/tool.ts";
import type { ChatModel, Parameters } from "../models/chat-model.ts";
import { dialled } from "../models/dialled.ts";
import type { Scope } from "../scope.ts";
import { argumentsPrompt, toolAnswerPrompt, version, type ToolMaterial } from "./prompts/tool.ts";
import type { Language } from "../users/company-text.ts";
import { languageOf } from "./refusal.ts";
import { reply, say } from "./say.ts";
import { timed } from "./tracing.ts";
import type { Work } from "./work.ts";

export interface Use {
  tool: ToolAction;
  name: string;
  /** What the nearest example calls it with. */
  example: Record<string, unknown> | undefined;
  question: string;
  model: ChatModel | undefined;
  /** How the answer is written, not how the service is called. */
  parameters: Parameters | undefined;
}

type Arguments = Record<string, unknown>;

const JsonObject = z.record(z.string(), z.unknown());
const attempts = 2;

/** Calls a service with what the question says, and tells what it answered. */
export async function useTool(scope: Scope, use: Use, work: Work): Promise<void> {
  const { progress, trace, signal } = work;
  const { tool, name, question, model, parameters } = use;
  const language = languageOf(question);
  trace.promptVersion = version;
  const filled = await timed(trace, "arguments", async () => (model ? fill(model, use, work) : withoutModel(use)));
  if ("missing" in filled) {
    progress.write(askFor(language, filled.missing));
    return;
  }
  const { text, type } = await timed(trace, "tool", () => Tool.call(scope, tool, filled.args, signal));
  const answered = text.trim();
  if (!answered) progress.write(nothing[language]);
  else if (model) await say(dialled(model, parameters), toolAnswerPrompt(question, name, answered), work);
  else progress.write(asItIs(answered, type));
}

/** The arguments as a model reads them out of the question; told once what did not fit. */
async function fill(model: ChatModel, use: Use, work: Work): Promise<{ args: Arguments } | { missing: string[] }> {
  const { tool, name, question, example } = use;
  const material: ToolMaterial = { question, name, description: tool.description, parameters: tool.parameters };
  let problems: string[] = [];
  let args: Arguments = {};
  for (let attempt = 0; attempt < attempts; attempt++) {
    const written = await reply(model, argumentsPrompt(material, example, problems), work);
    const read = objectIn(written);
    problems = read ? Tool.problemsOf(tool, read) : ["it was not one JSON object"];
    if (read && problems.length === 0) return { args: read };
    args = read ?? args;
  }
  return { missing: Tool.missingOf(tool, args) };
}

/** Without a model only a service that needs nothing can be called. */
function withoutModel({ tool }: Use): { args: Arguments } | { missing: string[] } {
  return Tool.problemsOf(tool, {}).length === 0 ? { args: {} } : { missing: Tool.missingOf(tool, {}) };
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

function askFor(language: Language, missing: readonly string[]): string {
  const names = missing.map((name) => name.replace(/[\\`*_{}[\]()#+!<>|~$]/g, "\\$&"));
  if (language === "zh") {
    return names.length
      ? `要办理这件事，还需要知道：${names.join("、")}。请补充后再问一次。`
      : "没能看懂这件事的细节，请换一种说法再问一次。";
  }
  return names.length
    ? `For this I still need to know: ${names.join(", ")}. Please ask again with that.`
    : "I could not make out the details of this. Please ask again in other words.";
}

const nothing = {
  zh: "服务没有返回结果。请换一种条件再试。",
  en: "The service found nothing. Try again with other details.",
};

/** In a listing, so that nothing in it acts as Markdown. */
function asItIs(text: string, type: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${/json/i.test(type) ? "json" : "text"}\n${text}\n${fence}`;
}
