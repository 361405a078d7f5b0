import type { Locator, Page } from "@playwright/test";
import { newId } from "@docent/core/id";
import { retrievalServer } from "../fakes/retrieval-server.ts";
import { entangledLabels, separableLabels } from "../fixtures/store-room.ts";
import { expect, test } from "./desk.ts";
import { faultsIn, faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import type { Client } from "./person.ts";
import { measured, relabelled, storeRoomRead } from "./studio.ts";
import { useModelAt } from "../connect-model.ts";

// a desk of its own: what is measured counts all of its documents and all of its labels
test.use({ companyName: "Store room" });
test.beforeEach(({ desk }) => storeRoomRead(desk));

const file = (text: string) => ({ name: "labels.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
const labels = (page: Page) => page.getByRole("region", { name: "Labelled questions" });
const numbers = (page: Page) => page.getByRole("region", { name: "Two numbers" });
const refuseBelow = (page: Page) => page.getByRole("slider", { name: "Match of words: Refuse below" });
const plainlyFrom = (page: Page) => page.getByRole("slider", { name: "Match of words: Answer plainly from" });

for (const language of languages) {
  for (const [kind, viewport] of Object.entries({
    desk: { width: 1440, height: 900 },
    phone: { width: 390, height: 844 },
  })) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], viewport });

      test("without labels the page says what a label is and how to get some", async ({ page, desk }) => {
        await relabelled(desk.administrator.client);
        await page.goto("/tune/refusal");
        await expect(page.getByRole("main")).toContainText(/No labelled questions yet|还没有标注的问题/);
        const faults = await faultsInEachShade(page, "refusal, empty");
        await takePictures(page, "refusal-empty", language);
        expect(faults).toEqual({});
      });
    });
  }
}

