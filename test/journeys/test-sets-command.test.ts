import { afterAll, beforeAll, expect, test } from "vitest";
import { runTestSet } from "../../packages/functions/src/cli/test-sets.ts";
import { testDesk, type Person, type TestDesk } from "../desk.ts";

let desk: TestDesk;
let admin: Person;
let libraryId: string;

beforeAll(async () => {
  desk = await testDesk();
  admin = await desk.setUp();
  libraryId = (await admin.client.library.create.mutate({ name: "Handbook" })).id;
  await admin.add(libraryId, "leave.md", "# Leave\n\nEverybody gets thirty days of paid leave a year.");
});

afterAll(() => desk.end());

test("the command line says which cases fail, and fails when one does", async () => {
  const one = { libraryId, mustFind: [], mustRefuse: false };
  const question = "How many days of paid leave do I get a year?";
  await admin.client.testCase.set.mutate({ ...one, question, mustSay: ["thirty days"] });
  const client = {
    client: admin.client,
    upload: async () => ({ documentId: "", unchanged: true }),
    close: async () => {},
  };
  const good = await runTestSet(client, { library: "Handbook" }, () => {});
  expect(good).toMatchObject({ incomplete: false, json: { cases: 1, passed: 1, failed: 0 } });

  const other = "How much paid leave is there a year?";
  await admin.client.testCase.set.mutate({ ...one, question: other, mustSay: ["forty days"] });
  const bad = await runTestSet(client, { library: "Handbook" }, () => {});
  const failures = [{ question: other, why: 'did not say "forty days"' }];
  expect(bad).toMatchObject({ incomplete: true, json: { passed: 1, failed: 1, failures } });
});
