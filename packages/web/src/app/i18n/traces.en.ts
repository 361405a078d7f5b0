import type { TracesTexts } from "./traces.zh.ts";

export const tracesEn = {
  title: "Questions asked",
  lead: "What people asked, and how it was answered. Narrow it down to what went wrong, and open a question to see how its answer came about.",
  download: "Export JSON lines",
  counts: "Filter by kind of answer",
  all: "All",
  thumbs: { up: "Helpful", down: "Not helpful" },
  anyError: "Any error",
  filters: {
    text: "Words of the question",
    intent: "Intent",
    thumb: "Thumb",
    model: "Model",
    template: "Template",
    error: "Error",
    person: "Person",
    days: "Day",
    score: "Score",
    clear: "Clear filters",
  },
  none: "Nobody has asked yet",
  noneText: "As soon as somebody asks, each question is here with how its answer came about.",
  noneFound: "No question fits these filters",
  total: (count) => `${count} in all`,
  by: (name, when) => (name ? `${name}, ${when}` : when),
  facts: {
    intent: (name) => `Intent: ${name}`,
    score: (score) => `Score ${score}`,
    template: (name) => `Template: ${name}`,
  },
} satisfies TracesTexts;
