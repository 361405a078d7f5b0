import { expect, test } from "vitest";
import { documentTerms } from "../text/analyze.ts";
import { near, neighbours } from "./nearness.ts";

test("neighbours are content words next to each other, function words between them or not", () => {
  expect(neighbours("What is the storage of the read replica?")).toEqual([
    ["storag", "read"],
    ["read", "replica"],
  ]);
  expect(neighbours("replica replica")).toEqual([]);
  expect(neighbours("数据库备份")).toEqual([]);
});

test("a pair is near when both words stand within four words of each other, in either order", () => {
  const pairs: [string, string][] = [["read", "replica"]];

  expect(near(pairs, documentTerms("a replica that you can read"))).toEqual(pairs);
  expect(near(pairs, documentTerms("read one two three four replica"))).toEqual([]);
  expect(near(pairs, documentTerms("replica one two three four five six read replica"))).toEqual(pairs);
  expect(near(pairs, documentTerms("read only"))).toEqual([]);
  expect(near([], documentTerms("read replica"))).toEqual([]);
});
