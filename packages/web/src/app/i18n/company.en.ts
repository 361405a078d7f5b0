import { counted } from "./counted.ts";
import type { companyProblemsZh, CompanyTexts } from "./company.zh.ts";

export const companyEn = {
  sections: { desk: "Looks and welcome", sayings: "What it says", retention: "Retention" },
  byDefault: "This is the default",
  changed: (by, at) => (by ? `Changed by ${by} on ${at}` : `Changed on ${at}`),
  standard: (value) => `Default: ${value}`,
  nothing: "not shown",
  toDefault: "Back to the default",
  toDefaultOf: (setting) => `Back to the default: ${setting}`,
  saveOf: (setting) => `Save: ${setting}`,
  saved: (setting) => `“${setting}” is saved`,
  wentBack: (setting) => `“${setting}” is the default again`,
  names: {
    name: { title: "Name", help: "Shown at the top left, on the sign-in page and in the browser's tab." },
    colour: {
      title: "Colour",
      help: "Of buttons and links. In the dark, a lighter kind of it is used.",
    },
    logo: {
      title: "Logo",
      help: "Shown before the name and in the browser's tab, in place of Docent's own. PNG, JPEG or WebP, 500 kB at most; 256 pixels high are plenty. If its ground is transparent, it should be seen well on light and on dark.",
    },
    welcome: { title: "Welcome", help: "Said at the start of a new conversation, before anything is asked." },
    disclaimer: {
      title: "Disclaimer",
      help: "A sentence that always stands under the question box, such as “Check what matters in the source”. Empty, nothing is shown.",
    },
    quickLinks: {
      title: "Quick links",
      help: "Shown in a new conversation and in the menu at the top right, such as a repair form or the intranet. They stand in this order and open in a new tab.",
    },
    refusal: { title: "No answer in the documents", help: "Said when nothing found answers the question." },
    comfort: { title: "Apology", help: "Said to somebody who is unhappy or in a hurry." },
    handover: {
      title: "Hand over to a person",
      help: "Said when a person has to take over; a good place for contacts.",
    },
    conversationDays: {
      title: "Conversations",
      help: "Counted from the last question. A conversation goes with its questions, answers, pictures, traces and feedback; answers that were put into a library stay.",
    },
    feedbackDays: {
      title: "Feedback",
      help: "Counted from the day it was given. What was put into a library stays, since it tells where that answer comes from.",
    },
    usageDays: {
      title: "Usage",
      help: "A line for each call of a model: who, when, how many tokens at what cost. Budgets need two months of it.",
    },
    auditDays: { title: "Log", help: "Who did what, and when." },
    pictureDays: {
      title: "Pictures",
      help: "Sent with questions, or drawn. The conversation stays, without the pictures.",
    },
  },
  name: { label: "Name", tooLong: (most) => `${most} characters at most.` },
  colour: {
    label: "Colour",
    pick: "Choose a colour",
    unreadable: "Enter # and six digits or letters from a to f, such as #2457d6.",
    contrast: (reached) => `White text on it has a contrast of ${reached}.`,
    pale: (reached) =>
      `White text cannot be read on it: its contrast is ${reached}, and 4.5 is needed. Choose a darker colour.`,
    take: (colour) => `Take ${colour} instead`,
    previews: { light: "Light", dark: "Dark" },
    sample: { button: "Ask", link: "Show the source" },
  },
  logo: {
    choose: "Choose a picture",
    replace: "Choose another picture",
    now: "The logo now",
    saved: "The logo is changed",
    removed: "Docent's own sign is shown again",
  },
  texts: {
    title: "What the desk says",
    lead: "In the company's own words. Where a language is left empty, the grey text is said. Markdown may be used.",
    textIn: (occasion, language) => `${occasion} (${language})`,
    mayHold: "May hold",
    placeholders: {
      question: "what was asked",
      nearest: "a sentence about the nearest passages shown below",
    },
    preview: "Preview",
    samples: {
      zh: { question: "食堂几点开门？", nearest: "下面是最接近的 3 段原文，供参考。" },
      en: {
        question: "When does the canteen open?",
        nearest: "The 3 nearest passages are shown for reference.",
      },
    },
    tooLong: (most) => `${most} characters at most.`,
    unknown: (placeholder) =>
      `${placeholder}: this placeholder means nothing here. Take it out, and use only those listed.`,
  },
  links: {
    none: "There are no links yet.",
    add: "Add a link",
    label: (language) => `Label (${language})`,
    url: "Address",
    ofLine: (field, line) => `Link ${line}: ${field}`,
    up: (line) => `Move link ${line} up`,
    down: (line) => `Move link ${line} down`,
    remove: (line) => `Delete link ${line}`,
    labelNeeded: "Enter a label in one language at least.",
    labelLong: (most) => `${most} characters at most.`,
    addressWrong: "An address begins with https:// and holds no password. Copy it from the browser's address bar.",
    full: (most) => `There may be ${most} links.`,
    count: (count) => counted(count, count, "link", "links"),
    shown: "Quick links",
    newTab: " (opens in a new tab)",
  },
  desk: { title: "Looks", lead: "How the desk looks to the people of this company." },
  welcome: { title: "Welcome and links", lead: "What people see before they ask, and while they do." },
  limits: {
    title: "Limits",
    lead: "How many tokens and how much money may be spent in a day or a month is said by budgets, on the page “Usage”.",
    budgets: (count) =>
      count === 0
        ? "There are no budgets yet: models are used without a limit."
        : `So far: ${counted(count, count, "budget", "budgets")}.`,
    link: "See and set budgets",
  },
  retention: {
    title: "Retention",
    lead: "How long things are kept. What is older is deleted once a day and cannot be brought back; the log tells how much it was.",
    forEver: "For ever",
    forDays: "For some days",
    days: "Days",
    unit: "days",
    range: (least, most) => `Enter a number of days between ${least} and ${most}.`,
    kept: (days) => `${days} days`,
    due: {
      conversationDays: (n, count) => wouldGo(n, count, "conversation"),
      feedbackDays: (n, count) => wouldGo(n, count, "piece of feedback", "pieces of feedback"),
      usageDays: (n, count) => wouldGo(n, count, "line of usage", "lines of usage"),
      auditDays: (n, count) => wouldGo(n, count, "line of the log", "lines of the log"),
      pictureDays: (n, count) => wouldGo(n, count, "picture"),
    },
    counting: "Counting what would be deleted…",
    sureTitle: "Delete that within a day?",
    sureText: (due) => `${due} It begins within a day, and nothing can be brought back.`,
    sure: "Save and delete",
    cancel: "Do not save",
    settingOf: (title) => `Retention: ${title}`,
    elsewhere: "How long the log is kept is set under “Retention”.",
  },
} satisfies CompanyTexts;

