import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { IndexChange } from "./index-change.tsx";
import { ModelCard } from "./model-card.tsx";
import { PlacedModelForm, type PlacedModel } from "./placed-model-form.tsx";

/** The embedder, and the change of the index to another one. */
export function FindingModel() {
  const { t, format } = useLanguage();
  const { message, modal } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const texts = t.models.finding;
  const connection = useQuery(trpc.model.embedder.queryOptions(undefined, { staleTime: 0 }));
  const test = useMutation(trpc.model.testEmbedder.mutationOptions());
  const connect = useMutation(trpc.model.connectEmbedder.mutationOptions());
  const disconnect = useMutation(trpc.model.disconnectEmbedder.mutationOptions());
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.generation.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.model.embedder.queryKey() }),
    ]);

  const save = async (entered: PlacedModel) => {
    try {
      await connect.mutateAsync(inputOf(entered));
      void message.success(texts.connected);
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
      onOk: async () => {
        await disconnect.mutateAsync().catch((error: unknown) => void message.error(errorText(t, error)));
        await refresh();
      },
    });

  const { data } = connection;
  const said = data ? texts.current(data.model, format.number(data.dimensions)) : texts.without;
  return (
    <ModelCard
      id="finding-model"
      texts={texts}
      status={data === undefined ? undefined : { connected: data !== null, said }}
      connection={connection}
    >
      <IndexChange onEnd={() => void refresh()} />
      {data !== undefined && (
        <PlacedModelForm
          key={JSON.stringify(data)}
          use="embedder"
          connection={data}
          texts={{ ...texts, save: texts.connect }}
          said={test.data?.ok ? texts.said(test.data.message, format.number(test.data.dimensions ?? 0)) : ""}
          test={{ ...test, run: (entered) => test.mutate(inputOf(entered)) }}
          busy={connect.isPending || disconnect.isPending}
          onSave={save}
          onRemove={confirmRemove}
        />
      )}
    </ModelCard>
  );
}

function inputOf(entered: PlacedModel): Inputs["model"]["connectEmbedder"] {
  if (entered.place === "local") return { provider: "onnx", model: entered.model };
  const { baseUrl, model, apiKey } = entered;
  return { provider: "openai", baseUrl, model, ...(apiKey && { apiKey }) };
}
