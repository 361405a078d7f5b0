import { useQuery } from "@tanstack/react-query";
import { Drawer, Skeleton } from "antd";
import { useLanguage } from "../../app/language.tsx";
import { useTRPC } from "../../app/trpc.ts";
import { Failure } from "../../ui/failure.tsx";
import { Late } from "../../ui/late.tsx";
import { UndoBar } from "../../ui/undo-bar.tsx";
import type { ExampleChanges } from "../use-example-changes.ts";
import { ExampleActions } from "./example-actions.tsx";
import type { Pair } from "./report.ts";

interface MistakesDrawerProps {
  pair: Pair;
  ids: ReadonlyMap<string, string>;
  changes: ExampleChanges;
  onClose: () => void;
}

/** The examples of one intent that were taken for another: moved, deleted, or left. */
export function MistakesDrawer({ pair, ids, changes, onClose }: MistakesDrawerProps) {
  const { t } = useLanguage();
  const { intent, takenFor } = pair;
  const mistakes = useQuery(useTRPC().intent.mistakes.queryOptions({ intent, takenFor }));
  return (
    <Drawer
      open
      size={560}
      title={t.intents.lab.mistakesTitle(intent, takenFor)}
      closable={{ "aria-label": t.common.close }}
      onClose={onClose}
    >
      <UndoBar done={changes.done} />
      <p className="quiet">{t.intents.lab.mistakesHow(intent)}</p>
      {mistakes.isError && <Failure error={mistakes.error} onRetry={() => void mistakes.refetch()} />}
      {mistakes.isPending && (
        <Late>
          <Skeleton active />
        </Late>
      )}
      {mistakes.data?.length === 0 && <p>{t.intents.lab.mistakesNone}</p>}
      <ul className="mistake-rows">
        {mistakes.data?.map((example) => (
          <li key={example.id}>
            <span>{example.text}</span>
            <ExampleActions example={example} moveTo={takenFor} ids={ids} changes={changes} />
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
