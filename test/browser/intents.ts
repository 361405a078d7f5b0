import type { Client } from "./person.ts";

const schema = {
  type: "object",
  properties: { room: { type: "string", description: "room" }, hours: { type: "integer" } },
  required: ["room"],
};

/** Intents of every kind, with examples that contradict and confuse. Those of an earlier gallery are kept. */
export async function teach(client: Client): Promise<void> {
  if ((await client.intent.list.query({})).all > 0) return;
  const tool = { type: "tool" as const, method: "GET" as const, parameters: schema, allowPrivate: false };
  await make(
    client,
    "greeting",
    { type: "reply", text: { zh: "您好！有什么可以帮您？", en: "Hello! How can I help?" } },
    ["hello there", "good morning", "hi, how are you today", "你好呀", "早上好", "good evening to you"],
  );
  await make(client, "complaint", { type: "comfort" }, ["this is useless", "你们太差了", "I am fed up with this"]);
  await make(client, "handover", { type: "handover" }, [
    "let me talk to a person",
    "I want a human being",
    "转人工",
    "connect me with somebody real",
    "give me a colleague of yours",
  ]);
  await make(
    client,
    "room price",
    { ...tool, url: "https://rooms.example.com/price", description: "What a room costs" },
    [
      "how much is the blue room",
      "price of meeting room seven for two hours",
      "what does the large room cost",
      "cost of a room for an afternoon",
      "is the green room expensive",
    ],
  );
  await make(client, "room booking", { ...tool, url: null, description: "Books a room" }, [
    "book the blue room",
    "reserve meeting room seven for two hours",
    "how much is the blue room?",
    "I need the large room tomorrow afternoon",
    "please reserve the green room",
  ]);
}

/** Takes all intents away, so that they answer nothing in other tests. */
export async function unteach(client: Client): Promise<void> {
  for (const { id } of await client.intent.names.query()) await client.intent.remove.mutate({ id });
}

type Action = Parameters<Client["intent"]["create"]["mutate"]>[0]["action"];

async function make(client: Client, name: string, action: Action, sentences: string[]): Promise<void> {
  const { id } = await client.intent.create.mutate({ name, action });
  await client.example.add.mutate({ intentId: id, examples: sentences.map((text) => ({ text })) });
}
