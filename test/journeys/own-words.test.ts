import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { signIn, testDesk, type Person, type TestDesk } from "../desk.ts";

let desk: TestDesk;
let admin: Person;
let libraryId: string;
beforeAll(async () => {
  desk = await testDesk();
  admin = await desk.setUp();
  libraryId = (await admin.client.library.create.mutate({ name: "Handbook" })).id;
});
afterAll(async () => {
  admin.close();
  await desk.end();
});

/** What the desk answered, in whole. */
async function answerTo(question: string): Promise<string> {
  const events = await admin.ask(question);
  return events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
}

test("a synonym added now finds the document with the next question, and no longer when it is taken away", async () => {
  await admin.add(libraryId, "bicycles.md", "# Velodrome\n\nThe velodrome key hangs at the reception.");
  await admin.add(libraryId, "parcels.md", "# Parcels\n\nParcels are handed out in the basement at noon.");
  const question = "Where do I get the bikehouse opener?";
  const found = async () =>
    (await admin.client.search.run.query({ text: question, limit: 3 })).hits.map(({ title }) => title);
  expect(await found()).not.toContain("Velodrome");

  const groups = [
    ["bikehouse", "velodrome"],
    ["opener", "key"],
  ];
  const added = await admin.client.synonym.add.mutate({ groups });
  expect((await found())[0]).toBe("Velodrome");
  expect(await answerTo(question)).toContain("hangs at the reception");

  await admin.client.synonym.remove.mutate({ ids: added.map(({ id }) => id) });
  expect(await found()).not.toContain("Velodrome");
});

test("a stop word of the company no longer finds what only shares it", async () => {
  await admin.add(libraryId, "motto.md", "# Motto\n\nZenobia stands for care.");
  const found = async () =>
    (await admin.client.search.run.query({ text: "Zenobia sauna", limit: 3 })).hits.map(({ title }) => title);
  expect(await found()).toContain("Motto");

  await admin.client.stopWord.add.mutate({ words: ["Zenobia"] });

  expect(await found()).not.toContain("Motto");
});

test("rows that differ by region make the desk ask back, until the question says which, or a synonym of it", async () => {
  await admin.add(
    libraryId,
    "couriers.csv",
    "Question,Answer,Region\nWhich courier should I book?,Book the blue van.,China\nWhich courier should I book?,Book the red bike.,Global\n",
  );

  expect(await answerTo("Which courier should I book?")).toBe(
    "The answer depends on Region. Do you mean China or Global?",
  );
  const inChina = await answerTo("Which courier should I book in China?");
  expect(inChina).toContain("blue van");
  expect(inChina).not.toContain("red bike");

  await admin.client.synonym.add.mutate({ groups: [["Global", "overseas"]] });
  // other processes read the words anew every two seconds
  const overseas = await vi.waitFor(
    async () => {
      const answer = await answerTo("Which courier should I book overseas?");
      expect(answer).toContain("red bike");
      return answer;
    },
    { timeout: 10_000, interval: 500 },
  );
  expect(overseas).not.toContain("blue van");
});

test("a refusal is said in the company's own words, in the language of the question", async () => {
  await admin.client.setting.change.mutate({ refusal: { en: "Nobody wrote about “{question}”. Ring 100." } });

  expect(await answerTo("Who won the chess tournament in Reykjavik?")).toBe(
    "Nobody wrote about “Who won the chess tournament in Reykjavik?”. Ring 100.",
  );
  expect(await answerTo("谁赢得了国际象棋比赛？")).toContain("资料里没有找到“谁赢得了国际象棋比赛？”的答案");
});

test("what only editors and administrators may do is refused to others over the wire", async () => {
  const person = { name: "Member", email: "member@example.org", password: "another long password" };
  await admin.client.user.create.mutate({ ...person, role: "member", keepsPassword: true });
  const member = await signIn(desk.url, person.email, person.password);

  for (const attempt of [
    () => member.client.synonym.list.query({}),
    () => member.client.synonym.add.mutate({ groups: [["a", "b"]] }),
    () => member.client.stopWord.add.mutate({ words: ["a"] }),
    () => member.client.vocabulary.tryOut.query({ text: "a" }),
    () => member.client.setting.list.query(),
    () => member.client.setting.change.mutate({}),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ data: { kind: "forbidden", httpStatus: 403 } });
  }
  member.close();
});
