import { ExperimentOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Progress, Skeleton } from "antd";
import { useState } from "react";
import { useLanguage } from "../../app/language.tsx";
import { useTRPC, type Outputs } from "../../app/trpc.ts";
import { Empty } from "../../ui/empty.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Late } from "../../ui/late.tsx";
import { IntentsHead } from "../intents-head.tsx";
import { useExampleChanges } from "../use-example-changes.ts";
import { LabReport } from "./lab-report.tsx";
import type { Report } from "./report.ts";
import "../intents.css";
import "./lab.css";

const pollMs = 200;

/** What the examples come to when each is held out in turn, and what to do about it. */
export function LabPage() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [stopped, setStopped] = useState(false);
  const lab = useQuery(
    trpc.intent.lab.queryOptions(undefined, {
      enabled: !stopped,
      refetchInterval: ({ state }) => (state.data?.state === "running" ? pollMs : false),
    }),
  );
  // the lists stay as they are while somebody works through them
  const changes = useExampleChanges(async () => {
    await queryClient.invalidateQueries({ queryKey: trpc.intent.pathKey(), refetchType: "none" });
    await queryClient.invalidateQueries({ queryKey: trpc.example.pathKey(), refetchType: "none" });
  });
  const { data } = lab;
  const [shown, setShown] = useState<Report | null>(null);
  if (data?.state === "done" && data.report !== shown) setShown(data.report);
  const again = async () => {
    changes.forget();
    await lab.refetch();
  };
  return (
    <div className="page intents lab">
      <IntentsHead />
      {lab.isError && <Failure error={lab.error} onRetry={() => void lab.refetch()} />}
      {lab.isPending && (
        <Late>
          <p role="status">{t.intents.lab.learning}</p>
          <Skeleton active />
        </Late>
      )}
      {data?.state === "running" && !stopped && <Examining run={data} onStop={() => setStopped(true)} />}
      {stopped && (
        <div className="lab-stopped">
          <span role="status">{t.intents.lab.stopped}</span>
          <Button onClick={() => setStopped(false)}>{t.intents.lab.again}</Button>
        </div>
      )}
      {data?.state === "empty" && (
        <Empty
          icon={<ExperimentOutlined aria-hidden />}
          title={t.intents.lab.emptyTitle}
          text={t.intents.lab.emptyText}
          action={<Link to="/tune/intents">{t.intents.lab.toList}</Link>}
        />
      )}
      {shown && data?.state !== "empty" && (
        <LabReport report={shown} changes={changes} busy={lab.isFetching} onAgain={() => void again()} />
      )}
    </div>
  );
}

type Running = Extract<Outputs["intent"]["lab"], { state: "running" }>;

/** How far it is. It ends by itself when nobody asks for it any more. */
function Examining({ run: { done, total, secondsLeft }, onStop }: { run: Running; onStop: () => void }) {
  const { t, format } = useLanguage();
  const said = t.intents.lab.running(format.number(done), format.number(total));
  return (
    <div className="lab-progress">
      <span>
        {said}
        {secondsLeft !== null && <span className="quiet"> · {t.models.change.left(secondsLeft)}</span>}
      </span>
      <Button size="small" onClick={onStop}>
        {t.intents.lab.stop}
      </Button>
      <Progress percent={Math.round((100 * done) / (total || 1))} showInfo={false} aria-label={said} />
    </div>
  );
}
