import type { templateProblemsZh, TemplatesTexts } from "./templates.zh.ts";

export const templatesEn = {
  title: "Templates",
  lead: "Ask the model in your own words: the assistant's name, who it is, its tone and form. The rules that keep answers honest, such as citations and saying what is not known, always hold.",
  create: "New template",
  built: "Docent's own words",
  builtText: "Used where a conversation has chosen no template and none is the default.",
  isDefault: "Default",
  version: (number) => `Version ${number}`,
  changed: (by, when) => (by ? `changed by ${by}, ${when}` : `changed ${when}`),
  makeDefault: "Make default",
  makeDefaultOf: (name) => `Make default: ${name}`,
  madeDefault: (name) => `From the next question on, conversations without a choice of their own use “${name}”.`,
  remove: "Delete",
  removeOf: (name) => `Delete the template “${name}”`,
  removed: (name) => `The template “${name}” is deleted. Conversations that chose it go on with the default.`,
  emptyTitle: "No templates yet",
  emptyText: "Answers are written in Docent's own words. Make a template to give the assistant a name and a tone.",
  page: {
    back: "All templates",
    gone: "This template is not there any more",
    newTitle: "New template",
    history: "History",
    discard: "There are changes that are not saved. Leave anyway?",
  },
  choice: { label: "Template", usual: (name) => `Template: ${name}` },
  form: {
    name: "Name",
    comment: "Comment (optional)",
    bot: "The assistant's name",
    botHelp: "Stands where {role_bot} is.",
    persona: "Who it is",
    personaHelp:
      "Stands where {system_role_prompt} is, or before everything else when the template has no place for it.",
    text: "Template",
    textHelp: "Type { to choose a placeholder. Other braces stay as they are.",
    parameters: (count) => (count ? `Parameters (${count} set)` : "Parameters"),
    parametersHelp: "What somebody sets for their own conversation goes before.",
    save: "Save",
    create: "Create",
    saved: (number) => `Saved as version ${number}. It is used from the next question on.`,
    created:
      "The template is there. Make it the default, or choose it in a conversation, to have answers written with it.",
    nameMissing: "Give the template a name.",
    textMissing: "Write the text of the template.",
    reload: "Load the new version",
    missing: {
      context: "{context} is missing: the passages that were found are put after the text.",
      question: "{question} is missing: the question is put at the end.",
    },
    unknown: (words) => `Unknown placeholders go to the model as they stand: ${words}`,
  },
  placeholders: {
    context: "The passages that were found",
    question: "What was asked",
    chat_history: "The exchanges before",
    role_bot: "The assistant's name",
    system_role_prompt: "Who the assistant is",
  },
  preview: {
    title: "Preview",
    question: "Preview with a question",
    hint: "Type a real question to see what the model will be asked.",
    system: "Rules (always hold)",
    message: "Message to the model",
    refused:
      "The documents are not close enough to this question, so the model would not be asked. This is what it would have been asked.",
    answer: "Try it",
    answerOwn: "Try Docent's own words",
    stop: "Stop",
    writing: "Answering…",
    answeredBy: (model) => `Answered by ${model}, not kept`,
    quoted: "No model is connected, so the documents were quoted. Templates take effect once there is a model.",
    own: "Docent's own words",
    this: "This template",
  },
  history: {
    title: "History",
    now: "Now",
    created: (by, when) => `${by}, ${when}`,
    restore: "Go back to this",
    restoreOf: (number) => `Go back to version ${number}`,
    restored: (number) => `The template says again what version ${number} said.`,
    against: "Marks show what changed from the version before.",
  },
  start: `{system_role_prompt}
You are called {role_bot}. Answer only from the material below and make nothing up; say so when it does not hold the answer.

Material:
{context}

What was said before:
{chat_history}

Question: {question}`,
} satisfies TemplatesTexts;

export const templateProblemsEn = {
  "template.not_found": "That template is not there any more. Reload the list.",
  "template.name_taken": "There is a template of that name already. Choose another one.",
  "template.too_many": "There are 200 templates already. Delete one that nobody uses.",
  "template.changed": "Somebody else saved this template meanwhile. Load the new version and put your change in again.",
} satisfies typeof templateProblemsZh;
