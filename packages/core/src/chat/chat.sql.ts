import { sql } from "drizzle-orm";
import { boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../db/columns.ts";
import { companyTable, userTable } from "../users/user.sql.ts";
import type { Filter } from "../knowledge/description/filter.ts";
import { tiers } from "./citation.ts";
import type { Outcome, RunEvent } from "./run-event.ts";
import type { Settings } from "./settings.ts";
import type { Trace } from "./trace.ts";

export const conversationTable = pgTable(
  "conversation",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    userId: text("user_id")
      .notNull()
      .references(() => userTable.id, { onDelete: "cascade" }),
    title: text("title").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    index("conversation_user").on(table.userId, table.updatedAt),
    index("conversation_company").on(table.companyId, table.updatedAt),
  ],
);

export const runStates = ["queued", "running", "finished", "stopped", "failed"] as const;
export const unfinishedStates: ("queued" | "running")[] = ["queued", "running"];

/** One question and its answer. The run is the turn: the thread of a conversation is its runs in order. */
export const runTable = pgTable(
  "run",
  {
    /** Chosen by the client, so that asking twice is asking once. */
    id: id(),
    companyId: text("company_id").notNull(),
    conversationId: text("conversation_id")
      .notNull()
      .references(() => conversationTable.id, { onDelete: "cascade" }),
    userId: text("user_id").notNull(),
    question: text("question").notNull(),
    /** The libraries asked for; null means all that the asker may read. */
    libraryIds: jsonb("library_ids").$type<string[]>(),
    /** What the search was narrowed to besides; categories by their ids. */
    filter: jsonb("filter").$type<Filter>(),
    /** How the asker wanted to be answered; null where they left it to the company. */
    settings: jsonb("settings").$type<Settings>(),
    /** The pictures shown with the question, in their order. */
    pictureIds: jsonb("picture_ids").$type<string[]>(),
    /** A picture is wanted of what the question describes, not an answer. */
    draws: boolean("draws").notNull().default(false),
    state: text("state", { enum: runStates }).notNull().default("queued"),
    outcome: jsonb("outcome").$type<Outcome>(),
    errorCode: text("error_code"),
    error: text("error"),
    /** The run that answers the same question again; this one is no longer shown. */
    retriedBy: text("retried_by"),
    /** Who works on it, and until when they promise to be alive. */
    worker: text("worker"),
    leaseUntil: moment("lease_until"),
    stopRequestedAt: moment("stop_requested_at"),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
    /** What the days of the desk are summed up from. */
    tier: text("tier", { enum: tiers }).generatedAlwaysAs(sql`outcome ->> 'tier'`),
    firstMs: doublePrecision("first_ms").generatedAlwaysAs(
      sql`(outcome -> 'milliseconds' ->> 'firstText')::double precision`,
    ),
    totalMs: doublePrecision("total_ms").generatedAlwaysAs(
      sql`(outcome -> 'milliseconds' ->> 'total')::double precision`,
    ),
  },
  (table) => [
    index("run_day").on(table.companyId, table.createdAt, table.state, table.tier, table.firstMs, table.totalMs),
    index("run_conversation").on(table.conversationId, table.createdAt),
    index("run_state").on(table.state, table.leaseUntil),
    index("run_unanswered")
      .on(table.companyId, table.createdAt)
      .where(sql`outcome ->> 'tier' in ('refused', 'candidates')`),
  ],
);

export const runEventTable = pgTable(
  "run_event",
  {
    runId: text("run_id")
      .notNull()
      .references(() => runTable.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    event: jsonb("event").$type<RunEvent>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.number] })],
);

export const traceTable = pgTable(
  "trace",
  {
    runId: text("run_id")
      .primaryKey()
      .references(() => runTable.id, { onDelete: "cascade" }),
    companyId: text("company_id").notNull(),
    trace: jsonb("trace").$type<Trace>().notNull(),
    createdAt: createdAt(),
    /** What traces are looked for by. */
    userId: text("user_id").generatedAlwaysAs(sql`trace ->> 'userId'`),
    tier: text("tier", { enum: tiers }).generatedAlwaysAs(sql`trace ->> 'tier'`),
    intent: text("intent").generatedAlwaysAs(sql`trace -> 'intent' ->> 'name'`),
    model: text("model").generatedAlwaysAs(sql`trace ->> 'model'`),
    templateId: text("template_id").generatedAlwaysAs(sql`trace -> 'template' ->> 'id'`),
    errorCode: text("error_code").generatedAlwaysAs(sql`trace -> 'error' ->> 'code'`),
    /** Of the measure that decided how to answer. */
    score: doublePrecision("score").generatedAlwaysAs(
      sql`(jsonb_path_query_first(trace, '$.cuts[*] ? (@.decided == true).value ? (@.type() == "number")'))::double precision`,
    ),
  },
  (table) => [
    index("trace_newest").on(table.companyId, table.createdAt, table.runId),
    index("trace_tier").on(table.companyId, table.tier),
  ],
);
