import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as Picture from "@docent/core/pictures/picture";
import { pictureTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import type { RunEvent } from "@docent/core/chat/run-event";
import { signIn, testDesk, visitor, type Person, type TestDesk } from "../desk.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { jpeg, png, webp } from "../fixtures/picture-files.ts";

let desk: TestDesk;
let admin: Person;
let colleague: Person;
let model: FakeOpenAi;
let seeing: string;
let blind: string;

beforeAll(async () => {
  desk = await testDesk();
  admin = await desk.setUp();
  const someone = { name: "Colleague", email: "colleague@example.org", password: "long enough to be safe" };
  await admin.client.user.create.mutate({ ...someone, role: "member", keepsPassword: true });
  colleague = await signIn(desk.url, someone.email, someone.password);
  const { id } = await admin.client.library.create.mutate({ name: "Machines" });
  await admin.add(id, "coffee.md", "# Coffee machine\n\nThe code E42 means that the water tank is empty: fill it up.");
  await admin.add(id, "canteen.md", "# Canteen\n\nThe canteen opens at noon and closes at two.");
  model = await fakeOpenAi();
  const place = { provider: "openai" as const, baseUrl: model.baseUrl, model: "test-model" };
  const add = async (name: string, sees: boolean) =>
    (await admin.client.model.add.mutate({ kind: "chat", name, place, abilities: sees ? { sees } : {} })).id;
  [seeing, blind] = [await add("Seeing", true), await add("Blind", false)];
}, 120_000);

beforeEach(async () => {
  model.log.length = 0;
  await admin.client.model.use.mutate({ use: "chat", id: seeing });
});

afterAll(async () => {
  await desk.end();
  await model[Symbol.asyncDispose]();
});

function upload(body: Uint8Array<ArrayBuffer> | string, by = admin): Promise<Response> {
  return fetch(`${desk.url}/api/pictures`, { method: "POST", headers: by.headers, body });
}

async function added(body = png(), by = admin): Promise<string> {
  return ((await (await upload(body, by)).json()) as { id: string }).id;
}

function shown(id: string, by = admin): Promise<Response> {
  return fetch(`${desk.url}/api/pictures/${id}`, { headers: by.headers });
}

interface Asked {
  conversationId?: string;
  pictureIds?: string[];
  retryOf?: string;
}

async function ask(question: string, asked: Asked = {}, by = admin) {
  const ids = { runId: newId("run"), conversationId: asked.conversationId ?? newId("conversation") };
  await by.client.chat.ask.mutate({ ...asked, ...ids, question });
  const events: RunEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    const watching = by.client.chat.watch.subscribe(
      { runId: ids.runId },
      {
        onData: ({ data }) => {
          events.push(data);
          if (!("outcome" in data)) return;
          watching.unsubscribe();
          resolve();
        },
        onError: reject,
      },
    );
  });
  return { ...ids, events, end: events.at(-1) };
}

/** A question with a picture, looked at and answered so. */
async function firstOf(looked: string, text: string) {
  model.play({ text: looked }, { text });
  return ask("What does this mean?", { pictureIds: [await added()] });
}

async function standIn(fallbackId: string | null): Promise<void> {
  const place = { provider: "openai" as const, baseUrl: model.baseUrl, model: "test-model" };
  await admin.client.model.change.mutate({ id: seeing, name: "Seeing", place, abilities: { sees: true }, fallbackId });
}

async function turnsOf(conversationId: string) {
  return (await admin.client.conversation.get.query({ id: conversationId })).turns;
}

