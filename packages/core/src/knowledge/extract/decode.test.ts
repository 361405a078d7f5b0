import { expect, test } from "vitest";
import { decode, encodingOf } from "./decode.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf16 = (text: string, order: "le" | "be") => {
  const buffer = Buffer.from(text, "utf16le");
  return order === "le" ? buffer : buffer.swap16();
};

// 员工每年享有十天年假，请提前申请。
const gbk = Buffer.from("d4b1b9a4c3bfc4eacfedd3d0caaeccecc4eabcd9a3acc7ebcce1c7b0c9eac7eba1a3", "hex");
// 員工每年享有十天年假，請提前申請。
const big5 = Buffer.from("adfba475a843a67ea8c9a6b3a451a4d1a67eb0b2a141bdd0b4a3ab65a5d3bdd0a143", "hex");
// 社員は年に十日の休暇を取れます。
const shiftJis = Buffer.from("8ed088f582cd944e82c98f5c93fa82cc8b7889c982f08ee682ea82dc82b78142", "hex");

test.each([
  ["UTF-8", Buffer.from("员工 leave"), "员工 leave"],
  ["UTF-8 with a byte order mark", Buffer.from("\ufeff员工"), "员工"],
  ["UTF-16 with a byte order mark", utf16("\ufeff员工 leave", "le"), "员工 leave"],
  ["UTF-16, other order, with a byte order mark", utf16("\ufeff员工 leave", "be"), "员工 leave"],
  ["UTF-16 without a mark, English", utf16("Leave is ten days.\n", "le"), "Leave is ten days.\n"],
  [
    "UTF-16 without a mark, Chinese",
    utf16("员工每年享有十天年假，请提前申请。", "be"),
    "员工每年享有十天年假，请提前申请。",
  ],
  ["GB18030", gbk, "员工每年享有十天年假，请提前申请。"],
  ["Big5", big5, "員工每年享有十天年假，請提前申請。"],
  ["Shift JIS", shiftJis, "社員は年に十日の休暇を取れます。"],
  ["Windows-1252", Buffer.from("Le café est fermé en été.", "latin1"), "Le café est fermé en été."],
])("text in %s is read", (_, source, text) => {
  expect(decode(source)).toBe(text);
});

test("short Chinese without punctuation is recognised as well", () => {
  expect(decode(gbk.subarray(0, 8))).toBe("员工每年");
});

test("line ends of every kind become one kind", () => {
  expect(decode(Buffer.from("a\r\nb\rc\nd"))).toBe("a\nb\nc\nd");
});

test("a damaged byte in UTF-8 costs one character, not the text", () => {
  const damaged = Buffer.concat([
    Buffer.from("员工每年享有十天年假".repeat(20)),
    bytes(0xff),
    Buffer.from("请提前申请"),
  ]);

  expect(decode(damaged)).toContain("请提前申请");
});

test("UTF-8 with a NUL in it is still UTF-8", () => {
  expect(encodingOf(Buffer.from("员工\0每年享有十天年假 and more text"))).toBe("utf-8");
});

test("a character cut by the end of the sample does no harm", () => {
  expect(encodingOf(Buffer.from(`a${"员".repeat(40_000)}`))).toBe("utf-8");
  expect(encodingOf(Buffer.concat([Buffer.from("a"), ...Array.from({ length: 3000 }, () => gbk)]))).toBe("gb18030");
});
