import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Progress } from "antd";
import { useEffect, useRef } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemText } from "../app/problem.ts";
import { useGate } from "../test-sets/use-gate.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";

const lookAgainMs = 1000;

/** How far the index for another embedder has come, while there is one. */
export function IndexChange({ onEnd }: { onEnd: () => void }) {
  const { t, format } = useLanguage();
  const { message, modal } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const status = useQuery(
    trpc.generation.status.queryOptions(undefined, {
      staleTime: 0,
      refetchInterval: ({ state }) => (state.data?.next?.state === "building" ? lookAgainMs : false),
    }),
  );
  const options = {
    onSuccess: (status: Outputs["generation"]["status"]) =>
      void queryClient.setQueryData(trpc.generation.status.queryKey(), status),
    onError: (error: unknown) => void message.error(errorText(t, error)),
  };
  const cancel = useMutation(trpc.generation.cancel.mutationOptions(options));
  const retry = useMutation(trpc.generation.retry.mutationOptions(options));
  const use = useMutation(trpc.generation.takeIntoUse.mutationOptions(options));
  const { mayMake, gate } = useGate();

  const next = status.data?.next ?? null;
  // a quick change may be over before anybody saw it under way: what is searched with tells that one has ended
  const stand = status.data && (next ? "under way" : String(status.data.current.switchedAt));
  const seen = useRef<string>(undefined);
  useEffect(() => {
    if (!stand) return;
    if (seen.current && seen.current !== stand && !next) onEnd();
    seen.current = stand;
  }, [stand, next, onEnd]);
  if (!next) return null;

  const texts = t.models.change;
  const confirmCancel = () =>
    modal.confirm({
      title: texts.cancelTitle,
      content: texts.cancelText,
      okText: texts.cancel,
      cancelText: t.common.back,
      onOk: () => cancel.mutateAsync(),
    });
  const { waiting, waitingText, index: title, indexText: text, use: useIt } = t.testSets.gate;
  const confirmUse = async () => {
    if (await mayMake({ title, text, change: { type: "index" } })) use.mutate();
  };
  if (next.state === "waiting") {
    return (
      <Alert
        className="index-change"
        type="success"
        showIcon
        title={waiting}
        description={
          <>
            {gate}
            <p>{waitingText}</p>
            <div className="form-actions">
              <Button size="small" type="primary" loading={use.isPending} onClick={() => void confirmUse()}>
                {useIt}
              </Button>
              <Button size="small" onClick={() => void confirmCancel()}>
                {texts.cancel}
              </Button>
            </div>
          </>
        }
      />
    );
  }
  const stopped = next.state === "stopped";
  const share = next.total > 0 ? Math.floor((next.done / next.total) * 100) : 0;
  return (
    <Alert
      className="index-change"
      type={stopped ? "error" : "info"}
      showIcon
      title={stopped ? texts.stopped : next.embedder ? texts.to(modelIn(next.embedder)) : texts.toWords}
      description={
        <>
          <p>{stopped ? problemText(t, { code: next.errorCode ?? "", message: next.error ?? "" }) : texts.meanwhile}</p>
          <Progress percent={share} status={stopped ? "exception" : "active"} aria-label={texts.label} />
          <p className="quiet">
            {[
              texts.progress(format.number(next.done), format.number(next.total)),
              ...(next.secondsLeft === null ? [] : [texts.left(next.secondsLeft)]),
            ].join(" · ")}
          </p>
          <div className="form-actions">
            {stopped && (
              <Button size="small" type="primary" loading={retry.isPending} onClick={() => retry.mutate()}>
                {texts.retry}
              </Button>
            )}
            <Button size="small" onClick={() => void confirmCancel()}>
              {texts.cancel}
            </Button>
          </div>
        </>
      }
    />
  );
}

/** "openai/bge-m3" is "bge-m3" to people. */
function modelIn(embedder: string): string {
  return embedder.slice(embedder.indexOf("/") + 1);
}
