import type { Page } from "@playwright/test";

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
