import { useState } from "react";
import type { Turn } from "./conversation-cache.ts";
import type { Settings } from "./live-runs.ts";
import { recallSettings, rememberSettings } from "./settings.ts";

/**
 * The model and the parameters of a conversation: it goes on with those of its last question, and a new one begins with
 * what its person chose last.
 */
export function useSettings(userId: string, conversationId: string | undefined, last: Turn | undefined) {
  const key = conversationId ?? "new";
  const [chosen, setChosen] = useState<{ key: string; settings: Settings } | null>(null);
  const isChosen = chosen?.key === key;
  const begun = conversationId ? (last?.settings ?? null) : recallSettings(userId);
  const choose = (settings: Settings) => {
    rememberSettings(userId, settings);
    setChosen({ key, settings });
  };
  return { settings: isChosen ? chosen.settings : begun, isChosen, choose };
}
