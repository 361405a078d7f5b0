import * as Run from "@docent/core/chat/run";
import { newId } from "@docent/core/id";
import { people, type Who, type World } from "./world.ts";

/** What comes of a call: it is done, or it is refused in one of three ways. */
export type Answer = "yes" | "sign in" | "no" | "not found";

export interface Row {
  may: Record<Who, Answer>;
  input?: (world: World, who: Who) => unknown;
  /** The code with which the desk of the test cannot do what is asked, from people who may ask it. */
  but?: string;
  /** It names companies, which is what it is for. */
  namesCompanies?: true;
  /** Whoever may read the library is shown some of it. */
  shows?: true;
  /** Waits for what the call set going. */
  after?: (world: World, who: Who, input: unknown) => Promise<unknown>;
}

type Input = NonNullable<Row["input"]>;
type More = Omit<Row, "may" | "input">;

/**
 * One row; `answers` in the order of `people`. Those who look after the companies of the desk are told what a stranger is
 * told, unless a ninth letter says otherwise.
 */
function row(answers: string, input?: Input, more: More = {}): Row {
  const words = { y: "yes", s: "sign in", n: "no", "0": "not found" } as const;
  const may = Object.fromEntries(
    people.map((who, at) => [who, words[(answers[at] ?? answers.at(-1)) as keyof typeof words]]),
  );
  return { may: may as Row["may"], ...(input && { input }), ...more };
}

// who calls:            nobody, member, reader, contributor, owner, editor, administrator, stranger
const anybody = (input?: Input, more?: More) => row("yyyyyyyy", input, more);
const people_ = (input?: Input, more?: More) => row("syyyyyyy", input, more);
const editors = (input?: Input, more?: More) => row("snnnnyyy", input, more);
const admins = (input?: Input, more?: More) => row("snnnnnyy", input, more);
const platform = (input?: Input, more?: More) => row("snnnnnnny", input, more);
/** Of things that belong to the company. */
const itsEditors = (input: Input, more?: More) => row("snnnnyy0", input, more);
const itsEditorsWhoRead = (input: Input) => row("snnnn0y0", input);
const itsAdmins = (input: Input, more?: More) => row("snnnnny0", input, more);
/** Of a library shared with the reader, the contributor and the owner. */
const readers = (input: Input, more?: More) => row("s0yyy0y0", input, more);
const contributors = (input: Input, more?: More) => row("s0nyy0y0", input, more);
/** The same, hidden from those who only read. */
const keepers = (input: Input, more?: More) => row("s00yy0y0", input, more);
const owners = (input: Input, more?: More) => row("s0nny0y0", input, more);
/** Of a conversation of the reader's. */
const asker = (input: Input, more?: More) => row("s0y00000", input, more);
/** Of a company-wide library. */
const openToRead = (input: Input) => row("syyyyyy0", input);
const openToChange = (input: Input) => row("snnnnyy0", input);
const openToOwn = (input: Input) => row("snnnnny0", input);
/** Of whoever began it; the desk of the test takes files itself. */
const uploader = (input: Input) => row("s0000000", input);
const nobodyElse = (input: Input) => row("s0000000", input);

const ask = (question: string, conversationId = newId("conversation")) => ({
  conversationId,
  runId: newId("run"),
  question,
});
/** As far as its header tells. */
const smallWebp = "RIFF    WEBPVP8X        \x07\0\0\x05\0\0";
const server = { provider: "openai", baseUrl: "http://127.0.0.1:9/v1", model: "none" };
/** So much that no question is held up by it. */
const plenty = { subject: { type: "company" }, period: "month", timeZone: "UTC", tokensMax: 1_000_000_000_000 };
const january = { from: "2026-01-01", to: "2026-01-31", timeZone: "UTC" };
const managed = { region: "us-west-2", knowledgeBase: "KB00000000" };
/** Refused without a call. */
const managedKey = { type: "bearer", token: "none" };
/** Inside a private network: it is not asked. */
const bucket = { kind: "s3", bucket: "handbook", region: "us-east-1", endpoint: "http://127.0.0.1:9" };
const atAws = { kind: "s3", bucket: "handbook", region: "us-east-1" };
const bucketKey = { accessKeyId: "none", secretAccessKey: "none" };
const webPages = { kind: "urls", urls: ["http://127.0.0.1:9/"] };
const answered = async (world: World, who: Who, input: unknown) => {
  const { runId } = input as { runId: string };
  return Array.fromAsync(Run.watch({ ...world.scope, actor: world.actors[who] }, { runId, after: 0 }));
};
const person = (world: World) => world.person();
const pair = () => ({ question: newId("feedback"), answer: "Twelve thousand.", language: "en" });

