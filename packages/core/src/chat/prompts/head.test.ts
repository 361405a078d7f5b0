import { expect, test } from "vitest";
import type { Prompt } from "../../models/chat-model.ts";
import { answerPrompt } from "./answer.ts";
import { chatPrompt } from "./chat.ts";
import { rewritePrompt } from "./rewrite.ts";
import { callPrompt } from "./tool.ts";

const passage = (n: number) => ({
  chunkId: `chunk_${n}`,
  documentId: `document_${n}`,
  versionId: `version_${n}`,
  title: `Title ${n}`,
  headings: [],
  page: n,
  position: n,
  text: `On 2026-03-0${n} it began.`,
  question: null,
  metadata: null,
  category: null,
});

/** Two askings that have nothing in common. */
const pairs: Record<string, (n: number) => Prompt> = {
  answer: (n) =>
    answerPrompt({
      question: `Question ${n}`,
      passages: [passage(n)],
      history: n > 1 ? [{ question: "Before", answer: "Then" }] : [],
      isUnsure: false,
      around: new Map(),
    }),
  chat: (n) => chatPrompt(`Question ${n}`, []),
  rewrite: (n) => rewritePrompt(`Question ${n}`, [{ question: `Before ${n}`, answer: "Then" }]),
  tool: (n) => callPrompt({ question: `Question ${n}`, name: "room_price", description: "", parameters: {} }),
};

test.each(Object.entries(pairs))(
  "vendors can keep the head of the prompt for an %s: it is the same for every question",
  (_, make) => {
    const [one, two] = [make(1), make(2)];

    expect(two.system).toBe(one.system);
    expect(two.tools).toEqual(one.tools);
    expect(one.system).not.toMatch(/\d{4}-\d\d|Question|chunk_|document_/);
  },
);
