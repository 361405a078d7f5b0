import type { Page } from "@playwright/test";
import type { FakeOpenAi } from "../fakes/openai-server.ts";
import { expect, test, type Library } from "./desk.ts";
import { faultsInEachShade } from "./look.ts";

const leave =
  "Everybody who works here has thirty days of absence a year, and may carry five of them over until March. Whoever falls ill meanwhile gets these days back, and tells the team beforehand.";
const travel = "Journeys by rail are paid in the second class. Flights need the consent of the head of the department.";

const open = (page: Page, { id }: Library) => page.goto(`/library/${id}?show=written`);
const questions = (...list: string[]) => ({ text: JSON.stringify({ questions: list }) });

async function fill(library: Library, model: FakeOpenAi): Promise<void> {
  await library.add("leave.md", `# Leave\n\n${leave}`);
  await library.add("travel.md", `# Travel\n\n${travel}`);
  model.play(
    questions("How long is my vacation?", "Can I keep days for next spring?"),
    questions("Who pays for trains?"),
  );
}

async function write(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Write questions" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start" }).click();
  await expect(page.getByText("Finished just now, 2 passages")).toBeVisible();
}

test("without a model the page tells to connect one", async ({ page, library }) => {
  await page.goto(`/library/${library.id}`);
  await page.getByText("Written questions", { exact: true }).click();

  await expect(page.getByRole("heading", { name: "Connect a model first" })).toBeVisible();
  expect(await faultsInEachShade(page, "no model")).toEqual({});
  await page.getByRole("link", { name: "Open the model settings" }).click();
  await expect(page).toHaveURL(/settings\?section=model/);
});

test("questions are written after a look at what it takes, and reviewed beside their passages", async ({
  page,
  library,
  model,
  person,
}) => {
  await fill(library, model);
  await open(page, library);
  await expect(page.getByRole("heading", { name: "No questions written yet" })).toBeVisible();

  await page.getByRole("button", { name: "Write questions" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("about 2 calls");
  expect(model.log).toHaveLength(0);
  expect(await faultsInEachShade(page, "start")).toEqual({});
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(page.getByText("Finished just now, 2 passages")).toBeVisible();

  const card = page.getByRole("listitem").filter({ hasText: "thirty days of absence" });
  await expect(card.getByText("How long is my vacation?")).toBeVisible();
  expect(await faultsInEachShade(page, "review")).toEqual({});

  await card.getByRole("button", { name: "Accept: How long is my vacation?" }).click();
  await expect(page.getByRole("status").getByText("Accepted 1")).toBeVisible();
  await expect(page.getByRole("button", { name: "Accepted 1" })).toHaveAttribute("aria-pressed", "false");
  const found = async (text: string) => (await person.client.search.run.query({ text, libraryIds: [library.id] })).hits;
  await expect.poll(async () => (await found("vacation"))[0]?.text ?? "").toContain(leave);

  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => found("vacation")).toEqual([]);

  await card.getByRole("button", { name: "Edit: Can I keep days for next spring?" }).click();
  await card.getByRole("textbox").fill("Can I carry days over to next summer?");
  await card.getByRole("button", { name: "Save and accept" }).click();
  await expect(page.getByText("Changed and accepted")).toBeVisible();
  await page.getByRole("button", { name: /^Accepted/ }).click();
  await expect(page.getByText("Can I carry days over to next summer?")).toBeVisible();
  await expect.poll(async () => (await found("summer"))[0]?.text ?? "").toContain(leave);

  await page.goto(`/tune/search?text=${encodeURIComponent("days to summer")}`);
  await expect(page.getByText("Written question → Can I carry days over to next summer?").first()).toBeVisible();
});

test("all that waits is accepted or rejected at once, and that can be undone", async ({ page, library, model }) => {
  await fill(library, model);
  await open(page, library);
  await write(page);

  await page.getByRole("button", { name: "Reject all", exact: true }).first().click();
  await page.getByRole("tooltip").getByRole("button", { name: "Reject" }).click();
  await expect(page.getByRole("status").getByText("Rejected 3")).toBeVisible();
  await expect(page.getByText("Nothing to review")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "To review 3" })).toBeVisible();
});

test("proposals are gone through with the keyboard", async ({ page, library, model }) => {
  await fill(library, model);
  await open(page, library);
  await write(page);
  const accept = page.getByRole("button", { name: /^Accept: / });
  await expect(accept).toHaveCount(3);

  await accept.first().focus();
  await page.keyboard.press("j");
  await expect(accept.nth(1)).toBeFocused();
  await page.keyboard.press("a");
  await expect(page.getByRole("button", { name: "Accepted 1" })).toBeVisible();
  await page.keyboard.press("r");
  await expect(page.getByRole("button", { name: "Rejected 1" })).toBeVisible();
  await expect(accept).toHaveCount(1);
});

test("a run is paused, goes on and is stopped", async ({ page, library, model }) => {
  await fill(library, model);
  model.play({ fault: { type: "hangs" } });
  await open(page, library);
  await page.getByRole("button", { name: "Write questions" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start" }).click();

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused after 0 of 2 passages")).toBeVisible();
  expect(await faultsInEachShade(page, "paused")).toEqual({});
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText(/^Stopped just now/)).toBeVisible();
});

test("what was accepted is taken out as a file", async ({ page, library, model }) => {
  await fill(library, model);
  await open(page, library);
  await write(page);
  await page.getByRole("button", { name: /^Accept all/ }).click();
  await page.getByRole("tooltip").getByRole("button", { name: "Accept" }).click();
  await expect(page.getByRole("status").getByText("Accepted 3")).toBeVisible();

  await page.getByRole("button", { name: "Export and import" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Export as FAQ (.faq)" }).click();
  expect((await download).suggestedFilename()).toBe("written.faq");
});

test.describe("a member", () => {
  test.use({ role: "member" });

  test("who only reads a library has no such page", async ({ page, library }) => {
    await open(page, library);
    await expect(page.getByText("Written questions")).toHaveCount(0);
  });
});
