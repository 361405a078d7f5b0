// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changedIn, recallSettings, rememberSettings, withParameter } from "./settings.ts";

const held = new Map<string, string>();

beforeEach(() => {
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => held.set(key, value),
  });
});
afterEach(() => {
  held.clear();
  vi.unstubAllGlobals();
});

test("a parameter is set, and given back to the default", () => {
  const warm = withParameter({ modelId: "mdl_1" }, "temperature", 0.7);
  expect(warm).toEqual({ modelId: "mdl_1", parameters: { temperature: 0.7 } });
  expect(changedIn(warm)).toBe(1);
  expect(changedIn(withParameter(warm, "temperature", undefined))).toBe(0);
});

test("the browser remembers the last choice of each person, and nothing that they typed", () => {
  rememberSettings("usr_1", { modelId: "mdl_1", parameters: { topK: 40, stop: ["a name"] } });

  expect(recallSettings("usr_1")).toMatchObject({ modelId: "mdl_1", parameters: { topK: 40 } });
  expect(recallSettings("usr_2")).toBeNull();
  expect(JSON.stringify([...held])).not.toContain("a name");
});

test.each(["", "null", "7", "{", '{"parameters":{"topK":"many","unknown":1}}', '{"modelId":3,"parameters":null}'])(
  "what another version of the console left behind, %j, is nothing that the desk would refuse",
  (text) => {
    held.set("docent.settings.usr_1", text);
    const settings = recallSettings("usr_1");
    expect(settings?.modelId ?? null).toBeNull();
    expect(settings?.parameters ?? {}).toEqual({});
  },
);