test.describe("an editor", () => {
  test.use({ role: "editor" });

  test("labels questions by typing, from a file and from thumbs, changes labels and takes a step back", async ({
    page,
    person,
    desk,
  }) => {
    await relabelled(desk.administrator.client);
    await rated(person.client, "Where is the globe kept?", "up");
    await rated(person.client, "What colour is the globe?", "down");
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tune" }).click();
    await page.getByRole("link", { name: "Refusal" }).click();

    const question = labels(page).getByRole("textbox", { name: "Question", exact: true });
    await question.fill("Is there a lift?");
    await labels(page).getByRole("radiogroup", { name: "Should" }).getByText("Refuse").click();
    await question.press("Enter");
    const list = labels(page).getByRole("list", { name: "Labelled questions" });
    await expect(list).toContainText("Is there a lift?");
    await expect(question).toHaveValue("");
    await expect(page.getByText("0 to answer, 1 to refuse")).toBeVisible();

    const choose = labels(page).locator("input[type=file]");
    await choose.setInputFiles(file("question,expected\nIs it open?,answer\nIs it shut?,perhaps\n"));
    await expect(labels(page).getByRole("alert")).toContainText("Line 3: “perhaps” is not known here");
    await expect(list.getByRole("listitem")).toHaveCount(1);
    expect(await faultsIn(page)).toEqual([]);
    await choose.setInputFiles(file(separableLabels));
    await expect(page.getByText("48 questions imported")).toBeVisible();
    await expect(labels(page).getByRole("alert")).toHaveCount(0);
    await expect(page.getByText("24 to answer, 25 to refuse")).toBeVisible();

    await labels(page).getByRole("button", { name: "More sources" }).click();
    await page.getByRole("menuitem", { name: "Collect from thumbs" }).click();
    await expect(page.getByText("1 labels collected, 1 more to review.")).toBeVisible();
    await labels(page).getByRole("button", { name: "To review 1" }).click();
    await expect(list.getByRole("listitem")).toHaveCount(1);
    await expect(list).toContainText("What colour is the globe?");
    await choiceOf(page, "What colour is the globe?").getByText("Answer").click();
    await expect(labels(page)).toContainText("No questions match");
    await labels(page).getByRole("button", { name: "Show all" }).click();
    await expect(page.getByText("26 to answer, 25 to refuse")).toBeVisible();

    await labels(page).getByRole("textbox", { name: "Filter by question" }).fill("lift");
    await expect(page).toHaveURL(/text=lift/);
    await choiceOf(page, "Is there a lift?").getByText("Answer").click();
    await expect(page.getByText("27 to answer, 24 to refuse")).toBeVisible();
    await list.getByRole("button", { name: "Delete “Is there a lift?”" }).click();
    await expect(page.getByText("26 to answer, 24 to refuse")).toBeVisible();
    await labels(page).getByRole("button", { name: "Undo" }).click();
    await expect(list).toContainText("Is there a lift?");
  });

  test("measures, sees how the questions lie and what any cut would come to, and leaves storing to administrators", async ({
    page,
    desk,
  }) => {
    await relabelled(desk.administrator.client, separableLabels);
    await page.goto("/tune/refusal");
    await page.getByRole("button", { name: /^Measure/ }).click();

    await expect(numbers(page)).toContainText("At the proposed cuts");
    await expect(numbers(page)).toContainText("cuts that were chosen without it");
    await expect(numbers(page)).toContainText(/of 100, judged by 24 questions\s*with 95% confidence between/);
    const words = page.getByRole("region", { name: "Match of words" });
    await expect(words.getByRole("img", { name: /24 questions to answer above, 24 .* below/ })).toBeVisible();
    await expect(words.getByRole("img", { name: "ROC of Match of words" })).toBeVisible();
    await expect(words).toContainText(/AUROC [\d.]+ \([\d.]+–[\d.]+\)/);
    await expect(page.getByRole("region", { name: "Routes" })).toContainText("Words → question");
    await expect(page.getByText("Administrators can store cuts.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Store the cuts" })).toHaveCount(0);
    expect(await faultsIn(page)).toEqual([]);

    await labels(page).getByRole("textbox", { name: "Question", exact: true }).fill("Is there a lift?");
    await labels(page).getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByText("Labels have changed since. Measure again")).toBeVisible();
  });

  test("drags a cut, moves it with the keys, and goes back", async ({ page, desk }) => {
    await measured(desk.administrator.client, separableLabels);
    await page.goto("/tune/refusal");
    await expect(numbers(page)).toContainText("At the proposed cuts");

    await dragTo(plainlyFrom(page), 0.9);
    await expect(plainlyFrom(page)).toHaveAttribute("aria-valuenow", /^10\d$|^11\d$/);
    await dragTo(refuseBelow(page), 0.8);
    await expect(refuseBelow(page)).toHaveAttribute("aria-valuenow", /^9\d$/);
    await expect(numbers(page)).toContainText("At the cuts as you moved them");
    await expect(numbers(page)).toContainText("Counted on the very questions");

    await refuseBelow(page).press("Home");
    await expect(refuseBelow(page)).toHaveAttribute("aria-valuenow", "0");
    await refuseBelow(page).press("ArrowRight");
    await refuseBelow(page).press("PageUp");
    await expect(refuseBelow(page)).toHaveAttribute("aria-valuenow", "11");
    await expect(refuseBelow(page)).toHaveAttribute("aria-valuetext", /Of 100 to refuse, \d+ are answered/);

    // whoever lifts the lower cut above the upper one takes it along
    await refuseBelow(page).press("End");
    await expect(refuseBelow(page)).toHaveAttribute("aria-valuetext", "no say");
    await expect(plainlyFrom(page)).toHaveAttribute("aria-valuetext", "no say");
    for (const measure of ["Words and meaning", "Share of the question's words"]) {
      const other = page.getByRole("slider", { name: `${measure}: Refuse below` });
      if (await other.count()) await other.press("End");
    }
    const refused = numbers(page)
      .locator("div")
      .filter({ hasText: /^Refused, though it could answer/ });
    await expect(refused).toContainText("100 of 100, judged by 24 questions");
    await expect(page.getByRole("region", { name: "Questions decided wrongly" })).toContainText(
      "On which shelf is the globe kept?",
    );

    await page.getByRole("button", { name: "Back to the cuts in force" }).click();
    await expect(numbers(page)).toContainText("At the cuts in force");
    await page.getByRole("button", { name: "Use the proposed cuts" }).click();
    await expect(numbers(page)).toContainText("At the proposed cuts");
  });

  test("is told when no cut can tell the questions apart, and what to do", async ({ page, desk }) => {
    await measured(desk.administrator.client, entangledLabels);
    await page.goto("/tune/refusal");

    await expect(numbers(page).getByRole("alert")).toContainText("Not separable");
    await expect(numbers(page)).toContainText("At the cuts in force");
    await expect(page.getByRole("region", { name: "Match of words" })).toContainText(
      "does not tell the questions apart",
    );
    await expect(page.getByRole("button", { name: "Use the proposed cuts" })).toHaveCount(0);
    expect(await faultsInEachShade(page, "not separable")).toEqual({});
  });

  test("is told how many labels are missing before cuts can be proposed", async ({ page, desk }) => {
    await measured(desk.administrator.client, "question,expected\nWhere is the globe kept?,answer\n");
    await page.goto("/tune/refusal");

    await expect(numbers(page).getByRole("alert")).toContainText("at least 20 questions to answer and 20 to refuse");
  });
});

