import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { isRunning, type Phase } from "./phase.ts";

/** Says to those who listen that an answer has begun and how it ended; never the text as it arrives. */
export function Announcer({ runId, phase }: { runId: string | undefined; phase: Phase | undefined }) {
  const { t } = useLanguage();
  const [heard, setHeard] = useState<string>();
  const running = isRunning(phase);
  if (running && heard !== runId) setHeard(runId);
  const text = heard !== runId || !phase ? "" : running ? t.ask.announced.started : t.ask.announced[ending(phase)];
  return (
    <div className="unseen" role="status" aria-live="polite">
      {text}
    </div>
  );
}

function ending(phase: Phase): "finished" | "stopped" | "failed" {
  return phase === "finished" || phase === "stopped" ? phase : "failed";
}
