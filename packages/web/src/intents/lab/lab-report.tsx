import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useMemo, useState } from "react";
import { useLanguage } from "../../app/language.tsx";
import { useTRPC } from "../../app/trpc.ts";
import { UndoBar } from "../../ui/undo-bar.tsx";
import type { ExampleChanges } from "../use-example-changes.ts";
import { ConfusedPairs } from "./confused-pairs.tsx";
import { ConfusionMatrix } from "./confusion-matrix.tsx";
import { Contradictions } from "./contradictions.tsx";
import { MistakesDrawer } from "./mistakes-drawer.tsx";
import { NextSteps } from "./next-steps.tsx";
import type { Pair, Report } from "./report.ts";
import { WeakIntents } from "./weak-intents.tsx";

interface LabReportProps {
  report: Report;
  changes: ExampleChanges;
  busy: boolean;
  onAgain: () => void;
}

/** The figures, what to do next, and the lists in which it is done. */
export function LabReport({ report, changes, busy, onAgain }: LabReportProps) {
  const { t } = useLanguage();
  const [pair, setPair] = useState<Pair | null>(null);
  const names = useQuery(useTRPC().intent.names.queryOptions());
  const ids = useMemo(() => new Map((names.data ?? []).map(({ id, name }) => [name, id])), [names.data]);
  return (
    <>
      <div className="lab-bar">
        {changes.touched.size > 0 && (
          <Alert
            type="info"
            showIcon
            title={t.intents.lab.outdated}
            action={
              <Button size="small" type="primary" loading={busy} onClick={onAgain}>
                {t.intents.lab.again}
              </Button>
            }
          />
        )}
        {!pair && <UndoBar done={changes.done} />}
      </div>
      <section className="card" aria-labelledby="lab-figures">
        <div className="card-head">
          <h2 id="lab-figures">{t.intents.lab.title}</h2>
          <p>{t.intents.lab.lead}</p>
        </div>
        <Figures report={report} />
        <NextSteps report={report} onPair={setPair} />
      </section>
      <Contradictions report={report} ids={ids} changes={changes} />
      <ConfusedPairs report={report} onOpen={setPair} />
      <WeakIntents report={report} ids={ids} />
      <ConfusionMatrix report={report} onOpen={setPair} />
      {pair && <MistakesDrawer pair={pair} ids={ids} changes={changes} onClose={() => setPair(null)} />}
    </>
  );
}

function Figures({ report }: { report: Report }) {
  const { t, format } = useLanguage();
  const { accuracy, examples, decided, lost, byVectors } = report;
  const figures = [
    { name: t.intents.lab.accuracy, share: accuracy, more: t.intents.lab.accuracyOf(format.number(examples)) },
    {
      name: t.intents.lab.decided,
      share: decided.share,
      more: t.intents.lab.decidedRight(format.percent(decided.right)),
    },
    { name: t.intents.lab.lost, share: lost, more: t.intents.lab.lostHelp },
  ];
  return (
    <>
      <dl className="lab-figures">
        {figures.map(({ name, share, more }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong className="figures">{format.percent(share)}</strong>
              <span className="quiet">{more}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{byVectors ? t.intents.lab.byVectors : t.intents.lab.byWords}</p>
    </>
  );
}