/** Every procedure. What follows " · " tells one case of a procedure from another. */
export const procedures: Record<string, Row> = {
  "session.me": anybody(),
  "session.ways": anybody(() => ({})),
  "session.ticket": people_(),
  "session.setup · without the code printed at the first start": row("nnnnnnnn", () => ({
    code: "wrong",
    companyName: "Mine",
    name: "Me",
    email: "me@example.org",
    password: "long enough to be safe",
  })),

  "company.list": platform(undefined, { namesCompanies: true }),
  "company.create": platform(() => ({
    name: newId("company"),
    email: `${newId("user")}@example.org`,
    language: "en",
  })),
  "company.invite": platform(async (world) => ({
    id: (await world.company()).id,
    email: `${newId("user")}@example.org`,
    language: "en",
  })),
  "company.rename": platform(async (world) => ({ id: (await world.company()).id, name: newId("company") })),
  "company.suspend": platform(async (world) => ({ id: (await world.company()).id })),
  "company.resume": platform(async (world) => ({ id: (await world.company()).id })),
  "company.keepers": platform(undefined),
  "company.setKeeper": platform(async (world) => ({ id: await world.neighbour(), keeps: true })),
  "company.remove": platform((world) => world.company()),

  "user.list": admins(),
  "user.create": admins(() => ({
    name: "New",
    email: `${newId("user")}@example.org`,
    role: "admin",
    password: "long enough to be safe",
  })),
  "user.update": itsAdmins(async (world) => ({ id: await person(world), role: "admin" })),
  "user.belongings": itsAdmins(async (world) => ({ id: await person(world) })),
  "user.remove": itsAdmins(async (world) => {
    const id = await person(world);
    return { id, name: id };
  }),
  "user.setPassword": itsAdmins(async (world) => ({ id: await person(world), password: "long enough to be safe" })),
  "user.changeOwnPassword": people_(() => ({ current: "wrong", password: "long enough to be safe" }), {
    but: "user.wrong_password",
  }),

  "invitation.list": admins(),
  "invitation.invite": admins(() => ({ emails: [`${newId("user")}@example.org`], role: "admin", language: "en" })),
  "invitation.invite · into a group of another company": row("snnnnny0", async (world) => ({
    emails: [`${newId("user")}@example.org`],
    role: "member",
    groupIds: [await world.group()],
    language: "en",
  })),
  "invitation.resend": itsAdmins(async (world) => ({ id: await world.invitation() })),
  "invitation.withdraw": itsAdmins(async (world) => ({ id: await world.invitation() })),
  "invitation.look · without the link of a letter": anybody(() => ({ token: "wrong" }), {
    but: "invitation.not_valid",
  }),
  "invitation.accept · without the link of a letter": anybody(
    () => ({ token: "wrong", name: "Me", password: "long enough to be safe" }),
    { but: "invitation.not_valid" },
  ),

  "passwordReset.request": anybody(() => ({ email: `${newId("user")}@example.org`, language: "en" })),
  "passwordReset.reset · without the link of a letter": anybody(
    () => ({ token: "wrong", password: "long enough to be safe", language: "en" }),
    { but: "password_reset.not_valid" },
  ),

  "signUp.domains": admins(),
  "signUp.setDomains": admins(() => ({ domains: [`${newId("company").replace("_", "-")}.example`] })),
  "signUp.request · with an address of another domain": row("nnnnnnnn", () => ({
    email: `${newId("user")}@example.org`,
    language: "en",
  })),
  "signUp.finish · without the code of a letter": anybody(
    () => ({ email: "me@company.example", code: "123456", name: "Me", password: "long enough to be safe" }),
    { but: "sign_up.wrong_code" },
  ),

  "apiKey.mine": people_(),
  "apiKey.list": admins(),
  "apiKey.create": people_(() => ({ name: newId("key"), scopes: ["ask"], days: 1 })),
  "apiKey.create · that administers": admins(() => ({ name: newId("key"), scopes: ["administer"], days: 1 })),
  "apiKey.revoke · the reader's": row("s0y000y0", async (world) => ({ id: await world.apiKey() })),

  "identityProvider.list": admins(),
  "identityProvider.add · of a service that does not answer": admins(
    () => ({ name: "Staff", issuer: "http://127.0.0.1:9", clientId: "docent", allowPrivate: true }),
    { but: "oidc.unreachable" },
  ),
  "identityProvider.change": itsAdmins(async (world) => ({
    id: await world.provider(true),
    name: "Staff",
    issuer: "http://127.0.0.1:9",
    clientId: "docent",
    admits: true,
  })),
  "identityProvider.remove": itsAdmins(async (world) => ({ id: await world.provider() })),

  "mail.place": admins(),

  "audit.list": admins(() => ({})),

  "group.list": admins(),
  "group.create": admins(() => ({ name: newId("group") })),
  "group.rename": itsAdmins(async (world) => ({ id: await world.group(), name: newId("group") })),
  "group.setMembers": itsAdmins(async (world) => ({ id: await world.group(), userIds: [await person(world)] })),
  "group.setMembers · with a person of another company": row("snnnnn00", async (world) => ({
    id: await world.group(),
    userIds: [world.actors.stranger.userId],
  })),
  "group.remove": itsAdmins(async (world) => ({ id: await world.group() })),

  "testRun.sets": people_(),
  "library.list": people_(undefined, { shows: true }),
  "library.create · for the company": editors(() => ({ name: newId("library") })),
  "library.create · a private one": people_(() => ({ name: newId("library"), visibility: "private" })),
  "library.rename": contributors(async (world) => ({ id: await world.shelf(), name: newId("library") })),
  "library.remove · empty": contributors(async (world) => ({ id: await world.shelf() })),
  "library.rename · a company-wide one": openToChange(async (world) => {
    return { id: (await world.open()).id, name: newId("library") };
  }),
  "library.rename · somebody's private one": nobodyElse(async (world) => {
    return { id: (await world.private()).id, name: newId("library") };
  }),

  "sharing.list": people_(),
  "sharing.get": owners((world) => ({ id: world.libraryId })),
  "sharing.set": owners(async (world) => ({
    id: await world.shelf(),
    visibility: "company",
    mayDownload: true,
    people: [],
    groups: [],
  })),
  "sharing.get · a company-wide library": openToOwn(async (world) => ({ id: (await world.open()).id })),
  "sharing.get · somebody's private library": row("s00000y0", async (world) => ({ id: (await world.private()).id })),
  "sharing.set · somebody's private library": row("s00000y0", async (world) => ({
    id: (await world.private()).id,
    visibility: "private",
    mayDownload: true,
    people: [{ userId: await person(world), role: "owner", mayDownload: true }],
    groups: [],
  })),
  "sharing.set · with a person of another company": row("s0nn00" + "00", async (world) => ({
    id: await world.shelf(),
    visibility: "company",
    mayDownload: true,
    people: [{ userId: world.actors.stranger.userId, role: "reader", mayDownload: true }],
    groups: [],
  })),

  "source.list": contributors((world) => ({ libraryId: world.libraryId })),
  "source.reach": people_(),
  "source.failures": contributors(async (world) => ({ id: await world.source(), syncId: newId("sync") })),
  "knowledgeBase.get": itsAdmins((world) => ({ libraryId: world.libraryId })),
  "knowledgeBase.connect": itsAdmins(async (world) => ({ libraryId: await world.shelf(), place: managed })),
  "knowledgeBase.disconnect": itsAdmins(async (world) => ({ libraryId: await world.shelf() })),
  "knowledgeBase.try": itsAdmins((world) => ({ libraryId: world.libraryId, place: managed, key: managedKey })),

  "source.create · of web pages": contributors((world) => ({ libraryId: world.libraryId, settings: webPages })),
  "source.create · of a folder of the desk's machine": row(
    "s0nnn0y0",
    (world) => ({ libraryId: world.libraryId, settings: { kind: "folder", path: world.folder } }),
    { but: "source.folder_not_allowed" },
  ),
  "source.create · of a bucket": contributors((world) => ({
    libraryId: world.libraryId,
    settings: bucket,
    key: bucketKey,
  })),
  "source.create · of a bucket by the desk's own right at AWS": row(
    "s0nnn0y0",
    (world) => ({ libraryId: world.libraryId, settings: atAws }),
    { but: "source.bucket_not_allowed" },
  ),
  "source.try": contributors((world) => ({ libraryId: world.libraryId, settings: bucket, key: bucketKey })),
  "source.create · in somebody's private library": nobodyElse(async (world) => ({
    libraryId: (await world.private()).id,
    settings: webPages,
  })),
  "source.change": contributors(async (world) => ({ id: await world.source(), settings: webPages, schedule: "day" })),
  "source.sync": contributors(async (world) => ({ id: await world.source() })),
  "source.stop": contributors(async (world) => ({ id: await world.source() })),
  "source.remove": contributors(async (world) => ({ id: await world.source(), documents: true })),

  "writing.estimate": contributors((world) => ({ libraryId: world.libraryId })),
  "writing.estimate · of a document restricted to the contributor's group": contributors(async (world) => ({
    libraryId: world.libraryId,
    documentIds: [await world.restricted()],
  })),
  "writing.get": contributors((world) => ({ libraryId: world.libraryId })),
  "writing.failures": contributors(async (world) => ({ id: await world.writing() })),
  "writing.start": contributors((world) => ({ libraryId: world.libraryId }), { but: "writing.no_model" }),
  "writing.start · in somebody's private library": nobodyElse(async (world) => ({
    libraryId: (await world.private()).id,
  })),
  "writing.pause": contributors(async (world) => ({ id: await world.writing() })),
  "writing.resume": contributors(async (world) => ({ id: await world.writing() })),
  "writing.stop": contributors(async (world) => ({ id: await world.writing() })),
  "proposal.list": contributors(
    async (world) => {
      await world.trigger();
      return { libraryId: world.libraryId };
    },
    { shows: true },
  ),
  "proposal.review": contributors(async (world) => ({ items: [{ id: await world.trigger(), state: "accepted" }] })),
  "proposal.review · of a document restricted to the contributor's group": row("s00yy0y0", async (world) => ({
    items: [{ id: await world.trigger(true), state: "accepted" }],
  })),
  "proposal.reviewAll": contributors((world) => ({ libraryId: world.libraryId, state: "rejected" })),
  "proposal.export": contributors((world) => ({ libraryId: world.libraryId, format: "json" })),
  "proposal.import": contributors((world) => ({
    libraryId: world.libraryId,
    content: JSON.stringify([
      { page_content: "", metadata: { chunk_id: world.chunkId, synthesis_qa: [["How much?"]] } },
    ]),
  })),

  "batch.list": contributors((world) => ({ libraryId: world.libraryId })),
  "batch.list · a company-wide library": openToChange(async (world) => ({ libraryId: (await world.open()).id })),
  "batch.list · somebody's private library": nobodyElse(async (world) => ({ libraryId: (await world.private()).id })),
  "batch.get": contributors(async (world) => ({ id: await world.batch() })),
  "batch.get · in somebody's private library": nobodyElse(async (world) => ({
    id: await world.batch((await world.private()).id),
  })),
  "batch.reasons": contributors(async (world) => ({ id: await world.batch() })),
  "batch.files": contributors(async (world) => ({ id: await world.batch() }), { shows: true }),
  "batch.open": contributors((world) => ({ libraryId: world.libraryId, kind: "upload", name: "new" })),
  "batch.open · in somebody's private library": nobodyElse(async (world) => ({
    libraryId: (await world.private()).id,
    kind: "upload",
    name: "new",
  })),
  "upload.begin": contributors((world) => ({ libraryId: world.libraryId, name: "new.md", bytes: 1 })),
  "upload.addresses": uploader(() => ({ token: "none", parts: [1] })),
  "upload.complete": uploader(() => ({ token: "none", tags: ["none"] })),
  "upload.discard": uploader(() => ({ token: "none" })),
  "batch.expect": contributors(async (world) => ({ id: await world.batch(), expected: 5 })),
  "batch.refuse": contributors(async (world) => ({
    id: await world.batch(),
    files: [{ key: "film", name: "film.pdf", bytes: 1 }],
    code: "upload.cancelled",
  })),
  "batch.pause": contributors(async (world) => ({ id: await world.batch() })),
  "batch.resume": contributors(async (world) => ({ id: await world.batch() })),
  "batch.stop": contributors(async (world) => ({ id: await world.batch() })),
  "batch.retry": contributors(async (world) => ({ id: await world.batch() })),
  "batch.retry · in somebody's private library": nobodyElse(async (world) => ({
    id: await world.batch((await world.private()).id),
  })),

  "document.list": readers((world) => ({ libraryId: world.libraryId }), { shows: true }),
  "document.list · a company-wide library": openToRead(async (world) => ({ libraryId: (await world.open()).id })),
  "document.list · somebody's private library": nobodyElse(async (world) => ({
    libraryId: (await world.private()).id,
  })),
  "document.states": people_((world) => ({ ids: [world.id] }), { shows: true }),
  "document.get": readers((world) => ({ id: world.id }), { shows: true }),
  "document.get · restricted to the contributor's group": row("s00yy0y0", async (world) => ({
    id: await world.restricted(),
  })),
  "document.get · in somebody's private library": nobodyElse(async (world) => ({
    id: (await world.private()).document.id,
  })),
  "document.chunks": readers((world) => ({ id: world.id }), { shows: true }),
  "document.chunks · restricted to the contributor's group": row("s00yy0y0", async (world) => ({
    id: await world.restricted(),
  })),
  "document.locate": readers((world) => ({ id: world.chunkId })),
  "document.locate · in somebody's private library": nobodyElse(async (world) => ({
    id: (await world.private()).document.chunkId,
  })),
  "document.remove": contributors(async (world) => ({ ids: [await world.fresh()] })),
  "document.remove · restricted to the contributor's group": row("s00yy0y0", async (world) => ({
    ids: [await world.restricted()],
  })),
  "document.remove · in a company-wide library": openToChange(async (world) => ({
    ids: [(await world.open()).document.id],
  })),
  "document.remove · one of them in somebody's private library": nobodyElse(async (world) => ({
    ids: [await world.fresh(), (await world.private()).document.id],
  })),
  "document.retry": contributors((world) => ({ ids: [world.id] })),

  "chunk.list": contributors((world) => ({ id: world.id }), { shows: true }),
  "chunk.list · restricted to the contributor's group": row("s00yy0y0", async (world) => ({
    id: await world.restricted(),
  })),
  "chunk.edit": contributors(async (world) => ({ id: await world.chunk(), revision: 0, text: "It pays twelve." })),
  "chunk.edit · in a company-wide library": openToChange(async (world) => ({
    id: (await world.open()).document.chunkId,
    revision: 0,
    text: "It pays twelve.",
  })),
  "chunk.edit · in somebody's private library": nobodyElse(async (world) => ({
    id: (await world.private()).document.chunkId,
    revision: 0,
    text: "It pays twelve.",
  })),
  "chunk.restore": contributors((world) => ({ id: world.chunkId, revision: 0, number: 0 }), {
    but: "revision.not_found",
  }),
  "chunk.turn": contributors(async (world) => ({ ids: [await world.chunk()], off: true })),
  "chunk.turn · one of them in somebody's private library": nobodyElse(async (world) => ({
    ids: [await world.chunk(), (await world.private()).document.chunkId],
    off: true,
  })),
  "chunk.revisions": contributors((world) => ({ id: world.chunkId }), { shows: true }),
  "chunk.questions": readers((world) => ({ id: world.chunkId })),
  "chunk.questions · in somebody's private library": nobodyElse(async (world) => ({
    id: (await world.private()).document.chunkId,
  })),
  "chunk.leftovers": contributors((world) => ({ id: world.id })),
  "chunk.dismissLeftovers": contributors(async (world) => ({ ids: [await world.leftover()] })),

  "category.list": people_(),
  "category.create": editors(() => ({ name: newId("category") })),
  "category.rename": itsEditors(async (world) => ({ id: await world.category(), name: newId("category") })),
  "category.remove": itsEditors(async (world) => ({ id: await world.category() })),
  "library.facets": people_(() => ({}), { shows: true }),
  "document.describe": contributors(async (world) => ({ ids: [await world.fresh()], metadata: { Year: "2026" } })),
  "document.describe · in a company-wide library": openToChange(async (world) => ({
    ids: [(await world.open()).document.id],
    category: await world.category(),
  })),
  "document.describe · one of them in somebody's private library": nobodyElse(async (world) => ({
    ids: [await world.fresh(), (await world.private()).document.id],
    category: null,
  })),
  "document.restoreDescriptions": contributors(async (world) => ({
    documents: [{ id: await world.fresh(), categoryId: null, metadata: {} }],
  })),
  "document.restoreDescriptions · in somebody's private library": nobodyElse(async (world) => ({
    documents: [{ id: (await world.private()).document.id, categoryId: null, metadata: {} }],
  })),

  "restriction.get": owners((world) => ({ id: world.id })),
  "restriction.set · in a company-wide library": openToOwn(async (world) => ({
    ids: [(await world.open()).document.id],
    groupIds: [await world.group()],
  })),
  "restriction.set": owners(async (world) => ({ ids: [await world.fresh()], groupIds: [await world.group()] })),

  "generation.status": admins(),
  "generation.cancel": admins(),
  "generation.takeIntoUse": admins(),
  "generation.retry": admins(),

  "search.run": people_(() => ({ text: "pays eleven thousand" }), { shows: true }),
  "search.run · in the library by its id": people_(
    (world) => ({
      text: "pays eleven thousand",
      libraryIds: [world.libraryId],
    }),
    { shows: true },
  ),
  "search.test": editors(() => ({ text: "pays eleven thousand" }), { shows: true }),

  "conversation.list": people_(),
  "conversation.get": asker((world) => ({ id: world.asked.conversationId }), { shows: true }),
  "conversation.rename": asker((world) => ({ id: world.asked.conversationId, title: "Bands" })),
  "conversation.remove": asker(async (world) => ({ id: (await world.run()).conversationId })),

  "chat.ask": people_(() => ask("What pays eleven thousand?"), { after: answered }),
  "chat.ask · in the reader's conversation": asker((world) => ask("And then?", world.asked.conversationId), {
    after: answered,
  }),
  "chat.stop": asker((world) => ({ runId: world.asked.runId })),
  "chat.watch": asker((world) => ({ runId: world.asked.runId }), { shows: true }),
  "chat.suggestions": people_(),

  "picture.drawing": people_(),
  "picture.remove": asker(async (world) => ({ id: await world.picture() })),

  "feedback.rate": asker((world) => ({ runId: world.asked.runId, thumb: "up", correction: `The ${world.secret}.` })),
  "feedback.ofRun": asker((world) => ({ runId: world.asked.runId })),
  "feedback.list": editors(() => ({})),
  "feedback.get": itsEditors(async (world) => ({ id: await world.feedback() })),
  "feedback.people": editors(),
  "feedback.edit": itsEditors(async (world) => ({ id: await world.feedback(), answer: "Twelve thousand." })),
  "feedback.create": editors(() => ({ question: newId("feedback"), answer: "Twelve thousand." })),
  "feedback.move": editors(async (world) => ({ ids: [await world.feedback()], state: "dismissed" })),
  "feedback.similar": row("snnnn0y0", (world) => ({ libraryId: world.libraryId, question: "What pays?" })),
  "feedback.inject": row("snnnn0y0", (world) => ({ ...pair(), libraryId: world.libraryId })),
  "feedback.inject · into a company-wide library": itsEditors(async (world) => {
    return { ...pair(), libraryId: (await world.open()).id };
  }),
  "feedback.isRead": itsEditors(async (world) => ({ id: await world.feedback() })),
  "feedback.takeBack": itsEditors(async (world) => ({ id: await world.feedback() }), { but: "feedback.not_injected" }),

  "gap.collect": editors(),
  "gap.list": editors(() => ({})),
  "gap.editors": editors(),
  "gap.assign": itsEditors(async (world) => ({ id: await world.gap(), userId: world.actors.editor.userId })),
  "gap.move": itsEditors(async (world) => ({ id: await world.gap(), state: "dismissed" })),
  "gap.close": itsEditors(async (world) => ({ id: await world.gap(), documentId: (await world.open()).document.id })),
  "gap.close · with a document of a library shared with others": row("snnnn0y0", async (world) => ({
    id: await world.gap(),
    documentId: await world.fresh(),
  })),
  "gap.prove": itsEditors(async (world) => ({ id: await world.gap() })),

  "trace.get": itsEditors((world) => ({ runId: world.asked.runId }), { shows: true }),
  "trace.list": editors(() => ({})),
  "trace.choices": editors(),
  "trace.settings": editors(),
  "health.days": editors(() => january),
  "health.days · of a library": itsEditorsWhoRead((world) => ({ ...january, libraryId: world.libraryId })),
  "health.found": editors(() => january),
  "health.neverFound": editors(() => january),
  "health.ingestion": editors(() => january),
  "health.machinery": editors(),
  "health.retry": admins(),
  "doctor.run": admins(),
  "doctor.echo": admins(() => ({ pieces: 2, everyMs: 5 })),
  "trace.replay": itsEditors((world) => ({ runId: world.asked.runId, change: { type: "nothing" }, answer: true })),

  "template.choices": people_(),
  "template.list": editors(),
  "template.get": itsEditors(async (world) => ({ id: await world.template() })),
  "template.versions": itsEditors(async (world) => ({ id: await world.template() })),
  "template.create": editors(() => ({ name: newId("template"), text: "{question}" })),
  "template.change": itsEditors(async (world) => ({
    id: await world.template(),
    version: 1,
    name: newId("template"),
    text: "{context}",
  })),
  "template.rollBack": itsEditors(async (world) => ({ id: await world.template(), number: 1 })),
  "template.remove": itsEditors(async (world) => ({ id: await world.template() })),
  "template.restore": itsEditors(async (world) => ({ id: await world.template() })),
  "template.makeDefault": itsAdmins(async (world) => ({ id: await world.template() })),
  "template.fill": editors(() => ({ wording: null, question: "What is a horse?" })),
  "template.tryOut": editors(() => ({ wording: null, question: "What is a horse?" })),

  "model.choices": people_(),
  "model.status": people_(),
  "model.list": admins(),
  "model.add": admins(() => ({ kind: "chat", name: newId("model"), place: server })),
  "model.change": itsAdmins(async (world) => ({ id: await world.model(), name: newId("model"), place: server })),
  "model.remove": itsAdmins(async (world) => ({ id: await world.model() })),
  "model.try": admins(() => ({ kind: "chat", place: server })),
  "model.use": itsAdmins(async (world) => ({ use: "rerank", id: await world.model("rerank") })),
  "model.use · as what the index is made with": itsAdmins(
    async (world) => ({ use: "embed", id: await world.model("embed") }),
    {
      but: "embedder.model_missing",
    },
  ),
  "model.contracts": admins(),
  "usage.report": admins(() => january),
  "usage.mine": people_(() => january),
  "budget.list": admins(),
  "budget.notices": people_(),
  "budget.add": admins(() => plenty),
  "budget.change": itsAdmins(async (world) => ({ id: await world.budget(), to: plenty })),
  "budget.remove": itsAdmins(async (world) => ({ id: await world.budget() })),
  "migration.take": admins(() => ({ kind: "person", rows: [] })),
  "migration.takeExamples": admins(() => ({ file: "none.example", text: "[]" })),
  "model.local.status": admins(),
  "model.local.fetch": admins(() => ({ name: "none/none" })),
  "model.local.stop": admins(() => ({ name: "none/none" })),

  "label.list": editors(() => ({})),
  "label.set": editors(() => ({ question: newId("label"), expected: "answer" })),
  "label.remove": editors(async (world) => ({ ids: [await world.label()] })),
  "label.restore": editors(() => ({
    labels: [
      {
        question: newId("label"),
        expected: "answer",
        source: "typed",
        state: "accepted",
        runId: null,
        documentId: null,
      },
    ],
  })),
  "label.accept": editors(async (world) => ({ ids: [await world.label()] })),
  "label.import": editors(() => ({ content: `question,expected\n${newId("label")},answer\n` })),
  "label.collectThumbs": editors(),
  "label.propose": editors(() => ({ passages: 1 }), { but: "label.no_model" }),
  "label.fromTrace": itsEditors((world) => ({ runId: world.asked.runId, expected: "answer" })),
  "label.ofRun": itsEditors((world) => ({ runId: world.asked.runId })),
  "label.ofQuestion": editors(() => ({ question: "How are you?" })),

  "calibration.get": editors(),
  "calibration.progress": editors(),
  "testCase.list": contributors(({ libraryId }) => ({ libraryId })),
  "testCase.set": contributors(({ libraryId }) => ({
    libraryId,
    question: newId("testCase"),
    mustFind: [],
    mustSay: [],
    mustRefuse: true,
  })),
  "testCase.remove": contributors(({ libraryId }) => ({ libraryId, ids: [newId("testCase")] })),
  "testCase.restore": contributors(({ libraryId }) => ({
    libraryId,
    cases: [{ question: newId("testCase"), mustFind: [], mustSay: [], mustRefuse: true, source: "typed" }],
  })),
  "testCase.import": contributors(({ libraryId }) => ({ libraryId, content: "question,must_refuse\nWhy?,yes\n" })),
  "testCase.export": contributors(({ libraryId }) => ({ libraryId })),
  "testCase.fromLabels": contributors(({ libraryId }) => ({ libraryId })),
  "testRun.list": contributors(({ libraryId }) => ({ libraryId })),
  "testRun.start": contributors(({ libraryId }) => ({ libraryIds: [libraryId] }), { but: "test_run.no_cases" }),
  "testRun.tryOut": row(
    "snnnnny0",
    ({ libraryId }) => ({ change: { type: "cuts", cuts: null }, libraryIds: [libraryId] }),
    {
      but: "test_run.no_cases",
    },
  ),
  "testRun.tryOut · of what a template says": itsEditors(
    async (world) => ({ change: { type: "wording", id: await world.template(), wording: { text: "{question}" } } }),
    { but: "test_run.no_cases" },
  ),
  "testRun.get": keepers(async (world) => ({ id: await world.testRun() })),
  "testRun.results": keepers(async (world) => ({ id: await world.testRun() })),
  "testRun.trace": row("snnnn0y0", (world) => world.testResult()),
  "testRun.stop": keepers(async (world) => ({ id: await world.testRun() })),
  "testRun.resume": keepers(async (world) => ({ id: await world.testRun() })),
  "calibration.start": editors(() => ({})),
  "calibration.stop": editors(),
  "calibration.at": editors(() => ({ cuts: {} }), { but: "calibration.none" }),
  "calibration.store": admins(() => ({ cuts: {} }), { but: "calibration.none" }),
  "calibration.reset": admins(),

  "intent.list": editors(() => ({})),
  "intent.names": editors(),
  "intent.get": itsEditors(async (world) => ({ id: await world.intent() })),
  "intent.create": editors(() => ({ name: newId("intent"), action: { type: "comfort" } })),
  "intent.update": itsEditors(async (world) => ({ id: await world.intent(), name: newId("intent") })),
  "intent.remove": itsEditors(async (world) => ({ id: await world.intent() })),
  "intent.lab": editors(),
  "intent.mistakes": editors(() => ({ intent: "one", takenFor: "another" })),
  "intent.try": editors(() => ({ sentence: "How are you?" })),

  "example.list": editors(() => ({})),
  "example.add": itsEditors(async (world) => ({ intentId: await world.intent(), examples: [{ text: "Hello" }] })),
  "example.change": itsEditors(async (world) => ({ id: await world.example(), text: newId("example") })),
  "example.remove": editors(async (world) => ({ ids: [await world.example()] })),
  "example.import": editors(() => ({ text: "{}" })),
  "example.export": editors(),

  "setting.list": admins(),
  "setting.change": admins(() => ({ usageDays: 400 })),
  "setting.due": admins(() => ({ key: "usageDays", days: 400 })),
  "setting.removeLogo": admins(),
  "branding.get": anybody(),
  "branding.tryColour": admins(() => ({ colour: "#2457d6" })),
  "welcome.get": people_(),

  "synonym.list": editors(() => ({})),
  "synonym.check": editors(() => ({ words: ["car", "vehicle"] })),
  "synonym.export": editors(),
  "synonym.add": editors(() => ({ groups: [[newId("synonym"), newId("synonym")]] })),
  "synonym.change": itsEditors(async (world) => ({
    id: await world.synonym(),
    words: [newId("synonym"), newId("synonym")],
  })),
  "synonym.remove": itsEditors(async (world) => ({ ids: [await world.synonym()] })),
  "synonym.import": editors(() => ({ text: "car,vehicle\n" })),

  "stopWord.list": editors(),
  "stopWord.add": editors(() => ({ words: [newId("label")] })),
  "stopWord.change": editors(() => ({ word: "please", to: "kindly" })),
  "stopWord.remove": editors(() => ({ words: ["kindly"] })),

  "vocabulary.tryOut": editors(() => ({ text: "car" })),
};

