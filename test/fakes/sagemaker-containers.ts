import { wordScores, wordVector } from "./retrieval-server.ts";

/** How a container writes what a model says. */
export interface Container {
  piece(text: string): string;
  thinks(text: string, field?: string): string;
  /** A call, or a piece of one, in OpenAI's form. */
  calls?(delta: object): string;
  /** What ends an answer, and tells why and what it cost. */
  end(reason: string | null, pieces: number): string;
  /** Why an answer ends that is whole. */
  reason: string;
  fails(message: string): string;
  whole(text: string): unknown;
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const inTags = (text: string) => `<think>${text}</think>`;

/** OpenAI's shape, as vLLM, LMI and text-generation-inference write it: as events, or by LMI as lines. */
function messages(write: (value: unknown) => string, done: string): Container {
  const chunk = (delta: object, finish: string | null = null) =>
    write({ object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }], usage: null });
  return {
    piece: (content) => chunk({ content }),
    calls: (delta) => chunk({ tool_calls: [delta] }),
    thinks: (text, field = "reasoning_content") => chunk({ [field]: text, content: null }),
    end: (reason, pieces) =>
      `${reason === null ? "" : chunk({}, reason)}${write({ choices: [], usage: { prompt_tokens: 11, completion_tokens: pieces } })}${done}`,
    reason: "stop",
    fails: (message) => write({ error: { message, type: "InternalServerError", code: 500 } }),
    whole: (content) => ({
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: 11, completion_tokens: 7 },
    }),
  };
}

const tgi: Container = {
  piece: (text) => event({ index: 1, token: { id: 5, text, logprob: -0.1, special: false }, details: null }),
  thinks: (text) => tgi.piece(inTags(text)),
  // the mark that ends the text comes as a token of its own
  end: (reason, pieces) =>
    event({
      index: 2,
      token: { id: 2, text: "</s>", logprob: 0, special: true },
      generated_text: "all of it",
      details: reason === null ? null : { finish_reason: reason, generated_tokens: pieces, input_length: 11 },
    }),
  reason: "eos_token",
  fails: (error) => event({ error, error_type: "generation" }),
  whole: (generated_text) => [{ generated_text, details: { finish_reason: "eos_token", generated_tokens: 7 } }],
};

const lmi: Container = {
  piece: (text) => line({ token: { id: 5, text, log_prob: -0.1 } }),
  thinks: (text) => lmi.piece(inTags(text)),
  end: (reason, pieces) =>
    line({
      token: { id: 2, text: "", log_prob: 0 },
      generated_text: "all of it",
      ...(reason !== null && { details: { finish_reason: reason, generated_tokens: pieces, inputs: null } }),
    }),
  reason: "eos_token",
  fails: () =>
    line({
      token: { id: -1, text: "", log_prob: -1, special_token: true },
      generated_text: "",
      details: { finish_reason: "error", generated_tokens: null, inputs: null },
    }),
  whole: (generated_text) => ({ generated_text }),
};

/** A container of one's own. It has no end mark and counts nothing. */
const inputsOutputs: Container = {
  piece: (text) => line({ outputs: { outputs: text } }),
  thinks: (text) => inputsOutputs.piece(inTags(text)),
  end: () => "",
  reason: "",
  fails: (error) => line({ code: 424, message: "invoke handler failure", error }),
  whole: (outputs) => ({ outputs }),
};

/** Nothing but what the model says. */
const bare: Container = {
  piece: (text) => text,
  thinks: inTags,
  end: () => "",
  reason: "",
  fails: (message) => message,
  whole: (text) => text,
};

const vllm = messages(event, "data: [DONE]\n\n");

export const containers = {
  messages: vllm,
  /** With errors as older versions of vLLM write them. */
  "messages-older": {
    ...vllm,
    fails: (message: string) => event({ object: "error", message, type: "BadRequestError", code: 400 }),
  },
  "messages-lines": messages(line, ""),
  tgi,
  lmi,
  "inputs-outputs": inputsOutputs,
  bare,
};

/** What the containers that embed answer, each in its own shape. */
export function embeds(body: Record<string, unknown>): unknown {
  const texts = (body["input"] ?? body["inputs"]) as string[] | undefined;
  if (!Array.isArray(texts) || body["docs"]) return undefined;
  const instruction = (body["instruction"] as string | null | undefined) ?? "";
  const vectors = texts.map((text) => wordVector(instruction + text, 32));
  if (body["input"]) return { data: vectors.map((embedding, index) => ({ index, embedding })).toReversed() };
  return "is_query" in body ? { sentence_embeddings: vectors } : vectors;
}

/** The same for those that rerank. */
export function reranks(body: Record<string, unknown>): unknown {
  const { inputs, docs, query, texts, documents } = body as Record<string, string[] | undefined> & { query?: string };
  if (docs) return { scores: docs.map((doc, i) => (wordScores(inputs?.[i] ?? "", [doc])[0] ?? 0) - 5) };
  const read = texts ?? documents;
  if (typeof query !== "string" || !read) return undefined;
  const scored = wordScores(query, read)
    .map((score, index) => ({ index, score }))
    .sort((a, b) => b.score - a.score);
  if (texts) return scored;
  return { results: scored.map(({ index, score }) => ({ index, relevance_score: score })) };
}
