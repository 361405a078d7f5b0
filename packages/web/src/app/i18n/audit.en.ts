import type { AuditTexts } from "./audit.zh.ts";
import { counted } from "./counted.ts";

type More = Record<string, unknown>;

const the = (what: string, name: string) =>
  name ? `the ${what} “${name}”` : `${/^[aeiou]/i.test(what) ? "an" : "a"} ${what}`;
const several = ({ number }: More, one: string, many: string) =>
  typeof number === "number" && number > 1 ? `${number} ${many}` : one;
const roles: Record<string, string> = { member: "a member", editor: "an editor", admin: "an administrator" };
const person = (name: string) => (name ? `“${name}”` : "somebody");
const addresses = ({ emails, email }: More) =>
  Array.isArray(emails) && emails.length ? emails.join(", ") : typeof email === "string" ? email : "an address";

function personChange(name: string, { before, role, suspended }: More): string {
  if (suspended === true) return `suspended ${person(name)}`;
  if (suspended === false) return `let ${person(name)} in again`;
  if (typeof role === "string") return `made ${person(name)} ${roles[role] ?? role}`;
  return typeof before === "string" ? `renamed “${before}” to “${name}”` : `changed ${person(name)}`;
}

const renamed =
  (what: string) =>
  (name: string, { before }: More) =>
    typeof before === "string" ? `renamed the ${what} “${before}” to “${name}”` : `renamed ${the(what, name)}`;

const kept: [kind: string, one: string, many: string][] = [
  ["conversations", "conversation", "conversations"],
  ["pictures", "picture", "pictures"],
  ["feedback", "piece of feedback", "pieces of feedback"],
  ["usage", "line of usage", "lines of usage"],
  ["audit", "line of this log", "lines of this log"],
];

function gone(counts: More): string {
  const parts = kept.map(([kind, one, many]) => [counts[kind], one, many] as const);
  return parts.flatMap(([n, one, many]) => (typeof n === "number" ? [counted(n, n, one, many)] : [])).join(", ");
}

