import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TRPCError } from "@trpc/server";
import { PublicError } from "@docent/core/error";
import { createApp } from "@docent/functions/http/app";
import { appRouter } from "@docent/functions/trpc/router";
import { admin, editor, member, platform, type Context } from "@docent/functions/trpc/trpc";
import { page } from "../permissions/page.ts";
import { procedures, routes, type Answer } from "../permissions/table.ts";
import { createWorld, isForeign, people, type Who, type World } from "../permissions/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
}, 120_000);
afterAll(async () => {
  for (const whose of prepared) await world.scope.db.execute(sql.raw(`deallocate ${statementOf(whose)}`));
  await world.scope.close();
});

const mayNotRead: readonly Who[] = ["nobody", "member", "editor", "stranger", "platform"];

test("every procedure is in the table, and nothing else", () => {
  const called = new Set(Object.keys(procedures).map(callOf));
  expect([...called].toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
});

test("every HTTP route is in the table, and nothing else", () => {
  const there = createApp(desk()).routes.map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(Object.keys(routes).map(callOf))].toSorted()).toEqual([...new Set(there)].toSorted());
});

test("the page of permissions says what the table says", async () => {
  await expect(await page()).toMatchFileSnapshot("../../docs/permissions.md");
});

test("every procedure lets in at its door only whom the table lets in by their role in the company", () => {
  const rows = Map.groupBy(Object.entries(procedures), ([name]) => callOf(name));
  const expected = Array.from(rows, ([call, cases]) => {
    const stays = (...who: Who[]) => cases.every(([, { may }]) => who.every((one) => may[one] === "no"));
    if (cases.every(([, { may }]) => may.nobody !== "sign in")) return [call, "anyone"];
    if (!stays("member", "reader", "contributor", "owner")) return [call, "member"];
    if (stays("editor", "administrator")) return [call, "platform"];
    return [call, stays("editor") ? "admin" : "editor"];
  });
  const doors = Object.entries({ member, editor, admin, platform });
  const there = [...rows.keys()].map((call) => {
    const door = doors.find(([, { _def }]) => inside(call).middlewares.includes(_def.middlewares[0]));
    return [call, door?.[0] ?? "anyone"];
  });
  expect(there).toEqual(expected);
});

describe("behind its door, a procedure refuses the same people again:", () => {
  test.each(Object.entries(procedures))("%s", async (name, { may, input }) => {
    if (onlyAtTheDoor.has(callOf(name))) return;
    for (const who of people.filter((one) => may[one] !== "yes")) {
      const given = await input?.(world, who);
      const before = await state(who);
      const { inputs, resolver } = inside(callOf(name));
      const parsed = inputs.reduce((value, schema) => schema.parse(value), given);
      const { answer } = await outcomeOf(async () => resolver({ ctx: contextFor(who), input: parsed }));
      expect(`${who}: ${answer}`).toBe(`${who}: ${may[who]}`);
      expect(await state(who), `${who} changed something`).toBe(before);
    }
  });
});

describe("procedures", () => {
  test.each(Object.entries(procedures))("%s", async (name, { may, input, but, shows, namesCompanies, after }) => {
    for (const who of people) {
      const given = await input?.(world, who);
      const before = await state(who);
      const { answer, code, result } = await call(callOf(name), who, given);
      expect(`${who}: ${but && code === but ? "yes" : answer} (${code})`).toMatch(`${who}: ${may[who]} (`);
      if (answer === "yes") await after?.(world, who, given);
      if (may[who] !== "yes" || isForeign(who)) expect(await state(who), `${who} changed something`).toBe(before);
      if (mayNotRead.includes(who)) expect(`${who} got ${result}`).not.toContain(world.secret);
      else if (shows && answer === "yes") expect(result).toContain(world.secret);
      if (isForeign(who) && !namesCompanies)
        expect(result).not.toMatch(new RegExp([world.companyId, world.libraryId].join("|")));
    }
  });
});

describe("HTTP routes", () => {
  test.each(Object.entries(routes))("%s", async (_, { may, asked }) => {
    const app = createApp(desk());
    for (const who of people) {
      const { path, method = "GET", body } = await asked(world);
      const before = await state(who);
      const response = await app.request(path, { method, headers: { who }, ...(body && { body }) });
      const said = await response.text();
      expect({ who, answer: byStatus[response.status] ?? said }).toEqual({ who, answer: may[who] });
      if (may[who] !== "yes") expect(await state(who), `${who} changed something`).toBe(before);
      if (mayNotRead.includes(who)) expect(said).not.toContain(world.secret);
    }
  });
});

