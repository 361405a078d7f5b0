import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { companyTable, conversationTable, libraryTable } from "@docent/core/db/schema";
import * as Day from "@docent/core/health/day";
import * as DocumentUse from "@docent/core/health/document-use";
import * as Ingestion from "@docent/core/health/ingestion";
import * as Machinery from "@docent/core/health/machinery";
import { newId } from "@docent/core/id";
import { requireUser, type Scope } from "@docent/core/scope";
import * as Audit from "@docent/core/users/audit";
import { testScope } from "../scope.ts";
import { timed } from "./figures.ts";

const documents = 5_000;
const foundByEach = 5;

/** How long the page of how the desk is doing takes, and the audit log, among many questions of the last sixty days. */
export async function run(args: string[]) {
  const { values } = parseArgs({ args, options: { rows: { type: "string", default: "100000" } } });
  const rows = Number(values.rows);
  const scope = await testScope();
  try {
    const libraryId = await fill(scope, rows);
    const ofDays = (days: number) => {
      const now = scope.now();
      const from = new Date(now.getTime() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
      return { from, to: now.toISOString().slice(0, 10), timeZone: "UTC" };
    };
    const [month, all] = [ofDays(30), ofDays(90)];
    const page = { page: 1, pageSize: 10 };
    return {
      rows,
      daysMs: await timed(() => Day.report(scope, month)),
      allDaysMs: await timed(() => Day.report(scope, all)),
      libraryDaysMs: await timed(() => Day.report(scope, { ...month, libraryId })),
      foundMs: await timed(() => DocumentUse.found(scope, { ...month, ...page })),
      allFoundMs: await timed(() => DocumentUse.found(scope, { ...all, ...page })),
      neverFoundMs: await timed(() => DocumentUse.neverFound(scope, { ...month, ...page })),
      ingestionMs: await timed(() => Ingestion.report(scope, month)),
      machineryMs: await timed(() => Machinery.report(scope)),
      auditMs: await timed(() => Audit.list(scope, { page: 1 })),
      auditKindMs: await timed(() => Audit.list(scope, { page: 1, kind: "user" })),
      auditLastPageMs: await timed(() => Audit.list(scope, { page: Math.ceil(rows / Audit.pageSize) })),
    };
  } finally {
    await scope.close();
  }
}

async function fill(scope: Scope, rows: number): Promise<string> {
  const { db } = scope;
  const [company] = await db.select({ id: companyTable.id }).from(companyTable);
  const companyId = company?.id ?? "";
  const { userId } = requireUser(scope);
  const conversationId = newId("conversation");
  await db.insert(conversationTable).values({ id: conversationId, companyId, userId, title: "Questions" });
  const libraries = Array.from({ length: 10 }, (_, i) => ({ id: newId("library"), companyId, name: `Library ${i}` }));
  await db.insert(libraryTable).values(libraries);
  const [library] = libraries;
  if (!library) throw new Error("no library");
  const at = sql`now() - n * interval '60 days' / ${rows}::int`;
  const tier = sql`(array['answer', 'answer', 'hedged', 'candidates', 'refused'])[1 + n % 5]`;
  const outcome = sql`jsonb_build_object('tier', ${tier}, 'text', repeat(md5(n::text), 20), 'sources', '[]'::jsonb,
    'milliseconds', jsonb_build_object('total', 500 + n * 7919 % 9000, 'firstText', 100 + n * 7919 % 900))`;
  await db.execute(sql`
    insert into run (id, company_id, conversation_id, user_id, question, state, outcome, created_at)
    select 'run_' || n, ${companyId}, ${conversationId}, ${userId}, 'What is said about number ' || n || '?', 'finished',
      ${outcome}, ${at}
    from generate_series(1, ${rows}::int) n`);
  await db.execute(sql`
    insert into feedback (id, company_id, run_id, user_id, thumb, question, created_at)
    select 'fbk_' || n, ${companyId}, 'run_' || n, ${userId}, (array['up', 'down'])[1 + n / 10 % 2], 'What?', ${at}
    from generate_series(10, ${rows}::int, 10) n`);
  await db.execute(sql`
    with shelf as (select array_agg(id) as ids from library)
    insert into document (id, company_id, library_id, access, name, title, created_at)
    select 'doc_' || n, ${companyId}, shelf.ids[1 + n % 10], shelf.ids[1 + n % 10], n || '.md', 'Document ' || n,
      now() - interval '90 days'
    from shelf, generate_series(0, ${documents}::int - 1) n`);
  await db.execute(sql`
    insert into document_version (id, company_id, document_id, content_hash, file_key, bytes, state, chunks, created_at, ended_at)
    select 'ver_' || n, ${companyId}, 'doc_' || n, md5(n::text), n::text, 1000, 'searchable', 20, now() - n * interval '1 minute',
      now() - n * interval '1 minute' + interval '20 seconds'
    from generate_series(0, ${documents}::int - 1) n`);
  await db.execute(
    sql`update document d set current_version_id = 'ver_' || substr(d.id, 5), latest_version_id = 'ver_' || substr(d.id, 5)`,
  );
  await db.execute(sql`
    insert into run_document (run_id, document_id, company_id, asked_at, cited)
    select distinct on (n, d) 'run_' || n, 'doc_' || d, ${companyId}, ${at}, k < 2
    from generate_series(1, ${rows}::int) n, generate_series(1, ${foundByEach}::int) k,
      lateral (select floor(power(abs(hashint8(n * 10 + k)::float8) / 2147483648, 2) * ${documents}::int * 0.9)::int as d) of_run`);
  await db.execute(sql`
    insert into usage (id, company_id, user_id, model, stage, library_ids, input_tokens, output_tokens, cost, currency, state,
      queued_at, seen_at, started_at, finished_at)
    select 'usg_' || n, ${companyId}, ${userId}, 'model', 'answer', jsonb_build_array(${library.id}::text), 1000, 100, 1000,
      'USD', 'answered', ${at}, ${at}, ${at}, ${at}
    from generate_series(1, ${rows}::int) n`);
  await db.execute(sql`
    insert into audit (id, company_id, at, actor_id, actor_name, action, details)
    select 'aud_' || n, ${companyId}, ${at}, ${userId}, 'admin', (array['user.update', 'model.add', 'library.create'])[1 + n % 3],
      jsonb_build_object('n', n)
    from generate_series(1, ${rows}::int) n`);
  await db.execute(sql`vacuum analyze`);
  return library.id;
}
