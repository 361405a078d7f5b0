import type { CategoriesTexts } from "./categories.zh.ts";

const plural = new Intl.PluralRules("en");
const counted = (count: string, n: number, one: string, many: string) =>
  `${count} ${plural.select(n) === "one" ? one : many}`;

export const categoriesEn = {
  category: "Category",
  manage: "Categories",
  manageHint: "Add, rename or delete categories",
  title: "Categories",
  lead: "Searches and questions can be narrowed to a category, and the sources of an answer name it. Categories are the same for the whole company.",
  none: "There are no categories yet. Add one, then choose it for documents.",
  newName: "Name of a new category",
  add: "Add",
  cancel: "Cancel",
  colon: ": ",
  addNamed: (name) => `Add the category “${name}”`,
  noMatch: "There is no such category",
  documents: (count, n) => counted(count, n, "document", "documents"),
  rename: (name) => `Rename the category “${name}”`,
  nameOf: (name) => `Name of the category “${name}”`,
  remove: (name) => `Delete the category “${name}”`,
  removeTitle: (name) => `Delete the category “${name}”?`,
  removeText: (count, n) =>
    n === 0
      ? "No document is deleted. Those that are in it will have no category."
      : `No document is deleted. The ${counted(count, n, "document", "documents")} in it that you may read, and any others, will have no category.`,
  forUploads: "Category of uploaded files",
  uploadWithout: "No category",
  all: "All categories",
  without: "Without a category",
  describe: {
    action: "Category and details",
    edit: "Edit",
    editAll: "Edit category and details",
    titleOne: "Category and details",
    titleMany: (count, n) => `Category and details of ${counted(count, n, "document", "documents")}`,
    leave: "Leave as it is",
    choose: "Choose a category",
    leaveHelp: "Only what you fill in here is changed. An empty value takes that detail away.",
    oneHelp: "A detail may have several values, parted by a semicolon: “China; Japan”.",
    info: "Details",
    name: "Name",
    namePlaceholder: "Department",
    value: "Value",
    valuePlaceholder: "Finance",
    valueOf: (name) => `Value of ${name}`,
    addPair: "Add a detail",
    removePair: (name) => `Take ${name} away`,
    nameNeeded: "Give it a name.",
    valueNeeded: "Give it a value, or take the detail away.",
    nameTwice: "This name stands here already.",
    done: (count, n) => `Changed the category and details of ${counted(count, n, "document", "documents")}`,
    nothingSaid: "No category and no details.",
  },
  filter: {
    action: "Filter",
    title: "Look only at",
    help: "Answers use only what has these categories and details.",
    any: "Any",
    clear: "Take the filter off",
    all: "Look at everything",
    failed: "The filter could not be loaded.",
    nothing: "There are no categories and details to filter by yet.",
    only: (said) => `Looks only at ${said}`,
    searchedOnly: (said) => `Looked only at ${said}`,
    or: " or ",
    and: " · ",
    gone: "a deleted category",
    selected: (said) => `Filter: ${said}`,
    option: (value, count) => `${value} (${count})`,
  },
} satisfies CategoriesTexts;

export const categoryProblemsEn: Record<string, string> = {
  "category.name_taken": "There is a category of that name already. Choose another name.",
};
