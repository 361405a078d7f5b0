import { expect, test } from "vitest";
import { seal, unseal } from "./sealed.ts";

const secret = "a secret that is long enough to seal with";

test("what was sealed can be read with the same secret for the same purpose, and looks different each time", () => {
  const sealed = seal(secret, "a", "sk-123 钥匙");

  expect(unseal(secret, "a", sealed)).toBe("sk-123 钥匙");
  expect(seal(secret, "a", "sk-123 钥匙")).not.toBe(sealed);
});

test.each([
  ["another secret", `${secret}!`, "a", (sealed: string) => sealed],
  ["another purpose", secret, "b", (sealed: string) => sealed],
  ["a change in it", secret, "a", (sealed: string) => `${sealed.slice(0, -2)}AA`],
  ["half of it", secret, "a", (sealed: string) => sealed.slice(0, 10)],
])("%s leaves it closed and says what to do", (_, other, purpose, change) => {
  const sealed = change(seal(secret, "a", "sk-123"));

  expect(() => unseal(other, purpose, sealed)).toThrow(/Enter the key again/);
});
