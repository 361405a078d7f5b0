import { expect, test } from "vitest";
import { follow, pathPattern } from "./path.ts";

const value = { a: { "b c": [{ d: 1 }, { d: 2 }] }, list: [[1], [2]], none: null };

test.each<[string, unknown]>([
  ["", value],
  ["a.b c[1].d", 2],
  ["a.b c[].d", [1, 2]],
  ["list[0][0]", 1],
  ["a.b c[2].d", undefined],
  ["a[0]", undefined],
  ["none.x", undefined],
  ["a.toString", undefined],
])("%j leads to %j", (path, found) => {
  expect(path).toMatch(pathPattern);
  expect(follow(value, path)).toEqual(found);
});

test.each(["a.", ".a", "a..b", "a[x]", "a[", "a]"])("%j is no path", (path) => {
  expect(path).not.toMatch(pathPattern);
});
