import type { ConversationListed } from "./conversation-cache.ts";

const dayMs = 86_400_000;
export type Age = "today" | "week" | "older";

/** Conversations by how long ago they were used; empty groups are left out. */
export function byAge(conversations: readonly ConversationListed[], now: number) {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const groups: { age: Age; conversations: ConversationListed[] }[] = [
    { age: "today", conversations: [] },
    { age: "week", conversations: [] },
    { age: "older", conversations: [] },
  ];
  for (const conversation of conversations) {
    const used = Date.parse(conversation.updatedAt);
    const index = used >= midnight ? 0 : used >= midnight - 6 * dayMs ? 1 : 2;
    groups[index]?.conversations.push(conversation);
  }
  return groups.filter((group) => group.conversations.length);
}
