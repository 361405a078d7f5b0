import { useQuery } from "@tanstack/react-query";
import { Form, Select, Skeleton } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import { FetchModels } from "./fetch-models.tsx";

const lookAgainMs = 1000;

interface LocalModelFieldProps {
  use: "embedder" | "reranker";
  /** It cannot become another one. */
  bound: boolean;
  /** One of the fetched models was chosen below. */
  onChosen: (name: string) => void;
  onEntered: () => void;
}

/** The models on this machine to choose from, and fetching more of them. */
export function LocalModelField({ use, bound, onChosen, onEntered }: LocalModelFieldProps) {
  const { t, format } = useLanguage();
  const status = useQuery(
    useTRPC().model.local.status.queryOptions(undefined, {
      staleTime: 0,
      refetchInterval: ({ state }) =>
        state.data?.fetching.some((one) => one.state === "running") ? lookAgainMs : false,
    }),
  );
  if (status.isError) return <Failure error={status.error} onRetry={() => void status.refetch()} />;
  if (status.isPending) {
    return (
      <Late>
        <Skeleton active />
      </Late>
    );
  }
  const models = status.data.models.filter((model) => model.use === use);
  return (
    <>
      <Form.Item
        name="model"
        getValueProps={(value: string) => ({ value: value || undefined })}
        label={t.models.local}
        extra={t.models.localHelp}
        rules={[{ required: true, message: t.models.localNeeded }]}
      >
        <Select
          disabled={bound}
          onChange={onEntered}
          placeholder={models.length > 0 ? t.models.localNeeded : t.models.localNone}
          notFoundContent={t.models.localNone}
          options={models.map(({ name, bytes }) => ({ value: name, label: `${name} · ${format.bytes(bytes)}` }))}
        />
      </Form.Item>
      {!bound && <FetchModels use={use} status={status.data} onChosen={onChosen} />}
    </>
  );
}
