import type { ManagedTexts } from "./managed.zh.ts";

export const managedEn = {
  title: "Knowledge base at AWS",
  lead: "Connect a knowledge base of Amazon Bedrock to this library, and questions search it as well. Its documents, index and search stay at AWS; only the passages found are quoted here.",
  connect: "Connect a knowledge base",
  change: "Change the connection",
  disconnect: "Disconnect",
  disconnectTitle: "Disconnect this knowledge base?",
  disconnectText:
    "Questions will not search it any more, and answers that quote it are taken back and no longer shown. The knowledge base itself stays as it is.",
  connected: "Connected. It is searched from the next question on.",
  disconnected: "Disconnected.",
  asked: (results) => `${results} passages for each question`,
  region: "Region",
  regionWrong: "The region must look like us-east-1.",
  id: "Knowledge base ID",
  idHelp: "Ten letters and digits, shown in the AWS console under Bedrock → Knowledge Bases.",
  idWrong: "The ID of a knowledge base has ten letters and digits.",
  results: "Passages for each question",
  resultsHelp:
    "Found by words and by meaning together. A reranker puts them into one order with the library's own passages.",
  rights: { none: "AWS role of the machine that Docent runs on", iam: "Access key" },
  test: "Test",
  works: (seconds) => `It works, in ${seconds} s`,
  worksEmpty: "Connected, but nothing was found this time.",
  found: (title) => `The first passage found comes from: ${title}`,
  emptyTitle: "The documents of this library are in a knowledge base at AWS",
  emptyText: "Just ask: answers quote passages of the knowledge base.",
  failed: "The knowledge base did not respond and was not searched this time.",
  elsewhere: "In a knowledge base at AWS; its text is not kept here.",
  open: (title) => `Open ${title}`,
} satisfies ManagedTexts;
