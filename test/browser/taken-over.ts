import { newId } from "@docent/core/id";
import type { Person } from "./person.ts";

/** A chat of the person's from the predecessor; gives the id of the conversation that it became. */
export async function takenOver({ client, email }: Person): Promise<string> {
  const username = newId("user");
  const take = (kind: "person" | "session", item: Record<string, unknown>) =>
    client.migration.take.mutate({ kind, rows: [{ file: "table.json", line: 1, item }] });
  await take("person", { username, groupname: "admin", email });
  const rounds = [
    ["年假有几天？", "满一年的员工有 **10 天**年假。", "QA", "m1", "2024-05-01 12:30:00"],
    ["Who repairs the printer?", "- the service desk\n- extension 4711 [see the list]", "QA", "m2"],
  ];
  await take("session", { "session-id": `web_chat_${username}`, content: JSON.stringify(rounds) });
  const conversations = await client.conversation.list.query();
  return conversations.find(({ title }) => title === "年假有几天？")?.id ?? "";
}
