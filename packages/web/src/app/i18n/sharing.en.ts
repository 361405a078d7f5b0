import type { SharingTexts } from "./sharing.zh.ts";

const plural = new Intl.PluralRules("en");
const counted = (count: string, n: number, one: string, many: string) =>
  `${count} ${plural.select(n) === "one" ? one : many}`;

export const sharingEn = {
  action: "Sharing",
  title: (name) => `Share “${name}”`,
  who: "Who may read it",
  visibilities: { company: "Everybody in the company", groups: "Chosen people and groups", private: "Its owners only" },
  visibilityHelp: {
    company: "Everybody's questions use it. Editors change its documents, administrators say who may read it.",
    groups: "Only questions of the people and groups below use it, and those of administrators.",
    private: "Only its owners' questions use it. Administrators see that it exists, but do not read it.",
  },
  mayDownload: "Readers may download the original files",
  mayDownloadHelp:
    "Without it they still read the passages and quotes. Contributors and owners may download in any case.",
  grants: { company: "People and groups with more rights", groups: "Shared with", private: "Owners" },
  noGrants: "Nobody yet.",
  add: "Add a person or group",
  addOwner: "Add an owner",
  people: "People",
  groups: "Groups",
  you: (name) => `${name} (you)`,
  roles: { reader: "Reader", contributor: "Contributor", owner: "Owner" },
  rolesHelp:
    "Readers ask and read. Contributors also add, replace and delete documents. Owners also say who may read it.",
  roleOf: (name) => `Role of ${name}`,
  download: "Download",
  downloadOf: (name) => `${name} may download the original files`,
  remove: (name) => `Remove ${name}`,
  saved: "Saved. It holds from the next question on.",
  summary: {
    company: "Everybody in the company",
    private: "Only you",
    owners: (count, n) => `Only ${counted(count, n, "owner", "owners")}`,
    groups: (count, n) => counted(count, n, "group", "groups"),
    people: (count, n) => counted(count, n, "person", "people"),
    and: ", ",
    nobody: "Administrators only",
  },
  create: {
    who: "Who may read it",
    company: "Everybody in the company",
    private: "Only you",
    help: "You can change this at any time, and share it with chosen people and groups.",
  },
  others: "Private libraries of others",
  othersHelp: "You do not read them, but you can change who owns them.",
  ownedBy: (names) => `Owned by ${names}`,
  noOwner: "Without an owner",
  own: {
    title: "A library of your own",
    lead: "For documents that only your questions use. Nobody else sees them.",
    create: "New private library",
  },
  readOnly: "For reading only, not for download",
  restricted: "Some groups only",
  restrict: {
    action: "Restrict to groups",
    title: (count, n) => (n === 1 ? "Who may read this document" : `Who may read these ${count} documents`),
    everybody: "All who read the library",
    groups: "Of those, only members of these groups",
    groupsHelp: "The library's owners read it in any case. Nobody else finds it or hears of it.",
    choose: "Choose groups",
    groupsNeeded: "Choose at least one group.",
    noGroups: "There are no groups yet. An administrator can make one under Settings > People.",
    saved: "Saved. It holds from the next question on.",
  },
  group: {
    title: "Groups",
    lead: "The people of a group read the same libraries and documents.",
    add: "New group",
    edit: (name) => `Change ${name}`,
    name: "Name",
    nameNeeded: "Enter a name.",
    members: "Members",
    membersPlaceholder: "Choose people",
    none: "There are no groups yet. Make one, and you can share libraries with it.",
    remove: (name) => `Delete ${name}`,
    nobody: "No members",
    shared: (count, n) => counted(count, n, "library", "libraries"),
    removeTitle: (name) => `Delete the group “${name}”?`,
    removeText:
      "Its people no longer read libraries that are shared with this group alone. Documents that only this group may read are left to the owners of their libraries.",
  },
} satisfies SharingTexts;
