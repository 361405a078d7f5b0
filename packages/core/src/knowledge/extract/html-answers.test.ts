import { expect, test } from "vitest";
import { read } from "./csv.ts";
import { toMarkdown } from "./html-answers.ts";

const answers = async (...given: string[]) =>
  (await toMarkdown(given.map((answer) => ({ question: "How?", answer })))).map(({ answer }) => answer);

test("answers that are HTML become Markdown, with their lists, links and tables, and without their scripts", async () => {
  const answer =
    '<p>Ask <b>HR</b> by <a href="https://example.org/hr">form</a>.</p><ul><li>Name</li><li>Date</li></ul><script>alert(1)</script>';

  expect(await answers(answer)).toEqual(["Ask **HR** by [form](https://example.org/hr).\n\n- Name\n- Date"]);
});

test("answers that only mention HTML, or have a line break of it, stay as they are", async () => {
  const given = ["Thirty days.", "Write `<b>` and `</b>`.", "<p>Type `ls`</p>", "a < b and c > d", "One<br>two", "<p>"];

  expect(await answers(...given)).toEqual(given);
});

test("a tab-separated file with answers in HTML is a file of questions and answers", async () => {
  const { rows } = read('Question\tAnswer\nHow long is leave?\t"<p>Thirty <em>days</em>.</p>"\n');

  expect(await toMarkdown(rows)).toEqual([{ question: "How long is leave?", answer: "Thirty *days*." }]);
});
