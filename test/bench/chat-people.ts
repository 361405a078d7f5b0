import { parentPort, workerData } from "node:worker_threads";
import { createTRPCClient, createWSClient, httpLink, splitLink, wsLink } from "@trpc/client";
import { WebSocket } from "ws";
import { chatModels } from "@docent/core/models/chat-models";
import { newId } from "@docent/core/id";
import type { AppRouter } from "@docent/functions/trpc/router";
import { socketOptions } from "../../packages/web/src/app/socket.ts";

export interface Assignment {
  deskUrl: string;
  cookie: string;
  modelUrl: string;
  question: string;
  people: number;
  /** How often each of them asks, one after the other. */
  rounds: number;
}

/** Milliseconds from asking to the first and to the last of the text. */
export interface Sample {
  first: number;
  last: number;
}

/** People at their browsers, on a thread of their own: through Docent, and then the model directly for comparison. */
const assignment = workerData as Assignment;
const people = Array.from({ length: assignment.people }, somebody);
const ofAll = (rounds: number, act: (person: ReturnType<typeof somebody>) => Promise<Sample>) =>
  Promise.all(people.map((person) => repeat(rounds, () => act(person))));

await ofAll(2, (person) => throughDocent(person));
const docent = (await ofAll(assignment.rounds, (person) => throughDocent(person))).flat();
await ofAll(2, () => directly());
const direct = (await ofAll(assignment.rounds, () => directly())).flat();
for (const person of people) await person.close();
parentPort?.postMessage({ docent, direct });

async function repeat<T>(times: number, act: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < times; i++) results.push(await act());
  return results;
}

/** A browser with its page open: plain requests, and one socket for what it watches. */
function somebody() {
  const { deskUrl, cookie } = assignment;
  const http = httpLink({ url: `${deskUrl}/trpc`, headers: { cookie, origin: deskUrl } });
  const plain = createTRPCClient<AppRouter>({ links: [http] });
  const socket = createWSClient({
    ...socketOptions(deskUrl, () => plain.session.ticket.mutate()),
    lazy: { enabled: false, closeMs: 0 },
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
  });
  const condition = ({ type }: { type: string }) => type === "subscription";
  const links = [splitLink({ condition, true: wsLink({ client: socket }), false: http })];
  return { client: createTRPCClient<AppRouter>({ links }), close: () => socket.close() };
}

async function throughDocent({ client }: ReturnType<typeof somebody>): Promise<Sample> {
  const runId = newId("run");
  const start = performance.now();
  let first: number | undefined;
  await client.chat.ask.mutate({ runId, conversationId: newId("conversation"), question: assignment.question });
  await new Promise<void>((resolve, reject) => {
    const watching = client.chat.watch.subscribe(
      { runId },
      {
        onData({ data }) {
          if (data.type === "text-delta") first ??= performance.now() - start;
          if (data.type === "failed" || data.type === "stopped") reject(new Error(`the run ${data.type}`));
          if (data.type !== "finished") return;
          watching.unsubscribe();
          resolve();
        },
        onError: reject,
      },
    );
  });
  return { first: first ?? NaN, last: performance.now() - start };
}

async function directly(): Promise<Sample> {
  const model = chatModels({ ollamaUrl: "" }).connect({
    provider: "openai",
    baseUrl: assignment.modelUrl,
    model: "stub",
  });
  const start = performance.now();
  let first: number | undefined;
  const prompt = { system: "", messages: [{ role: "user" as const, text: assignment.question }] };
  for await (const part of model.stream(prompt)) if (part.type === "text-delta") first ??= performance.now() - start;
  return { first: first ?? NaN, last: performance.now() - start };
}
