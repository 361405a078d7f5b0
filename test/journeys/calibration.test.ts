import { eq } from "drizzle-orm";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cutTable } from "@docent/core/db/schema";
import { never, type Places } from "@docent/core/knowledge/cut";
import { signIn, testDesk, type Person, type TestDesk } from "../desk.ts";
import { separableLabels, storeRoom } from "../fixtures/store-room.ts";

let desk: TestDesk;
let admin: Person;

beforeAll(async () => {
  desk = await testDesk();
  admin = await desk.setUp();
  const { id } = await admin.client.library.create.mutate({ name: "Store room" });
  await admin.add(id, "things.csv", storeRoom);
});

afterAll(() => desk.end());

async function measured() {
  await admin.client.calibration.start.mutate({});
  for (;;) {
    const run = await admin.client.calibration.progress.query();
    if (run?.state === "finished") break;
    if (run?.state !== "queued" && run?.state !== "running") throw new Error(run?.error ?? "the run did not finish");
    await setTimeout(20);
  }
  return admin.client.calibration.get.query();
}

async function tierOf(question: string) {
  const last = (await admin.ask(question)).at(-1);
  if (last?.type !== "finished") throw new Error("the question was not answered");
  return last.outcome.tier;
}

/** A person of that role. */
async function someone(role: "member" | "editor"): Promise<Person> {
  const password = "long enough to be safe";
  const email = `${role}@example.org`;
  await admin.client.user.create.mutate({ name: role, email, role, password, keepsPassword: true });
  return signIn(desk.url, email, password);
}

test("labels are measured, cuts proposed and stored, and the next answer obeys them", async () => {
  await expect(admin.client.calibration.start.mutate({})).rejects.toMatchObject({
    data: { code: "calibration.no_labels" },
  });
  expect(await admin.client.label.import.mutate({ content: separableLabels })).toEqual({ taken: 48, problems: [] });

  const studio = await measured();

  expect(studio).toMatchObject({ labels: { answer: 24, refuse: 24 }, basis: null, stale: [] });
  expect(studio.measured).toMatchObject({ verdict: "separable", stale: [], relabelled: false });
  expect(studio.measured?.promised).toMatchObject({ answer: 24, refuse: 24 });
  expect(studio.measured?.promised?.falseAnswer.high).toBeLessThan(0.3);
  expect(studio.measured?.promised?.falseRefusal.high).toBeLessThan(0.3);

  await admin.client.calibration.store.mutate({ cuts: studio.measured?.proposed ?? {} });

  const stored = await admin.client.calibration.get.query();
  expect(stored.inForce).toMatchObject(studio.measured?.proposed ?? {});
  expect(stored.basis).toMatchObject({ labels: 48, falseAnswer: studio.measured?.promised?.falseAnswer });
  const question = "On which shelf is the trumpet kept?";
  expect(await tierOf(question)).toBe("answer");

  const closed: Places = Object.fromEntries(
    Object.keys(stored.inForce).map((one) => [one, { hard: never, soft: never }]),
  );
  const outlook = await admin.client.calibration.at.query({ cuts: closed });
  expect(outlook.mistakes.falseRefusal.rate).toBe(1);
  expect(outlook.refusedWrongly).toHaveLength(24);
  await admin.client.calibration.store.mutate({ cuts: closed });
  expect(await tierOf(question)).toBe("refused");

  await admin.client.calibration.reset.mutate();
  expect(await tierOf(question)).toBe("answer");
});

test("cuts are stale as soon as the analyzer, the embedder or the corpus is another one", async () => {
  const { measured: values } = await measured();
  await admin.client.calibration.store.mutate({ cuts: values?.proposed ?? {} });
  const { db } = desk.local.ports;
  const [row] = await db.select().from(cutTable);
  if (!row) throw new Error("no cut was stored");
  expect((await admin.client.calibration.get.query()).stale).toEqual([]);

  const basis = { ...row.basis, analyzer: "another", embedder: "server/model" };
  await db.update(cutTable).set({ basis }).where(eq(cutTable.companyId, row.companyId));

  expect((await admin.client.calibration.get.query()).stale).toMatchObject([
    { what: "analyzer", before: "another" },
    { what: "embedder", before: "server/model", now: null },
  ]);

  await db.update(cutTable).set({ basis: row.basis });
  const { id } = await admin.client.library.create.mutate({ name: "New" });
  await admin.add(id, "new.md", "# New\n\nA second document, where there was one.");

  const grown = await admin.client.calibration.get.query();
  expect(grown.stale).toEqual([{ what: "documents", before: 1, now: 2 }]);
  expect(grown.measured?.stale).toEqual(grown.stale);
  await admin.client.calibration.reset.mutate();
});

