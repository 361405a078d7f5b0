import { expect, test } from "vitest";
import { textOf } from "./file-text.ts";

test("a file in GBK is read as well as one in UTF-8", async () => {
  expect(await textOf(new Blob([new Uint8Array([0xc4, 0xea, 0xbc, 0xd9])]))).toBe("年假");
  expect(await textOf(new Blob(["年假"]))).toBe("年假");
});
