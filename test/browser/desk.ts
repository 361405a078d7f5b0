import { test as base, expect, type Locator, type Page } from "@playwright/test";
import type { Role } from "@docent/core/users/role";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { startDesk } from "./desk-process.ts";
import { firstPerson, newPerson, type Client, type Person } from "./person.ts";
import { useModelAt } from "../connect-model.ts";

export { expect } from "@playwright/test";

/** A desk that has been set up and whose handbook can be searched; shared by all tests of a worker. */
export interface Desk {
  url: string;
  administrator: Person;
}

export interface Library {
  id: string;
  name: string;
  /** Adds a document, to an import when one is named, and waits until it is searchable or failed. Gives its id. */
  add(name: string, content: string | Uint8Array, batch?: string): Promise<string>;
  /** Adds a document and does not wait. Gives its id. */
  send(name: string, content: string | Uint8Array, batch?: string): Promise<string>;
}

interface WorkerFixtures {
  companyName: string;
  desk: Desk;
}

interface Fixtures {
  /** What the person before the page may do; null for somebody who has not signed in. */
  role: Role | null;
  /** The person before the page, made for this test alone. */
  person: Person;
  /** A library of this test's own. */
  library: Library;
  /** A model that answers as a test scripts it, connected for the length of the test. Without it the desk quotes. */
  model: FakeOpenAi;
  /** Fails a test whose page broke, or asked another server for anything. */
  watchfulness: void;
}

const startMs = 180_000;
let libraries = 0;

export const test = base.extend<Fixtures, WorkerFixtures>({
  companyName: ["Test", { scope: "worker", option: true }],

  desk: [
    async ({ companyName }, use) => {
      await using desk = await startDesk();
      const { url } = desk;
      const administrator = await firstPerson(url, companyName, new URL(desk.setUpUrl).hash.slice(1));
      await handbookRead(administrator.client);
      await use({ url, administrator });
    },
    { scope: "worker", timeout: startMs },
  ],

  role: ["admin", { option: true }],

  person: async ({ desk, role }, use) => {
    await use(await newPerson(desk.url, desk.administrator.client, role ?? "member"));
  },

  baseURL: async ({ desk }, use) => use(desk.url),

  context: async ({ context, desk, person, role }, use) => {
    if (role) await context.addCookies([{ ...person.cookie, url: desk.url }]);
    await use(context);
  },

  library: async ({ desk }, use) => {
    const name = `Library ${++libraries}`;
    const { id } = await desk.administrator.client.library.create.mutate({ name });
    const add: Library["add"] = async (name, content, batch) => addDocument(desk, id, name, content, batch);
    const send: Library["send"] = async (name, content, batch) => sendDocument(desk, id, name, content, batch);
    await use({ id, name, add, send });
  },

  model: async ({ desk }, use) => {
    await using model = await fakeOpenAi();
    const { client } = desk.administrator;
    const id = await useModelAt(client, "chat", { baseUrl: model.baseUrl, model: "test-model" });
    await use(model);
    await client.model.use.mutate({ use: "chat", id: null });
    await client.model.remove.mutate({ id });
  },

  watchfulness: [
    async ({ context, desk }, use) => {
      const broken: string[] = [];
      const foreign: string[] = [];
      context.on("weberror", (error) => broken.push(error.error().message));
      context.on("request", (request) => {
        const url = new URL(request.url());
        const own = url.protocol === "data:" || url.protocol === "blob:" || url.hostname === new URL(desk.url).hostname;
        if (!own) foreign.push(request.url());
      });
      await use();
      expect(broken, "errors in the page").toEqual([]);
      expect(foreign, "requests to other servers").toEqual([]);
    },
    { auto: true },
  ],
});

export async function handbookRead(client: Client): Promise<void> {
  await expect
    .poll(
      async () => {
        const [library] = await client.library.list.query();
        if (!library?.documents) return "no handbook yet";
        return (await client.document.list.query({ libraryId: library.id })).states;
      },
      { timeout: 60_000 },
    )
    .toMatchObject({ underway: 0, failed: 0 });
}

/** Adds a document and waits until it is searchable or failed. Gives its id. */
export async function addDocument(
  desk: Desk,
  libraryId: string,
  name: string,
  content: string | Uint8Array,
  batch?: string,
): Promise<string> {
  const { client } = desk.administrator;
  const documentId = await sendDocument(desk, libraryId, name, content, batch);
  await expect
    .poll(async () => (await client.document.states.query({ ids: [documentId] }))[0]?.state, { timeout: 60_000 })
    .toMatch(/searchable|failed/);
  return documentId;
}

async function sendDocument(
  desk: Desk,
  libraryId: string,
  name: string,
  content: string | Uint8Array,
  batch?: string,
): Promise<string> {
  const { cookie } = desk.administrator;
  const query = new URLSearchParams({ name, ...(batch && { batch }) });
  const response = await fetch(`${desk.url}/api/libraries/${libraryId}/documents?${query}`, {
    method: "POST",
    headers: { origin: desk.url, cookie: `${cookie.name}=${cookie.value}` },
    body: content as BodyInit,
  });
  const { documentId } = (await response.json()) as { documentId: string };
  return documentId;
}

/** Types into a select and takes the one option left, as soon as the list is there. */
export async function choose(box: Locator, text: string): Promise<void> {
  await box.fill(text);
  await expect(box.page().locator(".ant-select-item-option-active", { hasText: text })).toBeVisible();
  await box.press("Enter");
}

/** Types a question and sends it with Enter. */
export async function ask(page: Page, question: string): Promise<void> {
  const box = page.getByRole("textbox", { name: /Ask a question|输入你的问题/ });
  await box.fill(question);
  await box.press("Enter");
}

/** The question with its answer. */
export function turn(page: Page, question: string) {
  return page.getByRole("article", { name: question });
}
