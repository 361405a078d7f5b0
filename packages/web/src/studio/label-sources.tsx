import { DownOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useRef, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPCClient, type Outputs } from "../app/trpc.ts";
import { offer, textOf } from "../ui/file-text.ts";
import { LineProblems } from "../ui/line-problems.tsx";
import { WritingDialog } from "./writing-dialog.tsx";

type Problems = Outputs["label"]["import"]["problems"];

/** The ways to get many labels at once: a file, people's thumbs, or the model. */
export function LabelSources({ onChanged }: { onChanged: () => Promise<unknown> }) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [writing, setWriting] = useState(false);
  const [problems, setProblems] = useState<Problems>([]);

  const perform = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
    }
    setBusy(false);
    await onChanged();
  };
  const importFile = (file: File | undefined) =>
    perform(async () => {
      if (!file) return;
      const { taken, problems } = await client.label.import.mutate({ content: await textOf(file) });
      setProblems(problems);
      if (!problems.length) void message.success(t.studio.labels.imported(format.number(taken)));
    });
  const collect = () =>
    perform(async () => {
      const { taken, proposed } = await client.label.collectThumbs.mutate();
      if (!taken && !proposed) void message.info(t.studio.labels.thumbsNone);
      else void message.success(t.studio.labels.thumbsTaken(format.number(taken), format.number(proposed)));
    });
  const items = [
    { key: "import", label: t.studio.labels.import, onClick: () => input.current?.click() },
    {
      key: "template",
      label: t.studio.labels.template,
      onClick: () => offer("labels.csv", t.studio.labels.templateRows),
    },
    { key: "thumbs", label: t.studio.labels.thumbs, onClick: () => void collect() },
    { key: "write", label: t.studio.labels.write, onClick: () => setWriting(true) },
  ];
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,.json,.jsonl,text/csv,text/plain,application/json"
        hidden
        aria-label={t.studio.labels.import}
        onChange={({ target }) => {
          void importFile(target.files?.[0]);
          target.value = "";
        }}
      />
      <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items }}>
        <Button loading={busy} icon={<DownOutlined aria-hidden />} iconPlacement="end">
          {t.studio.labels.more}
        </Button>
      </Dropdown>
      {problems.length > 0 && (
        <LineProblems
          problems={problems.map(({ line, problem, found = "" }) => ({
            line,
            said: t.studio.labels.problems[problem]?.(found) ?? problem,
          }))}
          onClose={() => setProblems([])}
        />
      )}
      {writing && <WritingDialog onChanged={onChanged} onClose={() => setWriting(false)} />}
    </>
  );
}
