import { expect, type Page } from "@playwright/test";
import { newId } from "@docent/core/id";
import { fakeImages } from "../fakes/image-server.ts";
import { png } from "../fixtures/picture-files.ts";
import type { Client } from "./person.ts";

/** A photograph as a camera would take it, far larger than it needs to be: the display of a coffee machine. */
export async function photo(page: Page, text = "E42"): Promise<Buffer> {
  const base64 = await page.evaluate(async (text) => {
    const canvas = document.createElement("canvas");
    canvas.width = 2400;
    canvas.height = 1600;
    const context = canvas.getContext("2d")!;
    const sky = context.createLinearGradient(0, 0, 2400, 1600);
    sky.addColorStop(0, "#314b6e");
    sky.addColorStop(1, "#b9744f");
    context.fillStyle = sky;
    context.fillRect(0, 0, 2400, 1600);
    context.fillStyle = "#0c1a12";
    context.fillRect(500, 450, 1400, 700);
    context.fillStyle = "#7dff9b";
    context.font = "420px monospace";
    context.fillText(text, 800, 950);
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  }, text);
  return Buffer.from(base64, "base64");
}

/** A JPEG as a phone takes it: 400 by 200 pixels, with a note to turn it by a quarter. */
export async function turnedPhoto(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 400;
    canvas.height = 200;
    canvas.getContext("2d")!.fillRect(0, 0, 200, 200);
    return canvas.toDataURL("image/jpeg").split(",")[1] ?? "";
  });
  const jpeg = Buffer.from(base64, "base64");
  // Exif: a list of one entry, the orientation, which says "turned to the left"
  const exif = Buffer.from("ffe100224578696600004d4d002a00000008000101120003000000010006000000000000", "hex");
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

/** A conversation in which two pictures were drawn, by a model that is gone again. Gives its id. */
export async function drawnPictures(client: Client): Promise<string> {
  await using server = await fakeImages({ image: png(320, 200, 120) });
  const place = { provider: "openai" as const, baseUrl: server.baseUrl, model: "painter" };
  const { id } = await client.model.add.mutate({ kind: "image", name: `Painter ${newId("model")}`, place });
  await client.model.use.mutate({ use: "image", id });
  const conversationId = newId("conversation");
  const question = "/image 一座红色的灯塔, a red lighthouse above the sea --batch_size 2 --width 320 --seed 7";
  await client.chat.ask.mutate({ conversationId, runId: newId("run"), question });
  await expect
    .poll(async () => (await client.conversation.get.query({ id: conversationId })).turns[0]?.state)
    .toBe("finished");
  await client.model.use.mutate({ use: "image", id: null });
  await client.model.remove.mutate({ id });
  return conversationId;
}
