import { expect, test } from "vitest";
import type { ChatModel, ModelPart, Prompt } from "@docent/core/models/chat-model";

/** What a vendor can be made to do, whoever it is. */
export type Behaviour =
  "answers" | "answers-slowly" | "thinks-aloud" | "cut-at-limit" | "breaks-off" | "hangs" | "refuses-key" | "is-busy";

export interface ModelUnderTest {
  model: ChatModel;
  /** How the vendor's side saw the last call end. */
  lastCall: () => "finished" | "client-closed-early" | undefined;
}

export const answerText = "两周。 Two weeks 🙂, see [1].";

/** Every adapter passes the same promises; an adapter's own file only says how to build it and its vendor. */
export function chatModelContract(name: string, make: (behaviour: Behaviour) => Promise<ModelUnderTest>) {
  const prompt: Prompt = { system: "Answer.", messages: [{ role: "user", text: "How long?" }] };

  test(`${name} streams text and then finishes once, with what it cost`, async () => {
    const { model } = await make("answers");

    const parts = await collect(model.stream(prompt));

    expect(textOf(parts)).toBe(answerText);
    expect(parts.filter((part) => part.type === "finish")).toHaveLength(1);
    expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "stop", tokens: { input: 11 } });
  });

  test(`${name} gives text as it arrives, not all at the end`, async () => {
    const { model } = await make("answers-slowly");

    const start = performance.now();
    const [first] = await collect(model.stream(prompt), 1);

    expect(first?.type).toBe("text-delta");
    expect(performance.now() - start).toBeLessThan(1000);
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

  test.each([
    ["breaks-off", "model.broken_off"],
    ["hangs", "model.silent"],
    ["refuses-key", "model.unauthorized"],
    ["is-busy", "model.busy"],
  ] as const)(`${name}: a vendor that %s is the error %s`, async (behaviour, code) => {
    const { model } = await make(behaviour);

    await expect(collect(model.stream(prompt))).rejects.toMatchObject({ name: "PublicError", code });
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
