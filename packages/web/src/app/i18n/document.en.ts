import type { documentZh } from "./document.zh.ts";

export const documentEn = {
  text: "Text of the document",
  gone: "This document does not exist any more",
  download: "Download",
  updated: (moment) => `Updated ${moment}`,
  searchable: "Searchable",
  queued: "Queued",
  stages: {
    read: "Reading",
    extract: "Extracting text",
    split: "Splitting",
    embed: "Embedding",
    index: "Indexing",
    verify: "Verifying",
  },
  failedAt: {
    read: "Reading failed",
    extract: "Extraction failed",
    split: "Splitting failed",
    embed: "Embedding failed",
    index: "Indexing failed",
    verify: "Verification failed",
  },
  olderVersion: "The version before is still searchable.",
  page: (page) => `Page ${page}`,
  cited: "Cited passage",
  passageGone:
    "The document has changed, and the cited passage is not in its new version. This is the text as it is now.",
  notYet: "The text will appear here in a moment.",
  noText: "This document has no text to show yet.",
} satisfies typeof documentZh;
