import { expect, test } from "vitest";
import { isCommand, read, settingsOf } from "./wish.ts";

test.each([
  ["/image a red fox", { text: "a red fox" }],
  ["/画图 一只红狐狸", { text: "一只红狐狸" }],
  ["a red fox", { text: "a red fox" }],
  ["a well-known fox -- and a hen", { text: "a well-known fox -- and a hen" }],
  [
    "/image a red fox --width 512 --HEIGHT=768 --cfg_scale 7.5 --steps 30 --seed 0 --batch_size 4",
    { text: "a red fox", width: 512, height: 768, guidance: 7.5, steps: 30, seed: 0, count: 4 },
  ],
  ['a fox --negative_prompt "snow, people" --seed 7', { text: "a fox", without: "snow, people", seed: 7 }],
  ["一只狐狸\n--negative_prompt 人物，文字", { text: "一只狐狸", without: "人物，文字" }],
])("%s is understood", (question, wish) => {
  expect(read(question)).toEqual(wish);
});

test.each([
  ["/image", "drawing.text_missing", "what the picture should show"],
  ["/image --width 512", "drawing.text_missing", "what the picture should show"],
  ["a fox --sampler euler_a", "drawing.option_unknown", "--width, --height, --steps, --cfg_scale, --negative_prompt"],
  ["a fox --constructor 1", "drawing.option_unknown", "--batch_size"],
  ["a fox --width wide", "drawing.option_invalid", "a whole number from 64 to 4096"],
  ["a fox --width", "drawing.option_invalid", "a whole number from 64 to 4096"],
  ["a fox --batch_size 5", "drawing.option_invalid", "from 1 to 4"],
  ["a fox --steps 1.5", "drawing.option_invalid", "a whole number"],
  ["a fox --negative_prompt", "drawing.option_invalid", "should not show"],
])("%s is refused, with what would be right", (question, code, message) => {
  expect(() => read(question)).toThrow(expect.objectContaining({ code }));
  expect(() => read(question)).toThrow(message);
});

test("only the command itself asks for a picture", () => {
  expect(["/image a fox", "/IMAGE a fox", "/画图 狐狸", "/image"].every(isCommand)).toBe(true);
  expect(["/images a fox", "an /image of a fox", "/画图片"].some(isCommand)).toBe(false);
});

test("it is told which settings a model does not heed", () => {
  const wish = read("a fox --width 512 --steps 30 --seed 7");

  expect(settingsOf(wish, ["width", "seed"])).toEqual({ settings: { width: 512, seed: 7 }, unsent: ["steps"] });
});
