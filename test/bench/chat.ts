import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { testDesk } from "../desk.ts";
import type { Assignment, Sample } from "./chat-people.ts";
import { useModelAt } from "../connect-model.ts";

const question = "How many days of paid leave do I get a year?";
const crowds = [
  { people: 1, rounds: 100 },
  { people: 50, rounds: 6 },
];

const handbook: Record<string, string> = {
  "leave.md":
    "# Leave\n\nEverybody gets thirty days of paid leave a year. Ten of them may be carried over until March.",
  "canteen.md": "# Canteen\n\nThe canteen opens at noon and closes at two. Vegetarian dishes are always on the menu.",
  "parking.md": "# Parking\n\nA parking space costs ten euros a month. Bicycles are parked free of charge in the yard.",
  "computers.md":
    "# Computers\n\nThe help desk replaces broken keyboards within an hour. Passwords expire after ninety days.",
  "office.md": "# Office\n\nThe door is locked at eight in the evening. Visitors sign in at the front desk.",
};

/**
 * What Docent adds to a model that answers at once with 200 tokens: milliseconds from asking to the first and to the
 * last of the text, seen by stock tRPC clients over HTTP and WebSocket, beside the same calls to the model directly.
 */
export async function run(): Promise<Record<string, unknown>> {
  const model = new Worker(new URL("./chat-model.ts", import.meta.url));
  const [modelUrl] = (await once(model, "message")) as [string];
  const desk = await testDesk();
  try {
    const admin = await desk.setUp();
    const library = await admin.client.library.create.mutate({ name: "Handbook" });
    for (const [name, text] of Object.entries(handbook)) await admin.add(library.id, name, text);
    await useModelAt(admin.client, "chat", { baseUrl: modelUrl, model: "stub" });
    const cookie = admin.headers["cookie"] ?? "";

    const figures: Record<string, unknown> = { tokens: 200 };
    for (const crowd of crowds) {
      const assignment = { deskUrl: desk.url, cookie, modelUrl, question, ...crowd };
      figures[`people${crowd.people}`] = await measure(assignment);
    }
    admin.close();
    return figures;
  } finally {
    await desk.end();
    await model.terminate();
  }
}

async function measure(assignment: Assignment) {
  const people = new Worker(new URL("./chat-people.ts", import.meta.url), { workerData: assignment });
  const [{ docent, direct }] = (await once(people, "message")) as [{ docent: Sample[]; direct: Sample[] }];
  await people.terminate();
  const summary = (samples: Sample[]) => ({
    firstTokenMs: percentiles(samples.map(({ first }) => first)),
    lastTokenMs: percentiles(samples.map(({ last }) => last)),
  });
  const [seen, alone] = [summary(docent), summary(direct)];
  const added = (which: keyof typeof seen) => ({
    p50: round(seen[which].p50 - alone[which].p50),
    p99: round(seen[which].p99 - alone[which].p99),
  });
  return {
    answers: docent.length,
    throughDocent: seen,
    modelAlone: alone,
    added: { firstTokenMs: added("firstTokenMs"), lastTokenMs: added("lastTokenMs") },
  };
}

function percentiles(values: number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN);
  return { p50: at(0.5), p99: at(0.99) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
