import { type AnyPgColumn, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id } from "../../db/columns.ts";
import { groupTable } from "../../users/group.sql.ts";
import { companyTable } from "../../users/user.sql.ts";
import type { Limits } from "../../usage/limits.ts";
import type { Abilities, Price } from "./abilities.ts";
import type { Place } from "./place.ts";
import { modelKinds, modelUses } from "./model-kind.ts";

/** The models that a company can use. */
export const modelTable = pgTable(
  "model",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    kind: text("kind", { enum: modelKinds }).notNull(),
    /** What people call it. */
    name: text("name").notNull(),
    place: jsonb("place").$type<Place>().notNull(),
    /** Sealed with the desk's secret; never leaves the server. */
    key: text("key"),
    /** Length of an embedder's vectors, learnt when it was tried. */
    dimensions: integer("dimensions"),
    abilities: jsonb("abilities").$type<Abilities>().notNull().default({}),
    price: jsonb("price").$type<Price>(),
    limits: jsonb("limits").$type<Limits>().notNull().default({}),
    /** Its id in the configuration; null for one that administrators added. */
    configuredAs: text("configured_as"),
    /** What answers in its place while it cannot. */
    fallbackId: text("fallback_id").references((): AnyPgColumn => modelTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("model_company_name").on(table.companyId, table.kind, table.name)],
);

/** Which model does what for a company. Without a row nothing does it; a row without a model says that nothing shall. */
export const modelUseTable = pgTable(
  "model_use",
  {
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    use: text("use", { enum: modelUses }).notNull(),
    modelId: text("model_id").references(() => modelTable.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.use] })],
);

/** Whom a model answers; one without groups answers everybody. */
export const modelGroupTable = pgTable(
  "model_group",
  {
    modelId: text("model_id")
      .notNull()
      .references(() => modelTable.id, { onDelete: "cascade" }),
    groupId: text("group_id")
      .notNull()
      .references(() => groupTable.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.modelId, table.groupId] }), index("model_group_group").on(table.groupId)],
);
