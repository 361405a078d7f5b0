import { z } from "zod";
import { brokenOff, filtered } from "../broken-answer.ts";
import type { ModelPart } from "../chat-model.ts";
import { quote } from "../said.ts";
import { scanTags, type Scanned } from "../tag-scanner.ts";
import { separateThinking } from "../thinking.ts";
import { joinCalls } from "../tool-call.ts";
import type { ChatContract } from "./contract.ts";
import { follow } from "./path.ts";
import { jsonIn, textOf, valuesIn } from "./reply-lines.ts";

const OpenAiCalls = z.array(
  z.object({
    index: z.number().nullish(),
    id: z.string().nullish(),
    function: z.object({ name: z.string().exactOptional(), arguments: z.unknown() }).exactOptional(),
  }),
);

/** Reads what a container sends. The answer ends before any of `stops`, which some containers write down too. */
export async function* chatReply(
  { reply }: ChatContract,
  bytes: AsyncIterable<Uint8Array>,
  stops: readonly string[],
): AsyncGenerator<ModelPart> {
  const thinking = separateThinking();
  const ending = endBefore(stops);
  const calls = joinCalls();
  const counted: Record<string, number> = {};
  let reason: string | undefined;
  let came = false;
  let understood = false;
  for await (const value of valuesOf(reply.format, bytes)) {
    came = true;
    const error = first(value, reply.error, isSaid);
    if (error !== undefined) throw brokenOff(quote(textIn(error), undefined));
    const thought = first(value, reply.thinking, isText);
    if (thought) yield { type: "reasoning-delta", text: thought };
    const text = reply.unless && follow(value, reply.unless) === true ? undefined : first(value, reply.text, isText);
    if (text) yield* thinking.push(ending.push(text));
    const called = OpenAiCalls.safeParse(first(value, reply.calls, Array.isArray)).data ?? [];
    for (const [place, { index, id, function: piece }] of called.entries())
      calls.push({ index: index ?? place, ...(id && { id }), ...piece });
    reason = first(value, reply.reason, isText) ?? reason;
    understood ||= thought !== undefined || text !== undefined || called.length > 0 || reason !== undefined;
    for (const [name, paths] of Object.entries(reply.tokens)) {
      const count = first(value, paths, isCount);
      if (count !== undefined) counted[name] = count;
    }
  }
  yield* thinking.push(ending.end());
  yield* thinking.end();
  if (came && !understood) throw new SyntaxError("nothing that the contract knows");
  if ((reply.reason || !came) && reason === undefined) throw brokenOff();
  if (reason !== undefined && reply.failed.includes(reason)) throw brokenOff();
  if (reason !== undefined && reply.withheld.includes(reason)) throw filtered();
  for (const call of calls.end()) yield { type: "tool-call", ...call };
  const { input = 0, output = 0, cached } = counted;
  const tokens = { input, output, ...(cached !== undefined && { cached }) };
  yield { type: "finish", reason: reason !== undefined && reply.cut.includes(reason) ? "length" : "stop", tokens };
}

async function* valuesOf(
  format: ChatContract["reply"]["format"],
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<unknown> {
  if (format === "lines") return yield* valuesIn(bytes);
  if (format === "text") return yield* textOf(bytes);
  let json = "";
  for await (const text of textOf(bytes)) json += text;
  yield jsonIn(json);
}

function first<T>(
  value: unknown,
  paths: readonly string[] | undefined,
  fits: (found: unknown) => found is T,
): T | undefined {
  return paths?.map((path) => follow(value, path)).find(fits);
}

const isText = (found: unknown): found is string => typeof found === "string";
const isCount = (found: unknown): found is number => typeof found === "number";
const isSaid = (found: unknown): found is object | string =>
  (typeof found === "string" && found !== "") || (typeof found === "object" && found !== null);

function textIn(error: object | string): unknown {
  return typeof error === "object" && "message" in error ? error.message : error;
}

/** Lets text through until one of the stops comes. */
function endBefore(stops: readonly string[]): { push(text: string): string; end(): string } {
  if (!stops.length) return { push: (text) => text, end: () => "" };
  const scanner = scanTags(stops);
  let ended = false;
  const kept = (scanned: readonly Scanned[]) => {
    let text = "";
    for (const part of scanned) {
      ended ||= part.type === "tag";
      if (!ended && part.type === "text") text += part.text;
    }
    return text;
  };
  return { push: (text) => kept(scanner.push(text)), end: () => kept(scanner.end()) };
}