/** A request: its path, and its body when it has one. */
export interface Asked {
  path: string;
  method?: "GET" | "POST";
  body?: string;
}

export interface RouteRow {
  may: Record<Who, Answer>;
  asked: (world: World) => Asked | Promise<Asked>;
}

const route = (may: Row, asked: RouteRow["asked"]): RouteRow => ({ may: may.may, asked });

/** Every HTTP route. */
export const routes: Record<string, RouteRow> = {
  "ALL /* · headers and origin of every request": route(anybody(), () => ({ path: "/api/health" })),
  "GET /api/health": route(anybody(), () => ({ path: "/api/health" })),
  "POST /api/auth/sign-in/email": route(anybody(), () => ({
    path: "/api/auth/sign-in/email",
    method: "POST",
    body: "{}",
  })),
  "POST /api/auth/sign-out": route(anybody(), () => ({ path: "/api/auth/sign-out", method: "POST", body: "{}" })),
  "GET /api/auth/oidc/:id/start": route(anybody(), () => ({ path: "/api/auth/oidc/none/start" })),
  "GET /api/auth/oidc/callback · without having set out": route(anybody(), () => ({ path: "/api/auth/oidc/callback" })),
  "ALL /trpc/* · each procedure for itself, as above": route(anybody(), () => ({ path: "/trpc/session.me" })),
  "POST /api/libraries/:libraryId/documents": route(
    contributors(() => ({})),
    (world) => ({
      path: `/api/libraries/${world.libraryId}/documents?name=${newId("document")}.md`,
      method: "POST",
      body: "New.",
    }),
  ),
  "POST /api/libraries/:libraryId/documents · somebody's private library": route(
    nobodyElse(() => ({})),
    async (world) => ({
      path: `/api/libraries/${(await world.private()).id}/documents?name=new.md`,
      method: "POST",
      body: "New.",
    }),
  ),
  "POST /api/libraries/:libraryId/documents · into a batch of somebody's private library": route(
    row("s0n00000"),
    async (world) => {
      const batch = await world.batch((await world.private()).id);
      return {
        path: `/api/libraries/${world.libraryId}/documents?name=new.md&batch=${batch}`,
        method: "POST",
        body: "New.",
      };
    },
  ),
  "POST /api/pictures": route(people_(), () => ({ path: "/api/pictures", method: "POST", body: smallWebp })),
  "POST /api/logo": route(admins(), () => ({ path: "/api/logo", method: "POST", body: smallWebp })),
  "GET /api/logo/:id": route(row("0yyyyyy0"), async (world) => ({ path: `/api/logo/${await world.logo()}` })),
  "GET /api/people/:id/data": route(row("snnnnny0"), async (world) => ({
    path: `/api/people/${await world.person()}/data`,
  })),
  "GET /api/people/:id/data · the reader's own": route(row("snynnny0"), (world) => ({
    path: `/api/people/${world.actors.reader.userId}/data`,
  })),
  "GET /api/pictures/:id": route(
    asker(() => ({})),
    async (world) => ({ path: `/api/pictures/${await world.picture()}` }),
  ),
  "GET /api/batches/:id/report": route(
    contributors(() => ({})),
    async (world) => ({ path: `/api/batches/${await world.batch()}/report` }),
  ),
  "GET /api/batches/:id/report · in somebody's private library": route(
    nobodyElse(() => ({})),
    async (world) => ({ path: `/api/batches/${await world.batch((await world.private()).id)}/report` }),
  ),
  "POST /api/legacy · a question": route(people_(), () => ({
    path: "/api/legacy",
    method: "POST",
    body: JSON.stringify({ chat_name: "OnlyForDEBUG", prompt: "/rs" }),
  })),
  "POST /api/legacy · templates": route(editors(), () => ({
    path: "/api/legacy",
    method: "POST",
    body: JSON.stringify({ method: "get", resource: "template" }),
  })),
  "POST /api/legacy · feedback of others": route(editors(), () => ({
    path: "/api/legacy",
    method: "POST",
    body: JSON.stringify({ method: "get", resource: "feedback" }),
  })),
  "POST /api/legacy · deleting a document": route(row("s0nyy0y0"), async (world) => ({
    path: "/api/legacy",
    method: "POST",
    body: JSON.stringify({ method: "delete", resource: "docs", filename: `${world.secret} ${await world.fresh()}.md` }),
  })),
  "GET /api/days": route(
    editors(() => ({})),
    () => ({ path: `/api/days?${new URLSearchParams(january).toString()}` }),
  ),
  "GET /api/traces": route(
    editors(() => ({})),
    () => ({ path: "/api/traces" }),
  ),
  "GET /api/audit": route(
    admins(() => ({})),
    () => ({ path: "/api/audit" }),
  ),
  "GET /api/usage": route(
    admins(() => ({})),
    () => ({ path: `/api/usage?${new URLSearchParams(january).toString()}` }),
  ),
  "GET /api/documents/:id/file": route(
    readers(() => ({})),
    (world) => ({ path: `/api/documents/${world.id}/file` }),
  ),
  "GET /api/documents/:id/file · for readers who may quote only": route(row("s0nyy0y0"), async (world) => {
    const { id } = await world.document(await world.shelf({ quotingOnly: true }));
    return { path: `/api/documents/${id}/file` };
  }),
  "GET /api/documents/:id/file · in a company-wide library": route(row("syyyyyy0"), async (world) => ({
    path: `/api/documents/${(await world.open()).document.id}/file`,
  })),
  "GET /api/documents/:id/file · in a company-wide library for quoting only": route(row("snnnnyy0"), async (world) => {
    return { path: `/api/documents/${(await world.open({ mayDownload: false })).document.id}/file` };
  }),
  "GET /api/documents/:id/file · restricted to the contributor's group": route(row("s00yy0y0"), async (world) => ({
    path: `/api/documents/${await world.restricted()}/file`,
  })),
  "GET /api/documents/:id/file · in somebody's private library": route(
    nobodyElse(() => ({})),
    async (world) => ({
      path: `/api/documents/${(await world.private()).document.id}/file`,
    }),
  ),
  "ALL /api/* · whatever else": route(row("00000000"), () => ({ path: "/api/nothing" })),
};
