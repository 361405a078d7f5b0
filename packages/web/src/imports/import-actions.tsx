import { PauseOutlined, PlayCircleOutlined, ReloadOutlined, StopOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { nameOf, type ImportInfo } from "./import-text.ts";

/** What an import lets people do where it stands. */
export function ImportActions({ info }: { info: ImportInfo }) {
  const { t, format } = useLanguage();
  const { modal } = App.useApp();
  const change = useImportChanges();
  const { id, state, counts } = info;
  const name = nameOf(info, t);
  const goesOn = state === "running" || state === "paused";
  const confirmStop = () =>
    modal.confirm({
      title: t.imports.stopTitle,
      content: t.imports.stopText,
      okText: t.imports.stop,
      okButtonProps: { danger: true },
      onOk: () => change.stop.mutateAsync({ id }).catch(() => undefined),
    });
  return (
    <div className="import-actions">
      {state === "running" && (
        <Button
          size="small"
          icon={<PauseOutlined aria-hidden />}
          loading={change.pause.isPending}
          aria-label={t.imports.pauseOf(name)}
          onClick={() => change.pause.mutate({ id })}
        >
          {t.imports.pause}
        </Button>
      )}
      {state === "paused" && (
        <Button
          size="small"
          type="primary"
          icon={<PlayCircleOutlined aria-hidden />}
          loading={change.resume.isPending}
          aria-label={t.imports.resumeOf(name)}
          onClick={() => change.resume.mutate({ id })}
        >
          {t.imports.resume}
        </Button>
      )}
      {goesOn && (
        <Button
          size="small"
          icon={<StopOutlined aria-hidden />}
          aria-label={t.imports.stopOf(name)}
          onClick={() => void confirmStop()}
        >
          {t.imports.stop}
        </Button>
      )}
      {counts.failed > 0 && (
        <Button
          size="small"
          icon={<ReloadOutlined aria-hidden />}
          loading={change.retry.isPending}
          aria-label={t.imports.retryFailedOf(format.number(counts.failed), name)}
          onClick={() => change.retry.mutate({ id })}
        >
          {t.imports.retryFailed(format.number(counts.failed))}
        </Button>
      )}
    </div>
  );
}

/** Pausing, resuming, stopping and trying again; what is shown follows, and what goes wrong is said. */
export function useImportChanges() {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const told = {
    onError: (error: unknown) => void message.error(errorText(t, error)),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: trpc.batch.pathKey() }),
        queryClient.invalidateQueries({ queryKey: trpc.document.list.queryKey() }),
      ]),
  };
  const pause = useMutation(trpc.batch.pause.mutationOptions(told));
  const resume = useMutation(trpc.batch.resume.mutationOptions(told));
  const stop = useMutation(trpc.batch.stop.mutationOptions(told));
  const retry = useMutation(
    trpc.batch.retry.mutationOptions({
      ...told,
      onSuccess: ({ retried }) =>
        void message.info(retried ? t.imports.retried(format.number(retried), retried) : t.imports.noneRetried),
    }),
  );
  return { pause, resume, stop, retry };
}
