import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { GateSets } from "./gate-sets.tsx";
import { RunView } from "./run-view.tsx";
import "./test-sets.css";

/** A change that is about to be made for the whole company. */
export interface Proposal {
  /** The change as a question. */
  title: string;
  /** What else to know of it. */
  text?: string;
  change: Inputs["testRun"]["tryOut"]["change"];
}

interface GateProps {
  proposal: Proposal;
  onDecide: (makes: boolean) => void;
}

/** Offers to run the test sets with a change before it goes live, shows what comes of them, and has it made or left. */
export function Gate({ proposal, onDecide }: GateProps) {
  const { t } = useLanguage();
  const texts = t.testSets.gate;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [runId, setRunId] = useState<string | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.testRun.pathKey() });
  const start = useMutation(
    trpc.testRun.tryOut.mutationOptions({ onSuccess: ({ id }) => setRunId(id), onSettled: refresh }),
  );
  const stop = useMutation(trpc.testRun.stop.mutationOptions({ onSettled: refresh }));
  const decide = (makes: boolean) => {
    // nobody waits for it any more
    if (runId) stop.mutate({ id: runId });
    onDecide(makes);
  };
  return (
    <Modal open title={proposal.title} width={runId ? 880 : 560} footer={null} onCancel={() => decide(false)}>
      {proposal.text && <p>{proposal.text}</p>}
      {runId ? (
        <Run id={runId} onDecide={decide} />
      ) : (
        <Offer
          isStarting={start.isPending}
          problem={start.isError ? errorText(t, start.error) : ""}
          onRun={(libraryIds) => start.mutate({ change: proposal.change, libraryIds })}
        >
          <Button onClick={() => decide(true)}>{texts.atOnce}</Button>
          <Button type="text" onClick={() => decide(false)}>
            {texts.leave}
          </Button>
        </Offer>
      )}
    </Modal>
  );
}

interface OfferProps {
  isStarting: boolean;
  problem: string;
  onRun: (libraryIds: string[]) => void;
  /** The ways out. */
  children: ReactNode;
}

function Offer({ isStarting, problem, onRun, children }: OfferProps) {
  const { t } = useLanguage();
  const sets = useQuery(useTRPC().testRun.sets.queryOptions(undefined, { staleTime: 0 }));
  const [left, setLeft] = useState<string[]>([]);
  const full = sets.data?.filter(({ cases }) => cases > 0) ?? [];
  const chosen = full.flatMap(({ libraryId }) => (left.includes(libraryId) ? [] : libraryId));
  return (
    <>
      <QueryState query={sets} rows={2} />
      {sets.data && <GateSets sets={sets.data} left={left} onLeft={setLeft} />}
      {problem && <p role="alert">{problem}</p>}
      <div className="gate-actions">
        {full.length > 0 && (
          <Button type="primary" loading={isStarting} disabled={!chosen.length} onClick={() => onRun(chosen)}>
            {t.testSets.gate.first}
          </Button>
        )}
        {children}
      </div>
    </>
  );
}

function Run({ id, onDecide }: { id: string; onDecide: (makes: boolean) => void }) {
  const { t } = useLanguage();
  const texts = t.testSets.gate;
  const trpc = useTRPC();
  // the view of the run asks again for as long as it goes on
  const run = useQuery(trpc.testRun.get.queryOptions({ id })).data;
  const ended = run?.state === "finished";
  const results = useQuery(trpc.testRun.results.queryOptions({ id, pageSize: 1 }, { enabled: ended }));
  const breaks = (results.data?.counts.broken ?? 0) > 0;
  return (
    <>
      <RunView id={id} first="broken" />
      <div className="gate-actions">
        {breaks ? (
          <>
            <Button type="primary" onClick={() => onDecide(false)}>
              {texts.leave}
            </Button>
            <Button danger onClick={() => onDecide(true)}>
              {texts.liveAll}
            </Button>
          </>
        ) : (
          <>
            <Button type={ended ? "primary" : "default"} onClick={() => onDecide(true)}>
              {ended ? texts.live : texts.atOnce}
            </Button>
            <Button type="text" onClick={() => onDecide(false)}>
              {texts.leave}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