const byStatus: Record<number, Answer> = { 200: "yes", 302: "yes", 401: "sign in", 403: "no", 404: "not found" };
const byKind: Partial<Record<PublicError["kind"], Answer>> = {
  unauthenticated: "sign in",
  forbidden: "no",
  not_found: "not found",
};

interface Outcome {
  answer: Answer | "failed";
  code?: string;
  /** Everything that came back, as text. */
  result: string;
}

async function call(path: string, who: Who, input: unknown): Promise<Outcome> {
  let procedure: unknown = appRouter.createCaller(contextFor(who));
  for (const part of path.split(".")) procedure = Reflect.get(procedure as object, part);
  return outcomeOf(() => (procedure as (input: unknown) => Promise<unknown>)(input));
}

function contextFor(who: Who): Context {
  return {
    ...world.scope,
    actor: world.actors[who],
    host: {
      issueTicket: async () => "ticket",
      isSetUpCode: () => false,
      companyId: world.companyId,
      socketUrl: null,
      clientAddress: "127.0.0.1",
      sessionToken: async () => undefined,
    },
  };
}

/** Has nothing behind its door that could refuse: a ticket is made from the session itself. */
const onlyAtTheDoor = new Set(["session.ticket"]);

/** What a procedure is made of. */
interface Inside {
  middlewares: readonly unknown[];
  inputs: readonly { parse(value: unknown): unknown }[];
  resolver: (options: { ctx: Context; input: unknown }) => unknown;
}

function inside(name: string): Inside {
  const procedure: unknown = Reflect.get(appRouter._def.procedures, name);
  return Reflect.get(procedure as object, "_def") as Inside;
}

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    const result = await work();
    const all = isStream(result) ? await Array.fromAsync(result) : result;
    return { answer: "yes", result: JSON.stringify(all) ?? "" };
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : error;
    if (!(cause instanceof PublicError)) throw error;
    return { answer: byKind[cause.kind] ?? "failed", code: cause.code, result: cause.message };
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/** The case of a call that a name of the table tells. */
function callOf(name: string): string {
  return name.split(" · ")[0] ?? name;
}

function desk(): Parameters<typeof createApp>[0] {
  return {
    ports: world.scope,
    actorOf: async (headers) => world.actors[people.find((who) => who === headers.get("who")) ?? "nobody"],
    handleAuth: async () => new Response("{}"),
    enter: async () => [],
    issueTicket: async () => "ticket",
    sessionTokenOf: async () => undefined,
    isSetUpCode: () => false,
    companyId: world.companyId,
  };
}

/**
 * Stands for all that is stored; for a stranger, for all that is stored of the company. Read anew only once something was
 * written since: every transaction that writes takes the next number.
 */
async function state(who: Who): Promise<string> {
  const { db } = world.scope;
  const { rows } = (await db.execute(sql`select pg_snapshot_xmax(pg_current_snapshot())::text as next`)) as unknown as {
    rows: [{ next: string }];
  };
  const [{ next }] = rows;
  const whose = isForeign(who) ? "company" : "all";
  if (known[whose]?.next !== next) known[whose] = { next, state: await readState(whose) };
  return known[whose].state;
}

type Whose = "company" | "all";

const known: Partial<Record<Whose, { next: string; state: string }>> = {};
const prepared = new Set<Whose>();

/** Prepared once: to plan a query of all tables takes three times as long as to run it. */
async function readState(whose: Whose): Promise<string> {
  const { db } = world.scope;
  if (!prepared.has(whose)) await db.execute(sql.raw(`prepare ${statementOf(whose)} as ${await stateQuery(whose)}`));
  prepared.add(whose);
  const { rows } = (await db.execute(sql.raw(`execute ${statementOf(whose)}`))) as unknown as { rows: unknown[] };
  return JSON.stringify(rows);
}

function statementOf(whose: Whose): string {
  return `stored_of_${whose}`;
}

async function stateQuery(whose: Whose): Promise<string> {
  const { rows } = (await world.scope.db.execute(sql`
    select table_name as name, bool_or(column_name = 'company_id') as owned
    from information_schema.columns where table_schema = 'public' group by table_name`)) as unknown as {
    rows: { name: string; owned: boolean }[];
  };
  const ours = whose === "company" ? `where company_id = '${world.companyId}'` : "";
  return rows
    .filter(({ owned }) => owned || whose === "all")
    .map(({ name }) => `select md5(string_agg(t::text, '|' order by t::text)) from "${name}" t ${ours}`)
    .join(" union all ");
}
