import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { budgetTable, companyTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import type { Scope } from "@docent/core/scope";
import { budgetsOf, spentOf } from "@docent/core/usage/spending";
import * as Usage from "@docent/core/usage/usage";
import * as UsageFile from "@docent/core/usage/usage-file";
import { testScope } from "../scope.ts";
import { timed } from "./figures.ts";

const people = 50;

/** How long the report, its file, and the check of a budget take over many calls of the last thirty days. */
export async function run(args: string[]) {
  const { values } = parseArgs({ args, options: { rows: { type: "string", default: "100000" } } });
  const rows = Number(values.rows);
  const scope = await testScope();
  try {
    await fill(scope, rows);
    const now = scope.now();
    const from = new Date(now.getTime() - 29 * 86_400_000).toISOString().slice(0, 10);
    const range = { from, to: now.toISOString().slice(0, 10), timeZone: "UTC" };
    const userId = scope.actor.type === "user" ? scope.actor.userId : "";
    const report = await timed(() => Usage.report(scope, range));
    const own = await timed(() => Usage.mine(scope, range));
    const [company] = await budgetsOf(scope, userId);
    if (!company) throw new Error("no budget");
    const check = await timed(() => spentOf(scope, company, now, userId));
    const ofPerson = { ...company, subject: "everyone" as const };
    const checkOfPerson = await timed(() => spentOf(scope, ofPerson, now, userId));
    let bytes = 0;
    const file = await timed(async () => {
      for await (const line of UsageFile.file(scope, range).lines) bytes += line.length;
    }, 1);
    return {
      rows,
      reportMs: report,
      ownReportMs: own,
      budgetMs: { company: check, person: checkOfPerson },
      fileMs: file,
      bytes,
    };
  } finally {
    await scope.close();
  }
}

async function fill(scope: Scope, rows: number): Promise<void> {
  const { db } = scope;
  const [company] = await db.select({ id: companyTable.id }).from(companyTable);
  const companyId = company?.id ?? "";
  const users = Array.from({ length: people - 1 }, (_, i) => {
    const id = newId("user");
    return { id, companyId, role: "member" as const, name: `Person ${i}`, email: `${id}@example.org` };
  });
  await db.insert(userTable).values(users);
  const budget = { id: newId("budget"), companyId, subject: "company" as const, period: "month" as const };
  await db.insert(budgetTable).values({ ...budget, timeZone: "UTC", tokensMax: 1_000_000_000 });
  await db.execute(sql`
    with person as (select array_agg(id) as ids from "user")
    insert into usage (id, company_id, user_id, model, stage, library_ids, input_tokens, output_tokens, cost, currency,
      estimated, state, queued_at, seen_at, started_at, finished_at)
    select 'usg_' || n, ${companyId}, person.ids[1 + n % ${people}::int], 'model ' || n % 4,
      (array['answer', 'rewrite', 'intent', 'question'])[1 + n % 4], jsonb_build_array('lib_' || n % 7),
      1000 + n % 500, n % 300, 1000 + n % 900, case when n % 4 = 0 then null else 'USD' end, n % 5 = 0,
      (array['answered', 'answered', 'answered', 'stopped', 'failed'])[1 + n % 5], at, at, at, at
    from person, generate_series(1, ${rows}::int) n,
      lateral (select now() - n * interval '30 days' / ${rows}::int as at) moment`);
  await db.execute(sql`analyze`);
}
