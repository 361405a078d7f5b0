import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ChatModel, Parameters, Prompt } from "@docent/core/models/chat-model";
import { chatModels } from "@docent/core/models/chat-models";
import type { OpenAiCompatibleOptions } from "@docent/core/models/openai/openai-compatible";
import {
  answerText,
  chatModelContract,
  collect,
  textOf,
  type Behaviour,
  type ModelUnderTest,
} from "../contracts/chat-model.ts";
import { languageModel, serveLanguageModel, type LanguageServer, type ServerOptions } from "./language-model.ts";

const model = inject("language");
const literal = JSON.stringify(answerText);
const prompt: Prompt = {
  system: "",
  messages: [{ role: "user", text: "Question: Name ten colours.\n" }],
  parameters: { temperature: 0, outputTokensMax: 60 },
};

describe.skipIf(!model)(`${languageModel} behind the server of llama.cpp`, () => {
  const servers: LanguageServer[] = [];
  let free: LanguageServer;

  beforeAll(async () => {
    free = await serve();
  });
  afterAll(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
  });

  /** What the server says is the grammar's, how it says it is its own. */
  chatModelContract(languageModel, make, { cannot: ["is-busy"], inputTokens: expect.any(Number) });

  test("an answer of the model's own comes in many pieces, and is paid for by the word", async () => {
    const parts = await collect(connect(free).stream(prompt));

    const pieces = parts.filter(({ type }) => type === "text-delta");
    expect(pieces.length).toBeGreaterThan(5);
    const { tokens } = finishOf(parts);
    expect(tokens.input).toBeGreaterThan(100);
    expect(tokens.output).toBeGreaterThanOrEqual(pieces.length);
    expect(tokens.output).toBeLessThanOrEqual(60);
  });

  test("the same question with temperature 0 has the same answer", async () => {
    const [first, second] = [await collect(connect(free).stream(prompt)), await collect(connect(free).stream(prompt))];

    expect(textOf(second)).toBe(textOf(first));
  });

  test("every parameter that we know is taken, none is left out", async () => {
    const models = chatModels({ retries: 0 });
    const address = { provider: "openai", baseUrl: free.baseUrl, model: languageModel } as const;
    const parameters: Required<Parameters> = {
      temperature: 0.5,
      topP: 0.9,
      topK: 20,
      outputTokensMax: 7,
      stop: ["zzz"],
      presencePenalty: 0.5,
      frequencyPenalty: 0.5,
    };

    const parts = await collect(models.connect(address).stream({ ...prompt, parameters }));

    expect(models.unsent(address, parameters)).toEqual({});
    expect(finishOf(parts)).toMatchObject({ reason: "length", tokens: { output: 7 } });
  });

  test("the answer ends before the words that end it, and that is no cut", async () => {
    const server = await serve({ grammar: `root ::= "one two three four"` });
    const parameters = { ...prompt.parameters, stop: ["three"] };

    const parts = await collect(connect(server).stream({ ...prompt, parameters }));

    expect(textOf(parts)).toBe("one two ");
    expect(finishOf(parts).reason).toBe("stop");
  });

  test("who stops before the first word stops the reading of the question", async () => {
    const { stopped } = free.did();
    const stop = new AbortController();
    const long: Prompt = { ...prompt, messages: [{ role: "user", text: "blue, green, red and grey. ".repeat(800) }] };

    const reading = collect(connect(free).stream(long, stop.signal));
    await expect.poll(() => free.did().underway).toBe(1);
    stop.abort("stopped");

    await expect(reading).rejects.toBe("stopped");
    await expect.poll(() => free.did()).toMatchObject({ stopped: stopped + 1, underway: 0 });
  });

  test("a question that is longer than the model can read is the error model.too_long", async () => {
    const long: Prompt = { ...prompt, messages: [{ role: "user", text: "blue, green, red and grey. ".repeat(2000) }] };

    await expect(collect(connect(free).stream(long))).rejects.toMatchObject({ code: "model.too_long" });
  });

  test("a model that cannot see says so", async () => {
    const images = [{ type: "image/png" as const, bytes: Uint8Array.of(1) }];
    const shown: Prompt = { ...prompt, messages: [{ role: "user", text: "What is it?", images }] };

    await expect(collect(connect(free).stream(shown))).rejects.toMatchObject({ code: "model.cannot_see" });
  });

  async function serve(options?: ServerOptions): Promise<LanguageServer> {
    if (!model) throw new Error("there is no model");
    const server = await serveLanguageModel(model, options);
    servers.push(server);
    return server;
  }

  async function make(behaviour: Behaviour): Promise<ModelUnderTest> {
    const server = await serve(serverFor[behaviour]);
    const lastCall = () => {
      const { asked, stopped, underway } = server.did();
      if (asked === 0 || underway > 0) return undefined;
      return stopped > 0 ? "client-closed-early" : "finished";
    };
    return { model: behaving(behaviour, server), lastCall, count: () => server.did().asked };
  }
});

const serverFor: Partial<Record<Behaviour, ServerOptions>> = {
  answers: { grammar: `root ::= ${literal}` },
  "answers-slowly": { grammar: `root ::= (${literal}){20}` },
  "thinks-aloud": { grammar: `root ::= "<think>Let me look. Two weeks, I think.</think>\\n" ${literal}` },
  "cut-at-limit": { grammar: `root ::= ${literal}` },
  "breaks-off": { grammar: `root ::= (${literal}){20}` },
  "refuses-key": { key: "right" },
};

function behaving(behaviour: Behaviour, server: LanguageServer): ChatModel {
  if (behaviour === "hangs") {
    server.process.kill("SIGSTOP");
    return connect(server, { firstEventMs: 800 });
  }
  const model = connect(server);
  return {
    id: model.id,
    async *stream(prompt, signal) {
      const parameters: Parameters = behaviour === "cut-at-limit" ? { outputTokensMax: 5 } : {};
      for await (const part of model.stream({ ...prompt, parameters }, signal)) {
        if (behaviour === "breaks-off") server.process.kill("SIGKILL");
        yield part;
      }
    },
  };
}

function connect({ baseUrl }: LanguageServer, options: OpenAiCompatibleOptions = {}): ChatModel {
  const address = { provider: "openai", baseUrl, model: languageModel, apiKey: "wrong" } as const;
  return chatModels({ retries: 0, ...options }).connect(address);
}

function finishOf(parts: Awaited<ReturnType<typeof collect>>) {
  const last = parts.at(-1);
  if (last?.type !== "finish") throw new Error("the answer has no end");
  return last;
}
