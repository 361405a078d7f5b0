import { detect, type Detected } from "../intents/detect.ts";
import type { ChatModel } from "../models/chat-model.ts";
import { dialled } from "../models/dialled.ts";
import type { Scope } from "../scope.ts";
import * as Setting from "../settings/setting.ts";
import { fill } from "../settings/text.ts";
import type { Exchange } from "./history.ts";
import { chatPrompt, version as chatVersion } from "./prompts/chat.ts";
import { languageOf, plain } from "./refusal.ts";
import { addTokens, noteWriter, say } from "./say.ts";
import { timed } from "./tracing.ts";
import { useTool } from "./use-tool.ts";
import { wordingOf } from "./wording.ts";
import type { Turn, Work } from "./work.ts";

/** What an intent answers without a model goes by this name. */
const intentModel = "intent";

export interface Asked {
  turn: Turn;
  /** The question as it is understood from the conversation. */
  question: string;
  history: readonly Exchange[];
  model: ChatModel | undefined;
}

const friendly = {
  zh: "您好！请告诉我您想了解什么，我会在资料中查找答案。",
  en: "Hello! Tell me what you would like to know, and I will look it up in the documents.",
};

/**
 * Finds out what kind of question it is and answers it as that kind wants. False: the documents are asked, as always when
 * the company has taught no intents.
 */
export async function answerByIntent(scope: Scope, asked: Asked, work: Work): Promise<boolean> {
  const { trace, signal } = work;
  const { question, model } = asked;
  const detected = await timed(trace, "intent", () => detect(scope, question, { model, signal }));
  if (!detected) return false;
  const { name, action, by, examples, tokens } = detected;
  trace.intent = { name, action: action.type, by, examples };
  if (tokens) addTokens(trace, tokens);
  return act(scope, detected, asked, work);
}

/** Lets the model answer what it is not to look up; without a model, invites a question to the documents. */
export async function answerWithoutDocuments(scope: Scope, asked: Asked, work: Work): Promise<void> {
  const { progress, trace } = work;
  const { turn, history, model } = asked;
  progress.draft.tier = trace.tier = "answer";
  if (!model) {
    noteWriter({ id: intentModel }, progress, trace);
    return progress.write(friendly[languageOf(turn.question)]);
  }
  trace.promptVersion = chatVersion;
  const prompt = chatPrompt(turn.question, history, await wordingOf(scope, turn, work));
  await say(dialled(model, turn.settings?.parameters), prompt, work);
}

/** Answers what is no question to the documents, as its intent says. False: ask the documents after all. */
async function act(scope: Scope, detected: Detected, asked: Asked, work: Work): Promise<boolean> {
  const { action, name } = detected;
  const { turn, question, model } = asked;
  const parameters = turn.settings?.parameters;
  if (action.type === "knowledge" || name === null) return false;
  const { progress, trace } = work;
  const language = languageOf(turn.question);
  const answerWith = (text: string) => {
    noteWriter({ id: intentModel }, progress, trace);
    progress.draft.tier = trace.tier = "answer";
    progress.write(text);
    return true;
  };
  switch (action.type) {
    case "reply": {
      const text = action.text[language] || action.text.zh || action.text.en;
      return text ? answerWith(text) : false;
    }
    case "comfort":
    case "handover": {
      const sayings = await Setting.read(scope, "comfort", "handover");
      return answerWith(fill(sayings[action.type][language], { question: plain(question) }));
    }
    case "chat": {
      if (turn.pictureIds?.length) return false;
      await answerWithoutDocuments(scope, asked, work);
      return true;
    }
    case "tool": {
      progress.draft.tier = trace.tier = "answer";
      if (turn.trial) {
        progress.draft.degraded = "replay.service_not_called";
        return true;
      }
      if (!model) noteWriter({ id: intentModel }, progress, trace);
      await useTool(scope, { tool: action, name, example: detected.parameters, question, model, parameters }, work);
      return true;
    }
  }
}
