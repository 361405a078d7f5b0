import type { WordsTexts } from "./words.zh.ts";

const plural = new Intl.PluralRules("en");
const counted = (count: number, one: string, other: string) => (plural.select(count) === "one" ? one : other);

export const wordsEn = {
  title: "Words",
  lead: "Where people ask in other words than the documents use, tell Docent here. A change counts for the next question.",
  comma: ", ",
  cancel: "Cancel",
  import: "Import CSV",
  export: "Export CSV",
  nothingNew: "Nothing new in it, so nothing has changed.",
  nothingFound: (text) => `No word contains “${text}”.`,
  edit: (words) => `Edit ${words}`,
  remove: (words) => `Delete ${words}`,
  try: {
    title: "Try it",
    question: "Question to try",
    placeholder: "Type a question to see what is searched for",
    none: "None of the words below apply: only the question itself is searched for.",
    known: (phrase) => `“${phrase}” is also called`,
    dropped: "Not searched for",
    own: "The question",
    variant: (n) => `Variant ${n}`,
    terms: "Terms",
  },
  synonyms: {
    title: "Synonyms",
    lead: "The words of a group mean the same: a question with one of them is searched for with the others too. Earlier words go first; a question gets at most four variants.",
    add: "Add a group",
    words: "Words that mean the same",
    wordsHelp:
      "One word or phrase a line, 2 to 20. Capitals, plurals and traditional characters make no difference. Ctrl + Enter saves.",
    filter: "Filter synonyms",
    empty: "No synonyms yet",
    emptyText: "For example “PTO, paid leave, annual leave”, or the short and the full name of a product.",
    added: (words) => `Added “${words}”`,
    changed: (words) => `Changed “${words}”`,
    removed: (words) => `Deleted “${words}”`,
    imported: (added, unchanged) => `Groups imported: ${added}; there already: ${unchanged}`,
  },
  stops: {
    title: "Stop words",
    lead: "Words that are not searched for, such as the company's own name. Function words (“the”, “please”, “how”) are left out anyway.",
    add: "Add",
    placeholder: "One word, or several with commas between",
    filter: "Filter stop words",
    empty: "No stop words yet",
    emptyText: "Add words that stand in nearly every document, such as the name of the company.",
    added: (words, count, many) =>
      many > 3 ? `Added ${count} ${counted(many, "word", "words")}: “${words}”…` : `Added “${words}”`,
    changed: (word, to) => `Changed “${word}” to “${to}”`,
    removed: (word) => `Deleted “${word}”`,
  },
  problems: {
    few: "A group needs two words that differ. Capitals, plurals and traditional characters make no difference.",
    many: "A group may have 20 words. Leave out those that nobody uses.",
    broken: "cannot be read, probably because a quotation mark is never closed.",
    long: (word) => `A word or phrase may have 80 characters; shorten “${word}”.`,
    unreadable: (word) => `“${word}” has neither letters nor digits, so it cannot be searched for. Leave it out.`,
    taken: (word, group) =>
      `“${word}” stands in the group “${group}” already. Change that group, or leave the word out.`,
  },
} satisfies WordsTexts;
