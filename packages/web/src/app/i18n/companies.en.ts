import { counted } from "./counted.ts";
import type { CompaniesTexts, companiesProblemsZh } from "./companies.zh.ts";

export const companiesEn = {
  title: "Companies",
  lead: "The companies that use this Docent. You see figures here, and none of their documents or conversations.",
  add: "Add a company",
  filter: "Find by name",
  none: "No company has such a name.",
  name: "Name of the company",
  nameNeeded: "Enter a name.",
  email: "E-mail of its first administrator",
  emailHelp: "An invitation is sent there. An address belongs to one company.",
  added: (name, email) => `“${name}” was added, and ${email} was invited`,
  unsent: (email) =>
    `The company was added, but the invitation of ${email} was not sent. Check the mail service, then invite again from the menu.`,
  own: "Your own company",
  people: (count, n) => counted(count, n, "person", "people"),
  documents: (count, n) => counted(count, n, "document", "documents"),
  questions: (count, n) => `${counted(count, n, "question", "questions")} this month`,
  domains: (domains) => `Sign-up with an address of ${domains}`,
  states: { active: "Active", suspended: "Suspended", removing: "Being deleted" },
  menu: (name) => `What to do with “${name}”`,
  rename: "Rename",
  renameTitle: (name) => `Rename “${name}”`,
  invite: "Invite an administrator",
  inviteTitle: (name) => `Invite an administrator of “${name}”`,
  inviteEmail: "E-mail",
  send: "Send the invitation",
  invited: (email) => `${email} was invited`,
  suspend: "Suspend",
  suspendTitle: (name) => `Suspend “${name}”?`,
  suspendText:
    "Within seconds everybody of this company is signed out, and no key works. Nothing is lost; you can resume it at any time.",
  suspended: (name) => `“${name}” is suspended`,
  resume: "Resume",
  resumed: (name) => `“${name}” is active again; its people can sign in`,
  remove: "Delete for good",
  removeTitle: (name) => `Delete “${name}” for good`,
  removeText: (people, documents) =>
    `${people} and ${documents} of this company go, with all conversations, feedback, settings and its log. Nobody can bring them back. To close it for a while, suspend it instead.`,
  removed: (name) => `“${name}” is being deleted; nobody can sign in any more`,
  goOn: "Go on deleting",
  typeName: (name) => `Type “${name}” to confirm`,
  typed: "That is not how it stands in the list.",
  forGood: "Delete for good",
  keepers: {
    title: "Who looks after the companies",
    lead: "People of your own company. They, too, see only figures of the others.",
    you: "You",
    choose: "Add a colleague",
    added: (name) => `${name} looks after the companies from now on`,
    remove: (name) => `Let ${name} look after the companies no longer`,
    removed: (name) => `${name} does not look after the companies any more`,
  },
  signInPage: (url) => `The sign-in page of your company: ${url}`,
  person: {
    remove: (name) => `Delete ${name}`,
    title: (name) => `Delete ${name} for good`,
    text: "Conversations, pictures, feedback, keys and sessions go, and nobody can bring them back. Documents and answers they wrote into libraries stay, by “a former member”.",
    has: (conversations, feedback, keys) => `Conversations: ${conversations} · feedback: ${feedback} · keys: ${keys}`,
    libraries: (count, n) =>
      `They are the only owner of ${counted(count, n, "private library", "private libraries")}. What they own stays: give it an owner below, under “Private libraries of others”.`,
    data: "Download their data first (JSON)",
    removed: (name) => `${name} was deleted`,
    ownData: "My data",
    ownDataLead: "Your account, conversations and feedback as one JSON file.",
    download: "Download",
    former: "a former member",
    someone: "A former member",
  },
} satisfies CompaniesTexts;

export const companiesProblemsEn = {
  "actor.platform_required": "Only those who look after the companies of this desk may do this.",
  "company.not_found": "That company is not there any more. Reload the list.",
  "company.own": "This is your own company. You would shut yourself out.",
  "company.own_keeping": "You cannot take this from yourself. Ask another one who looks after the companies.",
  "company.name_taken": "There is a company of that name already. Choose another one.",
  "company.wrong_name": "That is not how it stands in the list. Type it exactly so.",
  "invitation.known":
    "This address has an account or an invitation here already. An address belongs to one company: use another one.",
  "sign_up.domain_taken":
    "People with addresses of this domain join another company. Ask whoever looks after the companies of this desk.",
  "user.platform_admin":
    "This person looks after the companies of the desk. Only another one who does may change this.",
  "user.own_removal": "You cannot delete yourself. Ask another administrator.",
  "user.wrong_name": "That is not how it stands in the list. Type it exactly so.",
  "oidc.platform_admin":
    "You look after the companies of this desk: sign in with your password, or by the service that the configuration names.",
} satisfies Record<keyof typeof companiesProblemsZh, string>;
