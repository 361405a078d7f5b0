import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id } from "../db/columns.ts";
import { companyTable, userTable } from "../users/user.sql.ts";
import { runTable } from "../chat/chat.sql.ts";
import { pictureTypes, type Drawing } from "./picture-info.ts";

/** A picture that somebody shows with a question, or that a model drew as the answer. Only its person ever sees it. */
export const pictureTable = pgTable(
  "picture",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    userId: text("user_id")
      .notNull()
      .references(() => userTable.id, { onDelete: "cascade" }),
    /** The question that it was first shown with, or whose answer it is; null until it is asked. */
    runId: text("run_id").references(() => runTable.id, { onDelete: "cascade" }),
    origin: text("origin", { enum: ["asked", "drawn"] }).notNull(),
    type: text("type", { enum: pictureTypes }).notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    bytes: integer("bytes").notNull(),
    fileKey: text("file_key").notNull(),
    /** Of what was drawn: with what. */
    drawing: jsonb("drawing").$type<Drawing>(),
    createdAt: createdAt(),
  },
  (table) => [
    index("picture_run").on(table.runId),
    index("picture_user").on(table.userId, table.createdAt),
    index("picture_company").on(table.companyId, table.createdAt),
  ],
);
