import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useId, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { Counts } from "./source-counts.tsx";
import { reasonText, shown, type SourceInfo, type Sync } from "./source-text.ts";

interface SourceResultProps {
  source: SourceInfo;
  sync: Sync;
  name: string;
  now: number;
}

/** How the newest run ended: counts, why it broke off, and on demand what failed and why. */
export function SourceResult({ source, sync, name, now }: SourceResultProps) {
  const { t, format } = useLanguage();
  const [open, setOpen] = useState(false);
  const listId = useId();
  const { state, failed, errorCode } = sync;
  if (state === "queued" || state === "running") return null;
  return (
    <div className="source-run">
      <div className="source-ended">
        <span className="quiet">{t.sources.ended[state](format.ago(sync.finishedAt ?? sync.createdAt, now))}</span>
        <Counts sync={sync} />
        {failed > 0 && (
          <Button
            type="link"
            size="small"
            aria-expanded={open}
            {...(open && { "aria-controls": listId })}
            onClick={() => setOpen(!open)}
          >
            {open ? t.sources.hideFailures : t.sources.showFailures(format.number(failed), failed)}
          </Button>
        )}
        <TakenIn sync={sync} />
      </div>
      {errorCode && (
        <p role="alert" className="source-failed">
          {reasonText(t, errorCode)}
        </p>
      )}
      {open && failed > 0 && (
        <div id={listId}>
          <Failures id={source.id} sync={sync} name={name} />
        </div>
      )}
    </div>
  );
}

/** What became of the files that the run brought: reading them goes on after it has ended. */
function TakenIn({ sync }: { sync: Sync }) {
  const { t, format } = useLanguage();
  const { libraryId } = useParams({ from: "/desk/keepers/libraries/library/$libraryId" });
  const { batch } = sync;
  if (!batch || batch.failed + batch.underway === 0) return null;
  const text = batch.failed
    ? t.imports.ofSource.failed(format.number(batch.failed))
    : t.imports.ofSource.underway(format.number(batch.underway));
  return (
    <Link
      to="/library/$libraryId"
      params={{ libraryId }}
      search={{ show: "imports", batch: batch.id, ...(batch.failed > 0 && { files: "failed" }) }}
      className={batch.failed ? "source-failed" : undefined}
    >
      {text}
    </Link>
  );
}

function Failures({ id, sync, name }: { id: string; sync: Sync; name: string }) {
  const { t, format } = useLanguage();
  const list = useQuery(useTRPC().source.failures.queryOptions({ id, syncId: sync.id }));
  const left = sync.failed - (list.data?.length ?? 0);
  return (
    <>
      <QueryState query={list} rows={3} />
      {list.data && (
        <ul className="source-failures" aria-label={t.sources.failuresLabel(name)} tabIndex={0}>
          {list.data.map(({ address, code }) => (
            <li key={address}>
              <span className="source-address">{shown(address)}</span>
              <span className="source-failed">{reasonText(t, code)}</span>
            </li>
          ))}
        </ul>
      )}
      {list.data && left > 0 && <p className="quiet">{t.sources.moreFailures(format.number(left))}</p>}
    </>
  );
}
