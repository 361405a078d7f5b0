import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Progress } from "antd";
import { useEffect } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import type { View } from "./cut-place.ts";

const pollMs = 700;

/** Runs the labels through the search, shows how far it is, and stops it. */
export function MeasureRun({ view }: { view: View }) {
  const { t, format } = useLanguage();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const progress = useQuery(
    trpc.calibration.progress.queryOptions(undefined, {
      refetchInterval: ({ state }) => (isRunning(state.data?.state) ? pollMs : false),
    }),
  );
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.calibration.pathKey() });
  const start = useMutation(trpc.calibration.start.mutationOptions({ onSettled: refresh }));
  const stop = useMutation(trpc.calibration.stop.mutationOptions({ onSettled: refresh }));

  const { data } = progress;
  const ended = data && !isRunning(data.state) ? data.id : undefined;
  const stale =
    ended !== undefined && ended !== (view.progress && !isRunning(view.progress.state) ? view.progress.id : "");
  useEffect(() => {
    // what was measured is there as soon as the run ends
    if (stale) void queryClient.invalidateQueries({ queryKey: trpc.calibration.get.queryKey() });
  }, [stale, queryClient, trpc]);

  const { measured, labels } = view;
  const error = start.error ?? stop.error;
  return (
    <div className="measure-run">
      {isRunning(data?.state) && data ? (
        <div className="measure-progress">
          <span role="status">
            {data.state === "queued"
              ? t.studio.measure.queued
              : t.studio.measure.running(format.number(data.done), format.number(data.total))}
          </span>
          <Progress
            percent={Math.round((100 * data.done) / (data.total || 1))}
            showInfo={false}
            aria-label={t.studio.measure.running(format.number(data.done), format.number(data.total))}
          />
          <Button onClick={() => stop.mutate()} loading={stop.isPending}>
            {t.studio.measure.stop}
          </Button>
        </div>
      ) : (
        <>
          <Button
            type={measured ? "default" : "primary"}
            loading={start.isPending}
            disabled={labels.answer + labels.refuse === 0}
            onClick={() => start.mutate({})}
          >
            {measured ? t.studio.measure.again : t.studio.measure.run}
          </Button>
          <span className="quiet figures">
            {t.studio.measure.labels(format.number(labels.answer), format.number(labels.refuse))}
            {measured?.finishedAt && ` · ${t.studio.measure.at(format.moment(measured.finishedAt))}`}
          </span>
          {measured?.relabelled && <span className="quiet">{t.studio.measure.relabelled}</span>}
          {data?.state === "stopped" && <span className="quiet">{t.studio.measure.stopped}</span>}
        </>
      )}
      {data?.state === "failed" && (
        <Alert
          type="error"
          showIcon
          title={t.studio.measure.failed}
          description={problemText(t, { code: data.errorCode ?? "", message: data.error ?? "" })}
        />
      )}
      {error && <Alert type="error" showIcon title={errorText(t, error)} />}
    </div>
  );
}

function isRunning(state: string | undefined): boolean {
  return state === "queued" || state === "running";
}
