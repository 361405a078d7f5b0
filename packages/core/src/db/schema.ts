export * from "../users/user.sql.ts";
export * from "../users/group.sql.ts";
export * from "../knowledge/knowledge.sql.ts";
export * from "../knowledge/access.sql.ts";
export * from "../chat/chat.sql.ts";
export * from "../models/model.sql.ts";
export * from "../intents/intent.sql.ts";
export * from "../evaluation/evaluation.sql.ts";
