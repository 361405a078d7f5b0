import { cannotSee } from "../broken-answer.ts";
import type { Message, Parameters, Prompt, UnsentParameters } from "../chat-model.ts";
import { base64, openAiMessages, openAiToolChoice, openAiTools } from "../openai/openai-content.ts";
import { withoutTools } from "../tool-call.ts";
import type { ChatContract, chatPlaces } from "./contract.ts";
import { fill, placesIn } from "./template.ts";

/** What a container is sent for a prompt. */
export function chatBody(contract: ChatContract, prompt: Prompt, stops: readonly string[], model: string): unknown {
  const places = new Set(placesIn(contract.body));
  const images = prompt.messages.flatMap((message) => message.images ?? []);
  if (images.length && !["image", "images", "messages", "messagesWithoutSystem"].some((place) => places.has(place)))
    throw cannotSee();
  if (prompt.tools?.length && !places.has("tools")) throw withoutTools();
  const { system, messages, parameters = {} } = prompt;
  const { temperature, topP, topK } = parameters;
  const question = messages.at(-1)?.text ?? "";
  const drawn = [temperature, topP, topK].some((value) => value !== undefined);
  const pictures = images.map(({ bytes }) => base64(bytes));
  const values: Record<(typeof chatPlaces)[number], unknown> = {
    system,
    question,
    model,
    tools: openAiTools(prompt.tools),
    toolChoice: openAiToolChoice(prompt),
    temperature,
    topP,
    topK,
    prompt: laidOut(contract.turns, prompt),
    asked: system ? `${system}\n\n${question}` : question,
    history: pairs(messages.slice(0, -1)),
    messages: openAiMessages(prompt, places.has("system") ? "elsewhere" : "as role"),
    messagesWithoutSystem: openAiMessages(prompt, "before question"),
    image: pictures.at(-1),
    images: pictures.length ? pictures : undefined,
    temperatureAboveZero: temperature || undefined,
    topPBelowOne: topP !== undefined && topP < 1 ? topP : undefined,
    outputTokensMax: parameters.outputTokensMax,
    stop: stops.length ? stops : undefined,
    presencePenalty: parameters.presencePenalty,
    frequencyPenalty: parameters.frequencyPenalty,
    samples: drawn ? temperature !== 0 : undefined,
  };
  return fill(contract.body, values);
}

const placesOf: Record<keyof Parameters, readonly (typeof chatPlaces)[number][] | "any"> = {
  temperature: ["temperature", "temperatureAboveZero"],
  topP: ["topP", "topPBelowOne"],
  topK: ["topK"],
  outputTokensMax: ["outputTokensMax"],
  presencePenalty: ["presencePenalty"],
  frequencyPenalty: ["frequencyPenalty"],
  // what the container does not heed is cut off here
  stop: "any",
};

/** The parameters for which a contract has no place. */
export function unsentTo({ body }: ChatContract, parameters: Parameters): UnsentParameters {
  const places: readonly string[] = placesIn(body);
  const wanted = Object.keys(parameters) as (keyof Parameters)[];
  const unsent = wanted.filter((parameter) => {
    const taking = placesOf[parameter];
    return taking !== "any" && !taking.some((place) => places.includes(place));
  });
  return Object.fromEntries(unsent.map((parameter) => [parameter, "absent" as const]));
}

function laidOut(turns: ChatContract["turns"], { system, messages }: Prompt): string {
  // a function, since `$&` in a text would be read as a reference
  const put = (turn: string, text: string) => turn.replaceAll("{text}", () => text);
  const said = messages.map(({ role, text }) => put(turns[role], text));
  return [system ? put(turns.system, system) : "", ...said, turns.end].join("");
}

/** A question that was never answered keeps its place, with an empty answer. */
function pairs(messages: readonly Message[]): [string, string][] {
  const all: [string, string][] = [];
  for (const { role, text } of messages) {
    const last = all.at(-1);
    if (role === "user") all.push([text, ""]);
    else if (last) last[1] += text;
    else all.push(["", text]);
  }
  return all;
}
