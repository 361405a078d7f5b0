import { z } from "zod";
import { PublicError } from "../../error.ts";
import type { Subject } from "../openai/openai-error.ts";
import { pathPattern } from "./path.ts";
import { placesIn, type Template } from "./template.ts";

/*
 * What a container behind an endpoint takes and gives is data: a container that nobody here has met is described by an
 * administrator in JSON. A contract is a name (see `named-contracts.ts`), a mapping, or `{ "like": name }` with what differs.
 */

const path = z.string().regex(pathPattern, "is no path such as a.b[0].c");
/** Several are tried in order; the first that leads to something counts. */
const paths = z.union([path, z.array(path).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));

/** Values of a chat's body. What the prompt does not have is left out of the body. */
export const chatPlaces = [
  /** The whole conversation as one text, laid out by `turns`. */
  "prompt",
  /** Instructions and the last question as one text, for containers that lay out `$history` themselves. */
  "asked",
  "system",
  "question",
  /** Earlier turns: [[question, answer], …]. */
  "history",
  /** As OpenAI has them, images as data URLs; with the instructions first unless the body has a place for `$system`. */
  "messages",
  /** The same for models that know no role for instructions: they stand before the first question. */
  "messagesWithoutSystem",
  /** The last image in base64, or all of them. */
  "image",
  "images",
  "model",
  /** What may be called and what has to be, as OpenAI has them; a contract without `$tools` has no calls. */
  "tools",
  "toolChoice",
  "temperature",
  /** Some containers refuse a temperature of 0, and a top_p of 1. */
  "temperatureAboveZero",
  "topP",
  "topPBelowOne",
  "topK",
  "outputTokensMax",
  "stop",
  "presencePenalty",
  "frequencyPenalty",
  /** Whether words are drawn: false at a temperature of 0. */
  "samples",
] as const;

export const embedPlaces = ["texts", "model", "kind", "isQuery", "instruction"] as const;
/** `questions` is the question once for each text. */
export const rerankPlaces = ["question", "questions", "texts", "count", "model"] as const;

const bodyWith = (places: readonly string[]) =>
  z.record(z.string(), z.json()).superRefine((body, context) => {
    for (const place of placesIn(body as Template))
      if (!places.includes(place)) context.addIssue(`has no value $${place}; there are $${places.join(", $")}`);
  });

/** Custom attributes of the call, for example `accept_eula=true`. */
const attributes = z.string().max(1024).optional();

export const ChatContract = z.strictObject({
  body: bodyWith(chatPlaces),
  attributes,
  /** How `$prompt` is laid out; `{text}` is what was said. */
  turns: z
    .strictObject({ system: z.string(), user: z.string(), assistant: z.string(), end: z.string() })
    .default({ system: "{text}\n\n", user: "User: {text}\n\n", assistant: "Assistant: {text}\n\n", end: "Assistant:" }),
  /** The answer always ends before these, also where the container sends on. */
  stops: z.array(z.string().min(1)).default([]),
  reply: z.strictObject({
    /** `lines`: JSON lines or server-sent events, as they come. `text`: the bytes are the answer. `json`: whole, not streamed. */
    format: z.enum(["lines", "text", "json"]),
    text: paths,
    thinking: paths.optional(),
    /** Calls, or pieces of them, as OpenAI has them. */
    calls: paths.optional(),
    /** Where this is true, the piece is no text: special tokens of the model. */
    unless: path.optional(),
    /** Why the answer ended. Without it the end of the stream counts as the end, and a cut answer can pass for a whole one. */
    reason: paths.optional(),
    cut: z.array(z.string()).default(["length", "max_tokens"]),
    failed: z.array(z.string()).default(["error", "abort"]),
    withheld: z.array(z.string()).default(["content_filter"]),
    tokens: z.strictObject({ input: paths.optional(), output: paths.optional(), cached: paths.optional() }).default({}),
    error: paths.default(["error"]),
  }),
});
export type ChatContract = z.infer<typeof ChatContract>;

export const EmbedContract = z.strictObject({
  body: bodyWith(embedPlaces),
  attributes,
  /** What `$kind` is for each kind of text. */
  kinds: z.strictObject({ query: z.string(), passage: z.string() }).default({ query: "query", passage: "passage" }),
  /** A list of vectors, and where they come in any order, the list of their places. */
  vectors: paths,
  order: path.optional(),
  textsMax: z.int().min(1).default(32),
});
export type EmbedContract = z.infer<typeof EmbedContract>;

export const RerankContract = z.strictObject({
  body: bodyWith(rerankPlaces),
  attributes,
  scores: paths,
  order: path.optional(),
  textsMax: z.int().min(1).default(32),
});
export type RerankContract = z.infer<typeof RerankContract>;

/** As it is stored: a name, or a mapping that is yet to be read. */
export type ContractGiven = string | Readonly<Record<string, unknown>>;

/** The contract that a name or a mapping stands for. Throws a PublicError that tells where a mapping is wrong. */
export function readContract<T>(given: ContractGiven, schema: z.ZodType<T>, named: Named, subject: Subject): T {
  const { like, ...changes }: Readonly<Record<string, unknown>> = typeof given === "string" ? { like: given } : given;
  const base = typeof like === "string" && Object.hasOwn(named, like) ? named[like] : undefined;
  if (like !== undefined && !base) {
    const names = Object.keys(named).join(", ");
    throw wrong(subject, `None is called ${JSON.stringify(like)}; there are ${names}`);
  }
  const parsed = schema.safeParse({ ...base, ...changes });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong(subject, `${issue?.path.join(".") || "It"}: ${issue?.message ?? "is wrong"}`);
}

type Named = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function wrong(subject: Subject, what: string) {
  const message = `The contract of the ${subject}'s container cannot be used. ${what}. An administrator can correct it in the settings.`;
  return new PublicError("invalid", `${subject}.contract_invalid`, message);
}