/** How many images each message of a request to the model had. */
function imagesIn(at: number): number[] {
  const messages: { content: unknown }[] = model.log[at]?.body.messages ?? [];
  return messages.map(({ content }) => (JSON.stringify(content).match(/"image_url":\{/g) ?? []).length);
}

async function filesKept(): Promise<string[]> {
  const entries = await readdir(join(desk.folder, "files"), { recursive: true });
  // an emulator of S3 keeps a note beside each
  return entries.filter((name) => name.includes("pic_") && !name.endsWith(".meta.json"));
}

describe("a picture that is sent", () => {
  test.each([
    ["image/png", png(30, 20)],
    ["image/jpeg", jpeg(30, 20)],
    ["image/webp", webp(30, 20)],
  ])("is taken for what its bytes say: %s", async (type, bytes) => {
    const response = await upload(bytes);

    expect(await response.json()).toMatchObject({ type, width: 30, height: 20 });
  });

  test.each([
    [
      "a drawing that may hold scripts",
      '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
      "picture.type_unknown",
    ],
    ["a web page", "<!doctype html><script>alert(1)</script>", "picture.type_unknown"],
    ["a GIF", "GIF89a and so on", "picture.type_unknown"],
    ["nothing", "", "picture.empty"],
    ["the mere beginning of one", png().slice(0, 12), "picture.damaged"],
    ["a picture as wide as a street", webp(9_000, 10), "picture.too_many_pixels"],
    ["one that would fill the memory", jpeg(7_900, 7_900), "picture.too_many_pixels"],
    ["four megabytes", new Uint8Array(4_000_000), "picture.too_large"],
  ])("is refused when it is %s", async (_, bytes, code) => {
    const response = await upload(bytes);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code });
  });

  test("is shown to its person alone, as a picture and nothing else", async () => {
    const bytes = png(5, 5);
    const id = await added(bytes);

    const mine = await shown(id);
    expect(new Uint8Array(await mine.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(mine.headers)).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=31536000, immutable",
    });
    expect((await shown(id, colleague)).status).toBe(404);
    expect((await shown(id, visitor(desk.url))).status).toBe(401);
  });

  test("can be taken back until it is asked about, by its person", async () => {
    const id = await added();

    await expect(colleague.client.picture.remove.mutate({ id })).rejects.toThrow(/not there any more/);
    await admin.client.picture.remove.mutate({ id });

    expect((await shown(id)).status).toBe(404);
    expect((await filesKept()).filter((name) => name.includes(id))).toEqual([]);
  });

  test("goes after a day when nobody asks about it", async () => {
    const [old, asked] = [await added(), await added()];
    model.play({ text: "canteen" }, { text: "At noon [1]." });
    await ask("When does the canteen open?", { pictureIds: [asked] });
    const { ports } = desk.local;
    const hours = (n: number) => ({ ...ports, now: () => new Date(Date.now() + n * 60 * 60 * 1000) });

    await Picture.clearWaiting(hours(23));
    expect((await shown(old)).status).toBe(200);
    await Picture.clearWaiting(hours(25));

    expect((await shown(old)).status).toBe(404);
    expect((await shown(asked)).status).toBe(200);
    expect(await ports.db.$count(pictureTable)).toBe((await filesKept()).length);
  });

  test("is one of at most two dozen that wait for their question", async () => {
    const waiting: string[] = [];
    for (;;) {
      const response = await upload(png(), colleague);
      const body = (await response.json()) as { id: string; code?: string };
      if (response.ok) waiting.push(body.id);
      else {
        expect(body.code).toBe("picture.too_many_waiting");
        break;
      }
    }

    expect(waiting).toHaveLength(24);
    for (const id of waiting) await colleague.client.picture.remove.mutate({ id });
  });
});

