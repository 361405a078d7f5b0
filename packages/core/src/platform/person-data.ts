import { asc, eq } from "drizzle-orm";
import * as Conversation from "../chat/conversation.ts";
import { apiKeyTable, conversationTable, feedbackTable, groupMemberTable, groupTable } from "../db/schema.ts";
import { requireRole, requireUser, type Actor, type Scope } from "../scope.ts";
import * as Audit from "../users/audit.ts";
import * as User from "../users/user.ts";

/**
 * Everything that belongs to a person, as JSON: for the person themselves, and for administrators before they delete
 * somebody. Answers read as the person may read them today.
 */
export async function file(scope: Scope, userId: string): Promise<AsyncGenerator<string>> {
  if (requireUser(scope).userId !== userId) requireRole(scope, "admin");
  const person = await User.find(scope, userId);
  await Audit.record(scope, { action: "user.export", subject: userId, details: { name: person.name } });
  const { companyId, role } = person;
  const actor: Actor = { type: "user", userId, companyId, role };
  return partsOf({ ...scope, actor }, person);
}

type Person = Awaited<ReturnType<typeof User.find>>;

async function* partsOf(scope: Scope, { id, name, email, role, createdAt }: Person): AsyncGenerator<string> {
  const { db } = scope;
  const groups = await db
    .select({ name: groupTable.name })
    .from(groupMemberTable)
    .innerJoin(groupTable, eq(groupTable.id, groupMemberTable.groupId))
    .where(eq(groupMemberTable.userId, id));
  const keys = await db
    .select({ name: apiKeyTable.name, createdAt: apiKeyTable.createdAt, expiresAt: apiKeyTable.expiresAt })
    .from(apiKeyTable)
    .where(eq(apiKeyTable.userId, id));
  const account = { id, name, email, role, createdAt, groups: groups.map((group) => group.name), keys };
  yield `{"account":${JSON.stringify(account)},\n"feedback":${JSON.stringify(await feedbackOf(scope, id))},\n"conversations":[`;
  const conversations = await db
    .select({ id: conversationTable.id })
    .from(conversationTable)
    .where(eq(conversationTable.userId, id))
    .orderBy(asc(conversationTable.createdAt));
  for (const [index, conversation] of conversations.entries()) {
    const { title, turns } = await Conversation.get(scope, conversation.id);
    const said = turns.map(({ question, outcome, thumb, createdAt }) => {
      return { at: createdAt, question, answer: outcome?.text ?? null, thumb };
    });
    yield `${index ? ",\n" : "\n"}${JSON.stringify({ title, turns: said })}`;
  }
  yield "]}\n";
}

async function feedbackOf({ db }: Scope, userId: string) {
  const { createdAt, question, thumb, reason, correction } = feedbackTable;
  return db
    .select({ at: createdAt, question, thumb, reason, correction })
    .from(feedbackTable)
    .where(eq(feedbackTable.userId, userId))
    .orderBy(asc(createdAt));
}
