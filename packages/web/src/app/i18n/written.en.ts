import type { writtenProblemsZh, writtenZh } from "./written.zh.ts";

const plural = new Intl.PluralRules("en");
const counted = (count: string, n: number, one: string, many: string) =>
  `${count} ${plural.select(n) === "one" ? one : many}`;

export const writtenEn: typeof writtenZh = {
  tab: "Written questions",
  lead: "A model writes questions that people may ask, and summaries, for each passage. Once accepted, whoever asks in these words finds the passage too.",
  emptyTitle: "No questions written yet",
  emptyText:
    "Have a model write some questions for each passage of this library. They count once somebody has accepted them.",
  noModelTitle: "Connect a model first",
  noModelText: "Writing questions needs a model. Once one is connected, begin here.",
  noModelAsk: "Writing questions needs a model. Ask an administrator to connect one in the settings.",
  toSettings: "Open the model settings",
  write: "Write questions",
  start: {
    title: "Write questions and summaries",
    estimate: (calls, model, n) =>
      `This takes about ${counted(calls, n, "call", "calls")} of ${model}, one for each passage.`,
    done: (count, n) =>
      `${counted(count, n, "passage was", "passages were")} written for before and will not be again.`,
    nothing: "Every passage was written for already. Add documents to write for.",
    most: "At most so many calls",
    mostHelp: "Leave it empty to write for all. You can pause or stop at any time; what was written stays.",
    action: "Start",
  },
  run: {
    queued: "Waiting to begin…",
    running: (done, total) => `Wrote for ${done} of ${total} passages`,
    paused: (done, total) => `Paused after ${done} of ${total} passages`,
    pause: "Pause",
    resume: "Go on",
    stop: "Stop",
    finished: (when, done, n) => `Finished ${when}, ${counted(done, n, "passage", "passages")}`,
    stopped: (when, done, n) =>
      `Stopped ${when} after ${counted(done, n, "passage", "passages")}; what was written stays`,
    failed: (when) => `Broke off ${when}`,
    written: (count) => `${count} written`,
    empty: (count, n) => `${counted(count, n, "passage", "passages")} without a usable question`,
    failures: (count) => `${count} failed, to be tried again next time`,
    showFailures: "Show what failed",
    hideFailures: "Hide",
    tokens: (input, output) => `${input} + ${output} tokens used`,
    openPassage: "Open the passage",
  },
  states: { label: "Review", proposed: "To review", accepted: "Accepted", rejected: "Rejected" },
  none: { proposed: "Nothing to review", accepted: "Nothing accepted yet", rejected: "Nothing rejected" },
  kinds: { question: "Question", summary: "Summary" },
  by: (model) => `Written by ${model}`,
  imported: "From a file",
  outdated: "The passage has changed: look again",
  accept: "Accept",
  reject: "Reject",
  putBack: "Put back",
  edit: "Edit",
  editOf: (text) => `Edit: ${text}`,
  saveEdit: "Save and accept",
  cancel: "Cancel",
  actionOf: (action, text) => `${action}: ${text}`,
  acceptCard: (count) => `Accept these ${count}`,
  rejectCard: "Reject all",
  acceptAll: (count) => `Accept all ${count}`,
  rejectAll: "Reject all",
  acceptAllSure: (count) => `Accept all ${count} that wait for review?`,
  rejectAllSure: (count) => `Reject all ${count} that wait for review?`,
  sureHelp: "You can undo this afterwards.",
  didAccept: (count) => `Accepted ${count}`,
  didReject: (count) => `Rejected ${count}`,
  didPutBack: (count) => `Put back ${count}`,
  didEdit: "Changed and accepted",
  keys: "Keys: j next, k previous, a accept, r reject",
  position: (at) => `Passage ${at}`,
  passage: "Passage",
  proposalsFor: (title) => `Written for “${title}”`,
  more: "Export and import",
  exportAs: { faq: "Export as FAQ (.faq)", xlsx: "Export as a sheet (.xlsx)", json: "Export as records (.json)" },
  import: "Import records (.json)",
  didImport: (added, known, missing) =>
    `${added} to review, ${known} known already, ${missing} passages are not in this library.`,
  leadsHere: { question: "Written question", summary: "Written summary" },
};

export const writtenProblemsEn: typeof writtenProblemsZh = {
  "writing.no_model": "Writing questions needs a model. Ask an administrator to connect one in the settings.",
  "writing.nothing_to_do": "Every passage was written for already. Add documents, or review what was written.",
  "writing.under_way": "Questions are being written for this library already. Wait until that has ended, or stop it.",
  "writing.not_found": "That run does not exist any more. Reload the page.",
  "writing.broke_off": "Something went wrong on our side. Start again.",
  "writing.failed": "The model gave no answer.",
  "model.too_slow": "The model took too long to answer. Is the server free?",
  "trigger.not_found": "This does not exist any more. Reload the page.",
  "trigger.bad_text": "There must be some text, at most 400 characters for a question and 2,000 for a summary.",
  "exchange.unreadable":
    "This file holds no such records: they are objects with page_content and metadata, as a JSON array or one a line.",
  "exchange.too_large": "More than 20,000 passages do not fit into one file. Export one document after the other.",
};