describe("a question with a picture", () => {
  test("is searched for by what the picture shows, and answered from the documents by a model that sees it", async () => {
    const pictureIds = [await added(png(8, 6, 7)), await added(jpeg())];
    model.play({ text: "What does code E42 of the coffee machine mean?" }, { text: "The water tank is empty [1]." });

    const { conversationId, events, end } = await ask("What does this mean?", { pictureIds });

    expect(events.flatMap((event) => (event.type === "stage" ? [event.stage] : []))).toEqual([
      "looking",
      "searching",
      "reading",
      "writing",
    ]);
    expect(end).toMatchObject({
      type: "finished",
      outcome: { text: "The water tank is empty [1].", sources: [{ title: "Coffee machine", cited: true }] },
    });
    expect([imagesIn(0), imagesIn(1)]).toEqual([
      [0, 2],
      [0, 2],
    ]);
    expect(JSON.stringify(model.log[1]?.body)).toContain(Buffer.from(png(8, 6, 7)).toString("base64"));
    const [turn] = await turnsOf(conversationId);
    expect(turn?.pictures).toMatchObject([
      { id: pictureIds[0], type: "image/png" },
      { id: pictureIds[1], type: "image/jpeg" },
    ]);
    const { trace } = await admin.client.trace.get.query({ runId: turn?.runId ?? "" });
    expect(trace.rewritten).toBe("What does code E42 of the coffee machine mean?");
    expect(trace.milliseconds).toHaveProperty("looking");
  });

  test("is searched for by its words alone when the model could not look first", async () => {
    model.play({ fault: { type: "status", status: 400 } }, { text: "At noon [1]." });

    const { end } = await ask("When does the canteen open?", { pictureIds: [await added()] });

    expect(end).toMatchObject({ outcome: { text: "At noon [1].", degraded: "looking.skipped" } });
  });

  test("that the documents have nothing on is answered from the picture, and marked so", async () => {
    model.play({ text: "Total of invoice 4711 of the tailor" }, { text: "The total is 90 euros." });

    const { end } = await ask("What is the total?", { pictureIds: [await added()] });

    expect(end).toMatchObject({
      outcome: { text: "The total is 90 euros.", tier: "answer", basis: "pictures", sources: [] },
    });
    expect(JSON.stringify(model.log[1]?.body.messages)).toContain("Say only what can be seen or read in the pictures");
  });

  test("that neither holds the answer to is refused", async () => {
    model.play({ text: "Total of invoice 4711 of the tailor" }, { text: "<unknown/>The picture shows no total." });

    const { end } = await ask("What is the total?", { pictureIds: [await added()] });

    expect(end).toMatchObject({ outcome: { text: "The picture shows no total.", tier: "refused" } });
    expect(end).not.toHaveProperty("outcome.basis");
  });

  test("is not sent to a model that cannot see, nor quoted without a model", async () => {
    const question = "When does the canteen open?";
    await admin.client.model.use.mutate({ use: "chat", id: blind });
    const first = await ask(question, { pictureIds: [await added()] });
    await admin.client.model.use.mutate({ use: "chat", id: null });
    const second = await ask(question, { pictureIds: [await added()] });

    expect(first.end).toMatchObject({ type: "failed", error: { code: "model.cannot_see" } });
    expect(second.end).toMatchObject({ type: "failed", error: { code: "picture.no_model" } });
    expect(model.log).toEqual([]);
  });

  test("is not shown to a blind stand-in, which is spared the pictures of the conversation too", async () => {
    const { conversationId } = await firstOf("coffee machine E42", "Fill the tank [1].");
    await standIn(blind);
    model.play({ fault: { type: "status", status: 401 } }, { fault: { type: "status", status: 401 } });
    const { end } = await ask("What does this mean?", { pictureIds: [await added()] });
    model.log.length = 0;
    const down = { fault: { type: "status", status: 401 } } as const;
    model.play(down, { text: "When does the canteen open?" }, down, { text: "At noon [1]." });
    const next = await ask("When does it open, the canteen?", { conversationId });
    await standIn(null);

    expect(end).toMatchObject({ type: "failed", error: { code: "model.cannot_see" } });
    expect(next.end).toMatchObject({ outcome: { text: "At noon [1].", degraded: "model.stood_in" } });
    expect([imagesIn(model.log.length - 2), imagesIn(model.log.length - 1)]).toEqual([
      [0, 1, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  test("keeps its pictures when it is asked again, and those that follow see them too, four at most", async () => {
    const pictureIds = [await added(), await added(), await added()];
    model.play({ text: "coffee machine E42" }, { text: "Fill the tank [1]." });
    const first = await ask("What does this mean?", { pictureIds });
    const { conversationId } = first;

    const again = await ask("What does this mean?", { conversationId, retryOf: first.runId });
    model.log.length = 0;
    model.play({ text: "canteen noon" }, { text: "At noon [1]." });
    await ask("When does the canteen open?", { conversationId, pictureIds: [await added()] });
    await ask("When does the canteen close?", { conversationId });

    const turns = await turnsOf(conversationId);
    expect(turns.map(({ runId, pictures }) => [runId === again.runId, pictures.length])).toEqual([
      [true, 3],
      [false, 1],
      [false, 0],
    ]);
    expect(imagesIn(1)).toEqual([0, 3, 0, 1]);
    expect(imagesIn(model.log.length - 1)).toEqual([0, 3, 0, 1, 0, 0]);
  });

  test("cannot be asked with a picture that is gone, or of somebody else, or of another conversation", async () => {
    const theirs = await added(png(), colleague);
    const used = await added();
    model.play({ text: "canteen" });
    await ask("When does the canteen open?", { pictureIds: [used] });

    for (const id of [newId("picture"), theirs, used]) {
      await expect(ask("And this?", { pictureIds: [id] })).rejects.toThrow(/Attach it again/);
    }
  });

  test("takes its pictures along when its conversation is deleted", async () => {
    const id = await added();
    model.play({ text: "canteen" }, { text: "At noon [1]." });
    const { conversationId } = await ask("When does the canteen open?", { pictureIds: [id] });
    expect((await filesKept()).filter((name) => name.includes(id))).toHaveLength(1);

    await admin.client.conversation.remove.mutate({ id: conversationId });

    expect((await shown(id)).status).toBe(404);
    expect((await filesKept()).filter((name) => name.includes(id))).toEqual([]);
  });
});

test("pictures outlive a restart, and files that no row names do not", async () => {
  const id = await added();
  const { folder } = desk;
  await desk.local.ports.files.put(`${desk.local.company.id}/${newId("picture")}`, png());
  await desk.close();
  desk = { ...(await testDesk({ dataFolder: folder })), folder };
  admin = await signIn(desk.url, "admin@example.org", "long enough to be safe");

  expect((await shown(id)).status).toBe(200);
  expect(await desk.local.ports.db.$count(pictureTable)).toBe((await filesKept()).length);
});
