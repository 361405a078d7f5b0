import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { App, Button, Progress } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";

export type Writing = NonNullable<Outputs["writing"]["get"]>;

export const isUnderWay = (run: Writing | null | undefined): boolean =>
  run?.state === "queued" || run?.state === "running" || run?.state === "paused";

/** How far the newest run is or how it ended, and the ways to pause, go on and stop. */
export function WritingStatus({ run, now }: { run: Writing; now: number }) {
  return <div className="written-run">{isUnderWay(run) ? <UnderWay run={run} /> : <Ended run={run} now={now} />}</div>;
}

function UnderWay({ run }: { run: Writing }) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const told = {
    onError: (error: unknown) => void message.error(errorText(t, error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.writing.pathKey() }),
  };
  const pause = useMutation(trpc.writing.pause.mutationOptions(told));
  const resume = useMutation(trpc.writing.resume.mutationOptions(told));
  const stop = useMutation(trpc.writing.stop.mutationOptions(told));
  const { id, state, done, total } = run;
  const [doneText, totalText] = [format.number(done), format.number(total)];
  const text =
    state === "queued"
      ? t.written.run.queued
      : state === "paused"
        ? t.written.run.paused(doneText, totalText)
        : t.written.run.running(doneText, totalText);
  return (
    <>
      <div className="written-run-line">
        <span role="status" className="figures">
          {text}
        </span>
        <Progress
          percent={total ? Math.floor((100 * done) / total) : 0}
          showInfo={false}
          size="small"
          aria-label={text}
        />
        {state === "paused" ? (
          <Button size="small" loading={resume.isPending} onClick={() => resume.mutate({ id })}>
            {t.written.run.resume}
          </Button>
        ) : (
          <Button size="small" loading={pause.isPending} onClick={() => pause.mutate({ id })}>
            {t.written.run.pause}
          </Button>
        )}
        <Button size="small" loading={stop.isPending} onClick={() => stop.mutate({ id })}>
          {t.written.run.stop}
        </Button>
      </div>
      {done > 0 && <Counts run={run} />}
    </>
  );
}

function Ended({ run, now }: { run: Writing; now: number }) {
  const { t, format } = useLanguage();
  const [open, setOpen] = useState(false);
  const when = format.ago(run.finishedAt ?? run.createdAt, now);
  const done = format.number(run.done);
  const text =
    run.state === "failed"
      ? t.written.run.failed(when)
      : run.state === "stopped"
        ? t.written.run.stopped(when, done, run.done)
        : t.written.run.finished(when, done, run.done);
  return (
    <>
      <div className="written-run-line">
        <span>{text}</span>
        <Counts run={run} />
        {run.failed > 0 && (
          <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t.written.run.hideFailures : t.written.run.showFailures}
          </Button>
        )}
      </div>
      {run.errorCode && (
        <p className="written-failed">{problemText(t, { code: run.errorCode, message: run.error ?? "" })}</p>
      )}
      {open && <Failures id={run.id} />}
    </>
  );
}

function Counts({ run }: { run: Writing }) {
  const { t, format } = useLanguage();
  const { written, empty, failed, tokens } = run;
  return (
    <span className="written-run-line figures">
      <span>{t.written.run.written(format.number(written))}</span>
      {empty > 0 && <span className="quiet">{t.written.run.empty(format.number(empty), empty)}</span>}
      {failed > 0 && <span className="written-failed">{t.written.run.failures(format.number(failed))}</span>}
      {tokens.input > 0 && (
        <span className="quiet">{t.written.run.tokens(format.number(tokens.input), format.number(tokens.output))}</span>
      )}
    </span>
  );
}

function Failures({ id }: { id: string }) {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const failures = useQuery(trpc.writing.failures.queryOptions({ id }));
  return (
    <>
      <QueryState query={failures} />
      {failures.data && (
        <ul className="written-failures">
          {failures.data.map(({ chunkId, documentId, code }) => (
            <li key={chunkId}>
              {problemText(t, { code, message: code })}{" "}
              <Link to="/document/$documentId" params={{ documentId }} search={{ chunk: chunkId }}>
                {t.written.run.openPassage}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
