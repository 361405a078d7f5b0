import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Progress } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";

type Status = Outputs["model"]["local"]["status"];

interface Props {
  use: "embedder" | "reranker";
  status: Status;
  onChosen: (name: string) => void;
}

/** Models that can be fetched from the hub: those that are suggested, and any other by its name. */
export function FetchModels({ use, status, onChosen }: Props) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const keep = (status: Status) => queryClient.setQueryData(trpc.model.local.status.queryKey(), status);
  const options = { onSuccess: keep, onError: (error: unknown) => void message.error(errorText(t, error)) };
  const fetching = useMutation(trpc.model.local.fetch.mutationOptions(options));
  const stopping = useMutation(trpc.model.local.stop.mutationOptions(options));
  const [other, setOther] = useState("");

  const suggested = status.suggestions.filter((model) => model.use === use);
  const names = new Set([...suggested.map(({ name }) => name), ...status.fetching.map(({ name }) => name)]);
  return (
    <div className="fetch-models">
      <h3>{t.models.fetching.title}</h3>
      <ul>
        {[...names].map((name) => {
          const here = status.models.some((model) => model.name === name);
          const under = status.fetching.find((one) => one.name === name);
          const about = suggested.find((model) => model.name === name)?.bytes;
          return (
            <li key={name}>
              <span className="fetch-name">
                <strong>{name}</strong>
                <span className="quiet">{here ? t.models.fetching.ready : sizeOf(under, about)}</span>
              </span>
              {here && (
                <Button size="small" aria-label={`${t.models.fetching.use} ${name}`} onClick={() => onChosen(name)}>
                  {t.models.fetching.use}
                </Button>
              )}
              {!here && under?.state === "running" && (
                <Button
                  size="small"
                  aria-label={`${t.models.fetching.stop} ${name}`}
                  onClick={() => stopping.mutate({ name })}
                >
                  {t.models.fetching.stop}
                </Button>
              )}
              {!here && under?.state !== "running" && (
                <Button
                  size="small"
                  aria-label={`${fetchWord(under)} ${name}`}
                  onClick={() => fetching.mutate({ name })}
                >
                  {fetchWord(under)}
                </Button>
              )}
              {under?.state === "running" && (
                <Progress
                  className="fetch-progress"
                  size="small"
                  aria-label={t.models.fetching.label(name)}
                  percent={under.bytesTotal ? Math.floor((under.bytes / under.bytesTotal) * 100) : 0}
                />
              )}
              {under?.state === "failed" && (
                <p className="fetch-problem" role="alert">
                  {problemText(t, { code: under.code ?? "", message: under.message ?? "" })}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <label className="fetch-other">
        <span>{t.models.fetching.other}</span>
        <Input.Search
          value={other}
          maxLength={200}
          autoComplete="off"
          enterButton={<Button>{t.models.fetching.fetch}</Button>}
          onChange={(event) => setOther(event.target.value)}
          onSearch={(name, event) => {
            event?.preventDefault();
            if (name.trim()) fetching.mutate({ name: name.trim() });
          }}
        />
        <span className="quiet">{t.models.fetching.otherHelp}</span>
      </label>
    </div>
  );

  function fetchWord(under: Status["fetching"][number] | undefined): string {
    if (!under) return t.models.fetching.fetch;
    return under.bytes > 0 ? t.models.fetching.resume : t.common.retry;
  }

  function sizeOf(under: Status["fetching"][number] | undefined, about: number | undefined): string {
    if (under?.bytesTotal) return t.models.fetching.size(format.bytes(under.bytes), format.bytes(under.bytesTotal));
    return about ? t.models.fetching.about(format.bytes(about)) : "";
  }
}