const sentences: AuditTexts["sentences"] = {
  "user.create": (name) => `added ${person(name)}`,
  "user.update": personChange,
  "user.remove": () => "deleted somebody for good",
  "user.export": (name) => `downloaded what belongs to ${person(name)}`,
  "user.setPassword": (name) => `set a new password for ${person(name)}`,
  "user.changeOwnPassword": () => "changed their own password",
  "user.resetPassword": () => "set a new password by the link of a letter",
  "user.admit": (_, { by }) => `let somebody in who signed in by “${String(by)}” for the first time`,
  "user.follow": (name, { role, by }) =>
    `made ${person(name)} ${roles[String(role)] ?? String(role)}, as “${String(by)}” says`,
  "company.create": (name) => `added ${the("company", name)}`,
  "company.invite": (name, more) => `invited ${addresses(more)} to administer ${the("company", name)}`,
  "company.rename": renamed("company"),
  "company.suspend": (name) => `suspended ${the("company", name)}`,
  "company.resume": (name) => `resumed ${the("company", name)}`,
  "company.setKeeper": (name, { keeps }) =>
    keeps ? `let ${person(name)} look after the companies` : `took the care of the companies from ${person(name)}`,
  "company.remove": () => "deleted a company for good",
  "invitation.invite": (_, more) => `invited ${addresses(more)}`,
  "invitation.resend": (_, more) => `invited ${addresses(more)} again`,
  "invitation.withdraw": (_, more) => `withdrew the invitation of ${addresses(more)}`,
  "invitation.accept": () => "took an invitation and joined",
  "signUp.finish": () => "signed up with a company address and joined",
  "signUp.setDomains": (_, { domains }) =>
    Array.isArray(domains) && domains.length
      ? `opened sign-up to addresses of ${domains.join(", ")}`
      : "closed sign-up",
  "identityProvider.add": (name) => `added ${the("sign-in service", name)}`,
  "identityProvider.change": (name) => `changed ${the("sign-in service", name)}`,
  "identityProvider.remove": (name) => `removed ${the("sign-in service", name)}`,
  "apiKey.create": (name) => `made ${the("key", name)}`,
  "apiKey.revoke": (name) => `revoked ${the("key", name)}`,
  "audit.export": () => "downloaded this log",
  "trace.export": () => "downloaded the questions asked",
  "usage.export": () => "downloaded the usage",
  "testCase.export": (name) => `exported the test set of ${the("library", name)}`,
  "testCase.import": (name) => `imported a test set into ${the("library", name)}`,
  "testCase.remove": (_, more) => `removed ${several(more, "a case", "cases")} of a test set`,
  "group.create": (name) => `created ${the("group", name)}`,
  "group.rename": renamed("group"),
  "group.setMembers": (name) => `changed who is in ${the("group", name)}`,
  "group.remove": (name) => `deleted ${the("group", name)}`,
  "library.create": (name) => `created ${the("library", name)}`,
  "library.rename": renamed("library"),
  "library.remove": (name) => `deleted ${the("library", name)}`,
  "sharing.set": (name) => `changed who shares ${the("library", name)}`,
  "restriction.set": (_, more) => `changed who may read ${several(more, "a document", "documents")}`,
  "document.remove": (_, more) => `deleted ${several(more, "a document", "documents")}`,
  "source.create": (name) => `gave ${the("library", name)} a source of documents`,
  "source.change": () => "changed a source of documents",
  "source.remove": (_, { documents }) =>
    documents ? "removed a source with the documents it brought" : "removed a source of documents",
  "knowledgeBase.connect": (name) => `connected a knowledge base to ${the("library", name)}`,
  "knowledgeBase.disconnect": (name) => `disconnected the knowledge base of ${the("library", name)}`,
  "feedback.inject": (name) => `put an answer into ${the("library", name)}`,
  "feedback.takeBack": () => "took an answer out of a library again",
  "template.create": (name) => `created ${the("template", name)}`,
  "template.change": (name) => `changed ${the("template", name)}`,
  "template.rollBack": (name, { number }) => `went back to version ${String(number)} of ${the("template", name)}`,
  "template.remove": (name) => `deleted ${the("template", name)}`,
  "template.restore": (name) => `brought back ${the("template", name)}`,
  "template.makeDefault": (name) =>
    name ? `made the template “${name}” the default` : "went back to the desk's own prompt",
  "model.add": (name) => `added ${the("model", name)}`,
  "model.change": (name) => `changed ${the("model", name)}`,
  "model.remove": (name) => `removed ${the("model", name)}`,
  "model.use": (name) => (name ? `put the model “${name}” to use` : "stopped using a model"),
  "model.local.fetch": () => "fetched a model onto this machine",
  "setting.change": (name, { to }) => {
    if (to === null) return `set “${name}” back to its default`;
    return typeof to === "string" || typeof to === "number"
      ? `set “${name}” to “${to}”`
      : `changed the setting “${name}”`;
  },
  "setting.removeLogo": () => "removed the company's logo",
  "retention.apply": (_, counts) => `deleted what was too old to be kept: ${gone(counts)}`,
  "calibration.store": () => "stored new cuts",
  "calibration.reset": () => "set the cuts back to their defaults",
  "generation.takeIntoUse": () => "took the new index into use",
  "company.backup": () => "backed up the whole desk",
  "company.restore": (_name, { createdAt }) =>
    `restored the whole desk as of ${typeof createdAt === "string" ? createdAt.slice(0, 16).replace("T", " ") : "an earlier day"} (UTC)`,
  "generation.cancel": () => "cancelled a rebuild of the index",
  "intent.create": (name) => `created ${the("intent", name)}`,
  "intent.update": (name) => `changed ${the("intent", name)}`,
  "intent.remove": (name) => `deleted ${the("intent", name)}`,
  "example.import": () => "imported examples of intents",
  "synonym.add": () => "added synonyms",
  "synonym.change": () => "changed a group of synonyms",
  "synonym.remove": (_, more) => `removed ${several(more, "a group", "groups")} of synonyms`,
  "synonym.import": () => "imported synonyms",
  "stopWord.add": () => "added stop words",
  "stopWord.change": () => "changed a stop word",
  "stopWord.remove": () => "removed stop words",
  "budget.add": () => "added a budget",
  "budget.change": () => "changed a budget",
  "budget.remove": () => "removed a budget",
  "migration.take": (_, { dry }) => `${dry === true ? "tried taking" : "took"} over data of a predecessor`,
  "migration.takeExamples": (_, { dry }) => `${dry === true ? "tried taking" : "took"} over examples of a predecessor`,
  "category.create": (name) => `created ${the("category", name)}`,
  "category.rename": renamed("category"),
  "category.remove": (name) => `deleted ${the("category", name)}`,
};

export const auditEn = {
  sentences,
  kinds: {
    company: "Company",
    trace: "Questions asked",
    usage: "Usage",
    testCase: "Test set",
    feedback: "Feedback",
    synonym: "Synonyms",
    stopWord: "Stop words",
    example: "Examples",
    migration: "Migration",
  },
} satisfies AuditTexts;
