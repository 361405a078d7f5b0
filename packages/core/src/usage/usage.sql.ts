import { type SQL, sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { runTable } from "../chat/chat.sql.ts";
import { createdAt, id, moment } from "../db/columns.ts";
import { modelTable } from "../models/catalogue/catalogue.sql.ts";
import { groupTable } from "../users/group.sql.ts";
import { companyTable, userTable } from "../users/user.sql.ts";
import { callStates } from "./call.ts";
import { stages } from "./stage.ts";

/** One row for each call of a model. While it waits or runs it holds what it is expected to take. */
export const usageTable = pgTable(
  "usage",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    /** Who it was for; null for the desk's own work. */
    userId: text("user_id").references(() => userTable.id, { onDelete: "set null" }),
    modelId: text("model_id").references(() => modelTable.id, { onDelete: "set null" }),
    /** What the model was called then. */
    model: text("model").notNull(),
    stage: text("stage", { enum: stages }).notNull(),
    runId: text("run_id").references(() => runTable.id, { onDelete: "set null" }),
    /** The libraries whose passages it was given. */
    libraryIds: jsonb("library_ids").$type<string[]>().notNull().default([]),
    inputTokens: integer("input_tokens").notNull(),
    outputTokens: integer("output_tokens").notNull(),
    /** Of the input, what came out of the vendor's cache. */
    cachedTokens: integer("cached_tokens").notNull().default(0),
    /** In millionths of the currency. */
    cost: bigint("cost", { mode: "number" }).notNull().default(0),
    /** Null when the model had no price. */
    currency: text("currency"),
    /** Whether the tokens were counted here, because the vendor did not say. */
    estimated: boolean("estimated").notNull().default(true),
    state: text("state", { enum: callStates }).notNull(),
    queuedAt: moment("queued_at").notNull(),
    /** When whoever waits looked last: one that is gone holds nobody up. */
    seenAt: moment("seen_at").notNull(),
    /** When it was sent, or for one that waits, when it came. */
    startedAt: moment("started_at").notNull(),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    index("usage_company").on(table.companyId, table.startedAt),
    index("usage_model").on(table.modelId, table.startedAt),
    index("usage_user").on(table.userId, table.startedAt),
    index("usage_run").on(table.runId),
    index("usage_open").on(table.startedAt).where(isOpen(table.state)),
  ],
);

function isOpen(state: unknown): SQL {
  return sql`${state} in ('waiting', 'running')`;
}

export const budgetSubjects = ["company", "group", "person", "everyone"] as const;
export type BudgetSubject = (typeof budgetSubjects)[number];
export const budgetPeriods = ["day", "month"] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** What may be spent in a day or a month, and what becomes of questions when it is. */
export const budgetTable = pgTable(
  "budget",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    /** "everyone" gives each person as much for themselves; a group and the company spend together. */
    subject: text("subject", { enum: budgetSubjects }).notNull(),
    groupId: text("group_id").references(() => groupTable.id, { onDelete: "cascade" }),
    userId: text("user_id").references(() => userTable.id, { onDelete: "cascade" }),
    period: text("period", { enum: budgetPeriods }).notNull(),
    /** Where its days and months begin, e.g. "Asia/Shanghai". */
    timeZone: text("time_zone").notNull(),
    tokensMax: bigint("tokens_max", { mode: "number" }),
    /** In millionths of the currency. */
    costMax: bigint("cost_max", { mode: "number" }),
    currency: text("currency"),
    /** The cheaper model that answers once it is spent; without one nothing does. */
    modelId: text("model_id").references(() => modelTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [index("budget_company").on(table.companyId)],
);
