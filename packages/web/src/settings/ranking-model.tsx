import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { ModelCard } from "./model-card.tsx";
import { PlacedModelForm, type PlacedModel } from "./placed-model-form.tsx";

/** The reranker. */
export function RankingModel() {
  const { t } = useLanguage();
  const { message, modal } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const texts = t.models.ranking;
  const connection = useQuery(trpc.model.reranker.queryOptions(undefined, { staleTime: 0 }));
  const test = useMutation(trpc.model.testReranker.mutationOptions());
  const set = useMutation(trpc.model.setReranker.mutationOptions());
  const remove = useMutation(trpc.model.removeReranker.mutationOptions());
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.model.reranker.queryKey() });

  const save = async (entered: PlacedModel) => {
    try {
      await set.mutateAsync(inputOf(entered));
      void message.success(t.model.saved);
      await refresh();
      return true;
    } catch (error) {
      void message.error(errorText(t, error));
      return false;
    }
  };
  const confirmRemove = () =>
    modal.confirm({
      title: texts.removeTitle,
      content: texts.removeText,
      okText: texts.remove,
      okButtonProps: { danger: true },
      onOk: async () => {
        await remove.mutateAsync().catch((error: unknown) => void message.error(errorText(t, error)));
        await refresh();
      },
    });

  const { data } = connection;
  const said = data ? texts.current(data.model) : texts.without;
  return (
    <ModelCard
      id="ranking-model"
      texts={texts}
      status={data === undefined ? undefined : { connected: data !== null, said }}
      connection={connection}
    >
      {data !== undefined && (
        <PlacedModelForm
          key={JSON.stringify(data)}
          use="reranker"
          connection={data}
          texts={{ ...texts, save: t.common.save }}
          said={test.data?.ok ? texts.said(test.data.message) : ""}
          test={{ ...test, run: (entered) => test.mutate(inputOf(entered)) }}
          busy={set.isPending || remove.isPending}
          onSave={save}
          onRemove={confirmRemove}
        />
      )}
    </ModelCard>
  );
}

function inputOf(entered: PlacedModel): Inputs["model"]["setReranker"] {
  if (entered.place === "local") return { provider: "onnx", model: entered.model };
  const { baseUrl, model, apiKey } = entered;
  return { provider: "rerank-api", baseUrl, model, ...(apiKey && { apiKey }) };
}
