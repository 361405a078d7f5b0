import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import * as TraceSearch from "@docent/core/chat/trace-search";
import { companyTable, conversationTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import { requireUser, type Scope } from "@docent/core/scope";
import { testScope } from "../scope.ts";
import { timed } from "./figures.ts";

/** How long a search takes among many questions of a company. */
export async function run(args: string[]) {
  const { values } = parseArgs({ args, options: { rows: { type: "string", default: "100000" } } });
  const rows = Number(values.rows);
  const scope = await testScope();
  try {
    await fill(scope, rows);
    const at = (filter: TraceSearch.Filter, page = 1) =>
      timed(() => TraceSearch.list(scope, { ...filter, page, pageSize: 20 }));
    const from = new Date(Date.now() - 7 * 86_400_000).toISOString();
    return {
      rows,
      newestMs: await at({}),
      lastPageMs: await at({}, Math.ceil(rows / 20)),
      refusedMs: await at({ tier: "refused" }),
      intentMs: await at({ intent: "intent 3" }),
      weekMs: await at({ from }),
      scoreMs: await at({ scoreMin: 0.4, scoreMax: 0.5 }),
      textMs: await at({ text: "number 777" }),
      thumbMs: await at({ thumb: "down" }),
      choicesMs: await timed(() => TraceSearch.choices(scope)),
    };
  } finally {
    await scope.close();
  }
}

async function fill(scope: Scope, rows: number): Promise<void> {
  const { db } = scope;
  const [company] = await db.select({ id: companyTable.id }).from(companyTable);
  const companyId = company?.id ?? "";
  const { userId } = requireUser(scope);
  const conversationId = newId("conversation");
  await db.insert(conversationTable).values({ id: conversationId, companyId, userId, title: "Questions" });
  const at = sql`now() - n * interval '60 days' / ${rows}::int`;
  const outcome = sql`jsonb_build_object('tier', 'answer', 'text', repeat(md5(n::text), 20), 'sources', '[]'::jsonb)`;
  await db.execute(sql`
    insert into run (id, company_id, conversation_id, user_id, question, state, outcome, created_at)
    select 'run_' || n, ${companyId}, ${conversationId}, ${userId}, 'What is said about number ' || n || '?', 'finished',
      ${outcome}, ${at}
    from generate_series(1, ${rows}::int) n`);
  await db.execute(sql`
    insert into trace (run_id, company_id, created_at, trace)
    select 'run_' || n, ${companyId}, ${at}, jsonb_build_object('runId', 'run_' || n, 'userId', ${userId}::text,
      'tier', (array['answer', 'answer', 'hedged', 'candidates', 'refused'])[1 + n % 5], 'model', 'model ' || n % 4,
      'intent', jsonb_build_object('name', 'intent ' || n % 7), 'prompt', repeat(md5(n::text), 100),
      'cuts', jsonb_build_array(jsonb_build_object('measure', 'meaning', 'value', (n % 100) / 100.0, 'decided', true)))
    from generate_series(1, ${rows}::int) n`);
  await db.execute(sql`
    insert into feedback (id, company_id, run_id, user_id, thumb, question)
    select 'fbk_' || n, ${companyId}, 'run_' || n, ${userId}, (array['up', 'down'])[1 + n / 10 % 2], 'What?'
    from generate_series(10, ${rows}::int, 10) n`);
  await db.execute(sql`analyze`);
}
