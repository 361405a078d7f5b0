/** How a call is noted in the log of who did what. */
export interface Audited {
  /** Fields of the input that are noted beside `id`. Never secrets, nor what documents or questions say. */
  fields?: readonly string[];
  /** The field of the input that names what it was done to; `id` unless told otherwise. */
  subject?: string;
  /** The call is one transaction with its note. Only for what changes nothing but the database, and at once. */
  whole?: true;
  /** It is noted within, in a transaction of its own. */
  within?: true;
}

/** The mutations that are noted. */
export const audited: Record<string, Audited> = {
  "user.create": { fields: ["name", "email", "role"], whole: true },
  "user.update": { within: true },
  "user.remove": { within: true },
  "company.create": { fields: ["name", "email"] },
  "company.invite": { fields: ["email"] },
  "company.rename": { fields: ["name"] },
  "company.suspend": {},
  "company.resume": {},
  "company.setKeeper": { fields: ["keeps"] },
  "company.remove": {},
  "user.setPassword": { whole: true },
  "user.changeOwnPassword": { within: true },
  "invitation.invite": { fields: ["emails", "role", "groupIds"] },
  "invitation.resend": {},
  "invitation.withdraw": { whole: true },
  "signUp.setDomains": { fields: ["domains"], whole: true },
  "identityProvider.add": { fields: ["name", "issuer", "admits", "allowPrivate", "rules"] },
  "identityProvider.change": { fields: ["name", "issuer", "admits", "allowPrivate", "rules"] },
  "identityProvider.remove": { whole: true },
  "apiKey.create": { fields: ["name", "scopes", "days"], whole: true },
  "apiKey.revoke": { whole: true },
  "group.create": { fields: ["name"], whole: true },
  "group.rename": { fields: ["name"], whole: true },
  "group.setMembers": { fields: ["userIds"], whole: true },
  "group.remove": { whole: true },
  "library.create": { fields: ["visibility"] },
  "library.rename": { fields: ["name"] },
  "library.remove": {},
  "sharing.set": { fields: ["visibility", "mayDownload", "people", "groups"] },
  "restriction.set": { fields: ["groupIds"], subject: "ids" },
  "document.remove": { subject: "ids" },
  "source.create": { subject: "libraryId", fields: ["schedule"] },
  "source.change": { fields: ["schedule"] },
  "source.remove": { fields: ["documents"] },
  "template.create": { fields: ["name"] },
  "template.change": { fields: ["name", "version"] },
  "template.rollBack": { fields: ["number"] },
  "template.remove": {},
  "template.restore": {},
  "template.makeDefault": {},
  "model.add": { fields: ["kind", "name"] },
  "model.change": { fields: ["name"] },
  "model.remove": {},
  "model.use": { fields: ["use"] },
  "model.local.fetch": { subject: "name" },
  "knowledgeBase.connect": { subject: "libraryId" },
  "knowledgeBase.disconnect": { subject: "libraryId" },
  "setting.change": { within: true },
  "setting.removeLogo": { within: true },
  "calibration.store": {},
  "calibration.reset": {},
  "generation.cancel": {},
  "generation.takeIntoUse": {},
  "intent.create": { fields: ["name"] },
  "intent.update": { fields: ["name"] },
  "intent.remove": {},
  "budget.add": {},
  "budget.change": {},
  "budget.remove": {},
  "migration.take": { fields: ["kind", "dry"] },
  "migration.takeExamples": { fields: ["dry"] },
  "feedback.inject": { subject: "libraryId" },
  "feedback.takeBack": {},
  "synonym.add": {},
  "synonym.change": {},
  "synonym.remove": { subject: "ids" },
  "synonym.import": {},
  "stopWord.add": {},
  "stopWord.change": {},
  "stopWord.remove": {},
  "testCase.import": { subject: "libraryId" },
  "testCase.remove": { subject: "ids" },
  "example.import": {},
  "category.create": { fields: ["name"] },
  "category.rename": { fields: ["name"] },
  "category.remove": {},
};

/** The note of a call that was done, from its input and what came of it. */
export function noteOf(path: string, { fields = [], subject = "id" }: Audited, input: unknown, result: unknown) {
  const given = isRecord(input) ? input : {};
  const made = isRecord(result) ? result : {};
  const named = given[subject] ?? made["id"];
  const several = Array.isArray(named) ? named.filter((one) => typeof one === "string") : undefined;
  const details: Record<string, unknown> = Object.fromEntries(
    fields.flatMap((field) => (given[field] === undefined ? [] : [[field, given[field]]])),
  );
  return {
    action: path,
    subject: typeof named === "string" ? named : several?.length === 1 ? several[0] : undefined,
    details: several && several.length > 1 ? { ...details, number: several.length } : details,
  };
}

/** The id in the input of what a call is about. */
export function subjectIn({ subject = "id" }: Audited, input: unknown): string | undefined {
  const named = isRecord(input) ? input[subject] : undefined;
  return typeof named === "string" ? named : undefined;
}

/** The note with what its subject was called; beside it, what it is called from now on, where it was renamed. */
export function withName(note: ReturnType<typeof noteOf>, name: string | undefined): ReturnType<typeof noteOf> {
  if (name === undefined) return note;
  const key = note.action.startsWith("invitation.") ? "email" : "name";
  const given = note.details[key];
  const renamed = given !== undefined && given !== name && note.action.endsWith("rename");
  return { ...note, details: { ...note.details, [key]: given ?? name, ...(renamed && { before: name }) } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
