import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { testDesk, signIn, administrator, type Person, type TestDesk } from "../desk.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { useModelAt } from "../connect-model.ts";

let model: FakeOpenAi;
let folder: string;
let catalogue: string;
let desk: TestDesk;
let admin: Person;

const deepseek = () => ({
  id: "deepseek",
  kind: "chat",
  name: "DeepSeek",
  place: { provider: "openai", baseUrl: model.baseUrl, model: "deepseek-chat" },
  key: { type: "bearer", tokenFrom: "TEST_DEEPSEEK_KEY" },
  abilities: { contextTokens: 65_536, dials: { temperature: { max: 2, default: 0.3 } } },
  price: { currency: "CNY", input: 2, output: 8 },
  limits: { requests: 60 },
  use: true,
});

beforeAll(async () => {
  model = await fakeOpenAi({ text: "Configured." });
  folder = await mkdtemp(join(tmpdir(), "docent-configured-"));
  catalogue = join(folder, "catalogue.json");
  vi.stubEnv("TEST_DEEPSEEK_KEY", "sk-configured-1234567890");
  await write(deepseek());
  desk = await testDesk({ catalogue, dataFolder: join(folder, "data") });
  admin = await desk.setUp();
});

afterEach(() => void (model.log.length = 0));

afterAll(async () => {
  vi.unstubAllEnvs();
  await desk.end();
  await model[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const write = (...models: object[]) => writeFile(catalogue, JSON.stringify({ models }));

async function startAgain(path: string | undefined = catalogue) {
  await desk.close();
  desk = await testDesk({ ...(path && { catalogue: path }), dataFolder: join(folder, "data") });
  admin = await signIn(desk.url, administrator.email, administrator.password);
}

test("a configured model answers from the first start on, with the key out of its variable", async () => {
  await admin.ask("hello there");
  const [listed] = await admin.client.model.list.query();

  expect(listed).toMatchObject({ name: "DeepSeek", configured: true, key: "bearer", uses: ["chat"] });
  expect(listed?.abilities.dials?.temperature).toEqual({ max: 2, default: 0.3 });
  expect(JSON.stringify(await admin.client.model.list.query())).not.toContain("sk-configured");
  const { id = "", place } = listed ?? {};
  const tried = await admin.client.model.try.mutate({ id, kind: "chat", place: place as never });
  expect(tried).toMatchObject({ ok: true });
  expect(model.log.at(-1)?.headers.authorization).toBe("Bearer sk-configured-1234567890");
});

test("it is changed in the file only, and stands beside those that administrators add", async () => {
  const [{ id, place } = { id: "", place: {} }] = await admin.client.model.list.query();

  const changing = admin.client.model.change.mutate({ id, name: "Mine", place: place as never });
  await expect(changing).rejects.toMatchObject({ data: { code: "model.configured" } });
  await expect(admin.client.model.remove.mutate({ id })).rejects.toMatchObject({ data: { code: "model.configured" } });
  await useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "added" });

  const listed = await admin.client.model.list.query();
  expect(listed.filter(({ configured }) => configured)).toHaveLength(1);
  expect(listed).toHaveLength(2);
});

test("the next start takes over what the file says then, and overrides no choice that was made since", async () => {
  await write(
    { ...deepseek(), name: "DeepSeek V3", abilities: { sees: false }, standIn: "spare" },
    { ...deepseek(), id: "spare", name: "Spare", use: false },
  );
  await startAgain();

  const listed = await admin.client.model.list.query();
  const [main, spare] = ["DeepSeek V3", "Spare"].map((name) => listed.find((one) => one.name === name));
  expect(listed).toHaveLength(3);
  expect(main).toMatchObject({ configured: true, abilities: { sees: false }, fallbackId: spare?.id, uses: [] });
});

test("what the file no longer has goes, but for a model in use, which is the administrators' from then on", async () => {
  const main = (await admin.client.model.list.query()).find(({ name }) => name === "DeepSeek V3");
  await admin.client.model.use.mutate({ use: "chat", id: main?.id ?? "" });
  await startAgain("");

  const listed = await admin.client.model.list.query();
  expect(listed.find(({ name }) => name === "Spare")).toBeUndefined();
  expect(listed.find(({ id }) => id === main?.id)).toMatchObject({ configured: false, uses: ["chat"], key: "bearer" });
});

test("an error in the file stops the start, before anything is touched", async () => {
  const path = join(folder, "wrong.json");
  const data = join(folder, "refused");
  await writeFile(path, JSON.stringify({ models: [deepseek(), { ...deepseek(), id: "b", kind: "rerank" }] }));

  const wrong = await testDesk({ catalogue: path, dataFolder: data }).catch((error: unknown) => error);
  const missing = await testDesk({ catalogue: join(folder, "none"), dataFolder: data }).catch(
    (error: unknown) => error,
  );

  expect(wrong).toMatchObject({ message: expect.stringContaining("models[1].place: Models of this kind") as string });
  expect(missing).toMatchObject({ message: expect.stringContaining("DOCENT_CATALOGUE: There is no file") as string });
  expect(existsSync(data)).toBe(false);
});
