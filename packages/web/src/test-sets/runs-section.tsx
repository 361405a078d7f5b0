import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { App, Button, Select } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";
import { RunView } from "./run-view.tsx";

type Variant = NonNullable<Inputs["testRun"]["start"]["variant"]>;
const pollMs = 1_000;

/** Runs a library's test set as everything is now, or with one thing otherwise, and lists what was run. */
export function RunsSection({ libraryId }: { libraryId: string }) {
  const { t, format } = useLanguage();
  const texts = t.testSets;
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { run, against, setting: wanted = "now" } = useSearch({ from: "/desk/keepers/tune/tests" });
  const navigate = useNavigate({ from: "/tune/tests" });
  const [setting, setSetting] = useState(wanted);
  const templates = useQuery(trpc.template.choices.queryOptions());
  const models = useQuery(trpc.model.choices.queryOptions()).data;
  const runs = useQuery(
    trpc.testRun.list.queryOptions(
      { libraryId },
      { refetchInterval: ({ state }) => (state.data?.some((one) => isUnderWay(one.state)) ? pollMs : false) },
    ),
  );
  const open = (id: string | undefined) =>
    void navigate({ search: (view) => ({ ...view, run: id, against: undefined }), replace: true });
  const start = useMutation(
    trpc.testRun.start.mutationOptions({
      onSuccess: ({ id }) => open(id),
      onError: (error) => void message.error(errorText(t, error)),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.testRun.pathKey() }),
    }),
  );
  const options = [
    ...(["now", "own", "rerank", "vectors", "model"] as const).map((value) => ({ value: value as string, label: texts.settings[value] })), // prettier-ignore
    ...(templates.data?.map(({ id, name }) => ({ value: id, label: texts.template(name) })) ?? []),
  ];
  const shown = runs.data?.filter(({ id }) => !runs.data.some((one) => one.againstId === id)) ?? [];
  const others = runs.data?.filter(({ id, state }) => id !== run && state === "finished") ?? [];
  const hold = (id: string | undefined) =>
    void navigate({ search: (view) => ({ ...view, against: id }), replace: true });
  return (
    <section className="card" aria-labelledby="runs">
      <div className="card-head">
        <h2 id="runs">{texts.runs}</h2>
      </div>
      <div className="test-tools">
        <Select
          className="test-setting"
          aria-label={texts.setting}
          value={setting}
          options={options}
          onChange={setSetting}
        />
        <Button
          type="primary"
          loading={start.isPending}
          onClick={() => start.mutate({ libraryIds: [libraryId], variant: variantOf(setting), compare: setting !== "now" })} // prettier-ignore
        >
          {texts.run}
        </Button>
      </div>
      {run && (
        <RunView key={`${run} ${against}`} id={run} againstId={against}>
          {others.length > 0 && (
            <Select
              className="test-setting"
              aria-label={texts.against}
              allowClear
              placeholder={texts.against}
              value={against}
              options={others.map((one) => ({ value: one.id, label: told(one) }))}
              onChange={hold}
            />
          )}
        </RunView>
      )}
      {runs.data && shown.length === 0 && <p className="quiet">{texts.noRuns}</p>}
      <ul className="test-runs" aria-label={texts.runs}>
        {shown.slice(0, 10).map((one) => (
          <li key={one.id}>
            <span>{told(one)}</span>
            {one.id !== run && (
              <Button
                size="small"
                aria-label={`${texts.show}: ${format.moment(one.createdAt)}`}
                onClick={() => open(one.id)}
              >
                {texts.show}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );

  function told({ createdAt, variant, passed, failed }: Outputs["testRun"]["list"][number]): string {
    const came = texts.passed(format.number(passed), format.number(passed + failed));
    return [format.moment(createdAt), labelOf(variant), came].join(" · ");
  }

  function labelOf({ wording, templateId, modelId, rerankerId, nextIndex, cuts, without }: Variant): string {
    const template = templates.data?.find(({ id }) => id === templateId)?.name ?? texts.goneName;
    if (templateId !== undefined) return wording ? texts.unsaved(template) : texts.template(template);
    if (wording === null) return texts.settings.own;
    if (modelId === null) return texts.settings.noModel;
    if (modelId !== undefined) return texts.modelNamed(modelOf(modelId));
    if (rerankerId !== undefined) return texts.rerankerNamed(modelOf(rerankerId));
    if (nextIndex) return texts.settings.index;
    if (cuts) return texts.settings.cuts;
    if (without === "rerank" || without === "vectors" || without === "model") return texts.settings[without];
    return texts.settings.now;
  }

  function modelOf(id: string): string {
    const all = models ? [...(models.company ? [models.company] : []), ...models.others] : [];
    return all.find((model) => model.id === id)?.name ?? texts.goneName;
  }
}

function isUnderWay(state: string | undefined): boolean {
  return state === "queued" || state === "running";
}

function variantOf(setting: string): Variant {
  switch (setting) {
    case "now":
      return {};
    case "own":
      return { wording: null };
    case "rerank":
    case "vectors":
    case "model":
      return { without: setting };
    default:
      return { templateId: setting };
  }
}
