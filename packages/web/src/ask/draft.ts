import { useState } from "react";

const prefix = "docent.draft.";

/**
 * What was typed and not yet sent, per person and conversation. Kept for this tab only, and taken away when its person
 * signs out.
 */
export function useDraft(userId: string, conversationId: string) {
  const key = `${prefix}${userId}.${conversationId}`;
  const [held, setHeld] = useState(() => ({ key, text: read(key) }));
  // another conversation: its own draft, in the same rendering
  const draft = held.key === key ? held : { key, text: read(key) };
  if (draft !== held) setHeld(draft);
  const setDraft = (text: string) => {
    write(key, text);
    setHeld({ key, text });
  };
  return [draft.text, setDraft] as const;
}

/** Keeps a question that could not be asked. */
export function keepDraft(userId: string, conversationId: string, text: string): void {
  write(`${prefix}${userId}.${conversationId}`, text);
}

export function forgetDrafts(): void {
  quietly(() => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  });
}

function read(key: string): string {
  return quietly(() => sessionStorage.getItem(key)) ?? "";
}

function write(key: string, text: string): void {
  quietly(() => (text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key)));
}

/** A browser that forbids storage, or has no room left, keeps no drafts. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
