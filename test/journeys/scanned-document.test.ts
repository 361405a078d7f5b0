import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import * as Document from "@docent/core/knowledge/document";
import * as Ingest from "@docent/core/knowledge/ingest/ingest";
import * as Library from "@docent/core/knowledge/library";
import * as Search from "@docent/core/knowledge/search";
import * as Version from "@docent/core/knowledge/version";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
afterEach(() => scope.close());

test("a picture of text is found by its words, and the files that came with it did not wait for it", async () => {
  scope = await testScope();
  const files = [
    { name: "leave.png", content: readFileSync(new URL("../fixtures/scans/leave.png", import.meta.url)) },
    { name: "travel.md", content: Buffer.from("# Travel\n\nBook two weeks ahead.") },
  ];
  const { id } = await Library.create(scope, { name: "Scans" });
  const added = await Version.add(scope, id, files);
  const states = async () => {
    const documents = await Promise.all(added.map(({ documentId }) => Document.get(scope, documentId)));
    return documents.map((document) => document.state);
  };

  await Ingest.run(
    scope,
    added.map(({ versionId }) => versionId),
  );
  expect(await states()).toEqual(["queued", "searchable"]);
  await scope.settle();

  expect(await states()).toEqual(["searchable", "searchable"]);
  const { hits } = await Search.run(scope, { text: "年假有几天", limit: 5 });
  expect(hits[0]?.text).toContain("满一年的员工每年有10天年假");
});
