import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { awsTestDesk } from "../aws/aws-desk.ts";
import { useModelAt } from "../connect-model.ts";
import { testDesk, type Person } from "../desk.ts";
import type { Assignment, Sample } from "./chat-people.ts";

const question = "How many days of paid leave do I get a year?";
const leave =
  "# Leave\n\nEverybody gets thirty days of paid leave a year. Ten of them may be carried over until March.";
const crowd = { people: 1, rounds: 60 };

/**
 * What API Gateway, Lambda and DynamoDB, all on this machine and warm, add to the first and to the last of an answer's
 * text: the same question to the same model by the desk of a laptop and by one behind a gateway, in milliseconds.
 */
export async function run(): Promise<Record<string, unknown>> {
  const model = new Worker(new URL("./chat-model.ts", import.meta.url));
  const [modelUrl] = (await once(model, "message")) as [string];
  try {
    const laptop = await onLaptop(modelUrl);
    const gateway = await behindGateway(modelUrl);
    const added = (which: keyof typeof laptop) => ({
      p50: round(gateway[which].p50 - laptop[which].p50),
      p99: round(gateway[which].p99 - laptop[which].p99),
    });
    return {
      answers: crowd.people * crowd.rounds,
      laptop,
      gateway,
      added: { firstTokenMs: added("firstTokenMs"), lastTokenMs: added("lastTokenMs") },
    };
  } finally {
    await model.terminate();
  }
}

async function onLaptop(modelUrl: string) {
  const desk = await testDesk();
  try {
    const admin = await desk.setUp();
    const library = await admin.client.library.create.mutate({ name: "Handbook" });
    await admin.add(library.id, "leave.md", leave);
    return await measure(desk.url, admin, modelUrl);
  } finally {
    await desk.end();
  }
}

async function behindGateway(modelUrl: string) {
  await using desk = await awsTestDesk({ times: { look: 400 } });
  const admin = await desk.setUp();
  const library = await admin.client.library.create.mutate({ name: "Handbook" });
  await admin.upload(library.id, "leave.md", leave);
  await desk.scope.settle();
  return await measure(desk.url, admin, modelUrl);
}

async function measure(deskUrl: string, admin: Person, modelUrl: string) {
  await useModelAt(admin.client, "chat", { baseUrl: modelUrl, model: "stub" });
  admin.close();
  const assignment: Assignment = { deskUrl, cookie: admin.headers["cookie"] ?? "", modelUrl, question, ...crowd };
  const people = new Worker(new URL("./chat-people.ts", import.meta.url), { workerData: assignment });
  const [{ docent }] = (await once(people, "message")) as [{ docent: Sample[] }];
  await people.terminate();
  return {
    firstTokenMs: percentiles(docent.map(({ first }) => first)),
    lastTokenMs: percentiles(docent.map(({ last }) => last)),
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