test("an administrator stores cuts, the desk obeys them, and goes back to its own", async ({ page, desk }) => {
  const { client } = desk.administrator;
  await measured(client, separableLabels);
  await page.goto("/tune/refusal");
  await expect(page.getByText("Docent's own cuts are in force.")).toBeVisible();
  for (const slider of await page.getByRole("slider", { name: /Refuse below$/ }).all()) await slider.press("End");

  await page.getByRole("button", { name: "Store the cuts" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Change at once" }).click();
  await expect(page.getByText("Stored. The next question is answered by these cuts.")).toBeVisible();
  await expect(page.getByText("48 labelled questions stand behind them")).toBeVisible();
  expect(await outcomeOf(client, "On which shelf is the globe kept?")).toBe("refused");

  await page.reload();
  await expect(numbers(page)).toContainText("At the cuts in force");
  await page.getByRole("button", { name: "Restore Docent's own cuts" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Change at once" }).click();
  await expect(page.getByText("Docent's own cuts are in force again.")).toBeVisible();
  expect(await outcomeOf(client, "On which shelf is the globe kept?")).toBe("answer");
});

test("stored cuts are marked stale as soon as the embedder is another one", async ({ page, desk }) => {
  const { client } = desk.administrator;
  await measured(client, separableLabels);
  const { measured: values } = await client.calibration.get.query();
  await client.calibration.store.mutate({ cuts: values?.proposed ?? {} });
  await using server = await retrievalServer();
  await useModelAt(client, "embed", { baseUrl: server.baseUrl, model: "bge-m3" });
  await indexChanged(client);

  await page.goto("/tune/refusal");
  const stale = page.getByRole("alert").filter({ hasText: "The cuts are stale" });
  await expect(stale).toContainText("the embedder changed from none to");
  await expect(stale).toContainText("Measure again, then store new cuts");
  expect(await faultsInEachShade(page, "stale")).toEqual({});

  await page.getByRole("button", { name: "Measure again" }).click();
  await expect(page.getByRole("region", { name: "Words and meaning" })).toBeVisible();
  await page.getByRole("button", { name: "Use the proposed cuts" }).click();
  await page.getByRole("button", { name: "Store the cuts" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Change at once" }).click();
  await expect(stale).toHaveCount(0);

  await client.calibration.reset.mutate();
  await client.model.use.mutate({ use: "embed", id: null });
  await indexChanged(client);
});

function choiceOf(page: Page, question: string) {
  return labels(page).getByRole("radiogroup", { name: `What “${question}” should get` });
}

/** Drags a handle to so much of its chart's width. */
async function dragTo(handle: Locator, share: number): Promise<void> {
  await handle.scrollIntoViewIfNeeded();
  const track = await handle.locator("xpath=..").boundingBox();
  const from = await handle.boundingBox();
  if (!track || !from) throw new Error("the handle is not on the screen");
  const mouse = handle.page().mouse;
  await mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await mouse.down();
  await mouse.move(track.x + track.width * share, from.y + from.height / 2, { steps: 5 });
  await mouse.up();
}

/** Asks, waits for the end and gives the run and what it came to. */
async function answered(client: Client, question: string) {
  const conversationId = newId("conversation");
  const runId = newId("run");
  await client.chat.ask.mutate({ conversationId, runId, question });
  const turn = async () => (await client.conversation.get.query({ id: conversationId })).turns[0];
  await expect.poll(async () => (await turn())?.state).toBe("finished");
  return { runId, outcome: (await turn())?.outcome };
}

async function outcomeOf(client: Client, question: string) {
  return (await answered(client, question)).outcome?.tier;
}

async function rated(client: Client, question: string, thumb: "up" | "down"): Promise<void> {
  const { runId } = await answered(client, question);
  await client.feedback.rate.mutate({ runId, thumb });
}

async function indexChanged(client: Client): Promise<void> {
  await expect.poll(async () => (await client.generation.status.query()).next, { timeout: 60_000 }).toBeNull();
}
