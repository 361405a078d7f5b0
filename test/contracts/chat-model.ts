import { expect, test } from "vitest";
import type { ChatModel, ModelPart, Prompt } from "@docent/core/models/chat-model";
import type { ToolOffer } from "@docent/core/models/tool-call";

/** What a vendor can be made to do, whoever it is. */
export type Behaviour =
  "answers" | "answers-slowly" | "thinks-aloud" | "cut-at-limit" | "breaks-off" | "hangs" | "refuses-key" | "is-busy";
export type ToolBehaviour = "answers" | "calls" | "breaks-its-call" | "knows-no-tools";

export interface ModelUnderTest {
  model: ChatModel;
  /** How the vendor's side saw the last call end. */
  lastCall: () => "finished" | "client-closed-early" | undefined;
  /** How many requests the vendor's side has had. */
  count: () => number;
}

/** What a model calls that is offered `offer`. */
export const calls = [
  { name: "room_price", arguments: '{"room":"蓝厅 🙂","hours":2,"guests":["a","b"]}' },
  { name: "room_price", arguments: "" },
];
export const brokenCalls = [{ name: "room_price", arguments: '{"room": "blu' }];
export const offer: ToolOffer = {
  name: "room_price",
  description: "What a room costs.",
  parameters: { type: "object", properties: { room: { type: "string" } }, required: ["room"] },
};

export const answerText = "两周。 Two weeks 🙂, see [1].";

const prompt: Prompt = { system: "Answer.", messages: [{ role: "user", text: "How long?" }] };

/**
 * Every adapter passes the same promises; an adapter's own file only says how to build it and its vendor. A real vendor
 * cannot be made to do everything, and counts as it counts.
 */
export function chatModelContract(
  name: string,
  make: (behaviour: Behaviour) => Promise<ModelUnderTest>,
  { cannot = [], inputTokens = 11 }: { cannot?: readonly Behaviour[]; inputTokens?: unknown } = {},
) {
  test(`${name} streams text and then finishes once, with what it cost`, async () => {
    const { model } = await make("answers");

    const parts = await collect(model.stream(prompt));

    expect(textOf(parts)).toBe(answerText);
    expect(parts.filter((part) => part.type === "finish")).toHaveLength(1);
    expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "stop", tokens: { input: inputTokens } });
  });

  test(`${name} gives text as it arrives, not all at the end`, async () => {
    const { model, lastCall } = await make("answers-slowly");
    const ends: unknown[] = [];

    const [first] = await collect(model.stream(prompt), 1, () => ends.push(lastCall()));

    expect(first?.type).toBe("text-delta");
    expect(ends).toEqual([undefined]);
  });

  test(`${name} keeps thinking apart from the answer`, async () => {
    const { model } = await make("thinks-aloud");

    const parts = await collect(model.stream(prompt));

    expect(textOf(parts)).toBe(answerText);
    expect(parts.some((part) => part.type === "reasoning-delta")).toBe(true);
  });

  test(`${name} says when the answer was cut at its limit`, async () => {
    const { model } = await make("cut-at-limit");

    expect((await collect(model.stream(prompt))).at(-1)).toMatchObject({ type: "finish", reason: "length" });
  });

  test(`${name} stops the vendor's work when the signal aborts`, async () => {
    const { model, lastCall } = await make("answers-slowly");
    const stop = new AbortController();

    const reading = collect(model.stream(prompt, stop.signal), Infinity, () => stop.abort("stopped"));

    await expect(reading).rejects.toBeDefined();
    await expect.poll(lastCall).toBe("client-closed-early");
  });

  test(`${name} stops the vendor's work when the reader leaves`, async () => {
    const { model, lastCall } = await make("answers-slowly");

    await collect(model.stream(prompt), 1);

    await expect.poll(lastCall).toBe("client-closed-early");
  });

  const failures = [
    ["breaks-off", "model.broken_off"],
    ["hangs", "model.silent"],
    ["refuses-key", "model.unauthorized"],
    ["is-busy", "model.busy"],
  ] as const satisfies [Behaviour, string][];
  const possible = failures.filter(([behaviour]) => !cannot.includes(behaviour));
  test.each(possible)(`${name}: a vendor that %s is the error %s`, async (behaviour, code) => {
    const { model } = await make(behaviour);

    await expect(collect(model.stream(prompt))).rejects.toMatchObject({ name: "PublicError", code });
  });
}

/** The promises of adapters whose vendors have models that call tools. */
export function toolCallContract(name: string, make: (behaviour: ToolBehaviour) => Promise<ModelUnderTest>) {
  test(`${name} tells what the model calls, whole, after its text and before its end`, async () => {
    const { model } = await make("calls");

    const parts = await collect(model.stream({ ...prompt, tools: [offer] }));

    expect(textOf(parts)).toBe(answerText);
    expect(parts.slice(-3)).toEqual([
      {
        type: "tool-call",
        id: expect.stringMatching(/./) as string,
        name: "room_price",
        arguments: { room: "蓝厅 🙂", hours: 2, guests: ["a", "b"] },
      },
      { type: "tool-call", id: expect.stringMatching(/./) as string, name: "room_price", arguments: {} },
      expect.objectContaining({ type: "finish", reason: "stop" }),
    ]);
    const ids = parts.flatMap((part) => (part.type === "tool-call" ? [part.id] : []));
    expect(new Set(ids).size).toBe(2);
  });

  test(`${name} takes what came of a call, and answers from it`, async () => {
    const { model } = await make("answers");
    const call = { id: "call_0", name: "room_price", arguments: { room: "blue" } };
    const messages: Prompt["messages"] = [
      ...prompt.messages,
      { role: "assistant", text: "", calls: [call] },
      { role: "user", text: "", results: [{ id: "call_0", name: "room_price", text: "120" }] },
    ];

    const parts = await collect(model.stream({ ...prompt, messages, tools: [offer], toolChoice: "none" }));

    expect(textOf(parts)).toBe(answerText);
  });

  test(`${name}: a call whose arguments are no JSON is the error model.tool_broken`, async () => {
    const { model } = await make("breaks-its-call");

    const reading = collect(model.stream({ ...prompt, tools: [offer] }));

    await expect(reading).rejects.toMatchObject({ name: "PublicError", code: "model.tool_broken" });
  });

  test(`${name}: a vendor that knows no tools is the error model.without_tools, and is not asked again`, async () => {
    const { model, count } = await make("knows-no-tools");

    for (let attempt = 0; attempt < 2; attempt++) {
      const reading = collect(model.stream({ ...prompt, tools: [offer] }));
      await expect(reading).rejects.toMatchObject({ name: "PublicError", code: "model.without_tools" });
    }

    expect(count()).toBe(1);
  });
}

/** Reads up to `max` parts and leaves. */
export async function collect(
  stream: AsyncIterable<ModelPart>,
  max = Infinity,
  onPart?: (part: ModelPart) => void,
): Promise<ModelPart[]> {
  const parts: ModelPart[] = [];
  for await (const part of stream) {
    parts.push(part);
    onPart?.(part);
    if (parts.length >= max) break;
  }
  return parts;
}

export function textOf(parts: readonly ModelPart[]): string {
  return parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("");
}