function wouldGo(n: number, count: string, one: string, several = `${one}s`): string {
  return n === 0 ? `Today no ${one} would be deleted.` : `Today ${counted(count, n, one, several)} would be deleted.`;
}

export const companyProblemsEn = {
  "setting.text_long": "A text may have 1,000 characters. Shorten it.",
  "setting.placeholder": "This placeholder means nothing here. Take it out, and use only those listed.",
  "setting.name": "The name may have 30 characters, in one line.",
  "setting.colour_unreadable": "Enter # and six digits or letters from a to f, such as #2457d6.",
  "setting.colour_pale": "White text cannot be read on this colour. Choose a darker one.",
  "setting.link_many": "There may be 12 links. Take some out.",
  "setting.link_label": "A link needs a label in one language at least, of 40 characters at most.",
  "setting.link_address":
    "An address begins with https:// and holds no password. Copy it from the browser's address bar.",
  "setting.days": "So many days are not allowed here. Change the number, or keep it for ever.",
  "setting.logo_drawing":
    "Only PNG, JPEG and WebP pictures are taken, and no SVG. Save the logo as PNG, 256 pixels high.",
  "setting.logo_large": "A logo may have 500 kB and 2,000 pixels a side. Save a smaller one; 256 pixels are plenty.",
  "logo.not_found": "This logo was changed meanwhile. Reload the page.",
} satisfies Record<keyof typeof companyProblemsZh, string>;