test("a refused question becomes a label with one press, and without it again with another", async () => {
  const events = await admin.ask("When was the velociraptor crowned?");
  expect(events.at(-1)).toMatchObject({ outcome: { tier: "refused" } });
  const [conversation] = await admin.client.conversation.list.query();
  const { turns } = await admin.client.conversation.get.query({ id: conversation?.id ?? "" });
  const runId = turns[0]?.runId ?? "";

  expect(await admin.client.label.fromTrace.mutate({ runId, expected: "refuse" })).toMatchObject({
    question: "When was the velociraptor crowned?",
    expected: "refuse",
    source: "trace",
    state: "accepted",
  });
  expect(await admin.client.label.ofRun.query({ runId })).toMatchObject({ expected: "refuse" });

  await admin.client.label.fromTrace.mutate({ runId, expected: null });
  expect(await admin.client.label.ofRun.query({ runId })).toBeNull();
});

test("a question has one label however it is written, and a deleted one comes back", async () => {
  await measured();
  const relabelled = async () => (await admin.client.calibration.get.query()).measured?.relabelled;
  expect(await relabelled()).toBe(false);
  const before = (await admin.client.label.list.query({})).total;
  await admin.client.label.set.mutate({ question: "Is there a LIFT?", expected: "refuse" });
  await admin.client.label.set.mutate({ question: "is there a lift", expected: "answer" });

  const { items, total } = await admin.client.label.list.query({ text: "lift" });
  expect(total).toBe(1);
  expect(items[0]).toMatchObject({ question: "is there a lift", expected: "answer" });
  expect(await relabelled()).toBe(true);

  const removed = await admin.client.label.remove.mutate({ ids: items.map(({ id }) => id) });
  expect((await admin.client.label.list.query({})).total).toBe(before);
  expect(await relabelled()).toBe(false);
  await admin.client.label.restore.mutate({ labels: removed });
  expect((await admin.client.label.list.query({})).total).toBe(before + 1);
});

test("a file with a bad line changes nothing and names the line", async () => {
  const content = "question,expected\nIs it open?,answer\nIs it shut?,perhaps\n";

  expect(await admin.client.label.import.mutate({ content })).toEqual({
    taken: 0,
    problems: [{ line: 3, problem: "expected_unknown", found: "perhaps" }],
  });
  expect((await admin.client.label.list.query({ text: "Is it open" })).total).toBe(0);
});

test("thumbs up are labels, thumbs down only proposals, and each is collected once", async () => {
  await admin.ask("Where is the globe kept?");
  await admin.ask("What colour is the globe?");
  const conversations = await admin.client.conversation.list.query();
  for (const [conversation, thumb] of [
    [conversations[1], "up"],
    [conversations[0], "down"],
  ] as const) {
    const { turns } = await admin.client.conversation.get.query({ id: conversation?.id ?? "" });
    await admin.client.feedback.rate.mutate({ runId: turns[0]?.runId ?? "", thumb });
  }

  expect(await admin.client.label.collectThumbs.mutate()).toEqual({ taken: 1, proposed: 1 });
  expect(await admin.client.label.collectThumbs.mutate()).toEqual({ taken: 0, proposed: 0 });

  const { items } = await admin.client.label.list.query({ state: "proposed" });
  expect(items).toMatchObject([{ question: "What colour is the globe?", expected: "refuse", source: "thumb" }]);
  await admin.client.label.accept.mutate({ ids: items.map(({ id }) => id), expected: "answer" });
  expect((await admin.client.label.list.query({})).counts.proposed).toBe(0);
});

test("members see nothing of it, editors label and measure, administrators store", async () => {
  const member = await someone("member");
  const editor = await someone("editor");
  const forbidden = { data: { kind: "forbidden" } };

  await expect(member.client.calibration.get.query()).rejects.toMatchObject(forbidden);
  await expect(member.client.label.list.query({})).rejects.toMatchObject(forbidden);
  expect(await editor.client.calibration.get.query()).toMatchObject({ basis: null });
  await expect(editor.client.calibration.store.mutate({ cuts: {} })).rejects.toMatchObject(forbidden);
  await expect(editor.client.calibration.reset.mutate()).rejects.toMatchObject(forbidden);
});
