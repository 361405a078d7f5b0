import { Button, Progress } from "antd";
import { useLanguage } from "../app/language.tsx";
import { Counts } from "./source-counts.tsx";
import type { Sync } from "./source-text.ts";

/** How far a run is, and the way to stop it. */
export function SourceProgress({ sync, stopping, onStop }: { sync: Sync; stopping: boolean; onStop: () => void }) {
  const { t, format } = useLanguage();
  const { state, done, total } = sync;
  const looked = done ? t.sources.running(format.number(done), format.number(total)) : t.sources.started;
  const text = state === "queued" ? t.sources.queued : looked;
  return (
    <div className="source-run">
      <div className="source-progress">
        <span role="status" className="figures">
          {text}
        </span>
        <Progress
          percent={total ? Math.floor((100 * done) / total) : 0}
          showInfo={false}
          size="small"
          aria-label={text}
        />
        <Button size="small" loading={stopping} onClick={onStop}>
          {t.sources.stop}
        </Button>
      </div>
      {done > 0 && <Counts sync={sync} />}
    </div>
  );
}
