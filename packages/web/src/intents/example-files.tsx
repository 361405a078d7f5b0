import { DownOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useRef, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPCClient } from "../app/trpc.ts";
import { offer, textOf } from "../ui/file-text.ts";
import { repliesTemplate, toolTemplate } from "./example-template.ts";
import type { Imported } from "./import-report.tsx";
import { useIntentRefresh } from "./use-intent-refresh.ts";

interface ExampleFilesProps {
  nothingToExport: boolean;
  onImported: (imported: Imported) => void;
}

/** Brings examples in from a file of any age, writes all of them into one, and offers files to begin with. */
export function ExampleFiles({ nothingToExport, onImported }: ExampleFilesProps) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const refresh = useIntentRefresh();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const perform = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
    }
    setBusy(false);
  };
  const bringIn = (file: File) =>
    perform(async () => {
      const imported = await client.example.import.mutate({ text: await textOf(file) });
      onImported({ ...imported, file: file.name });
      await refresh();
    });
  const { files } = t.intents;
  const items = [
    { key: "import", label: files.import, onClick: () => input.current?.click() },
    {
      key: "export",
      label: files.export,
      disabled: nothingToExport,
      onClick: () => void perform(async () => offer("intents.example", await client.example.export.query())),
    },
    { key: "line", type: "divider" as const },
    {
      key: "replies",
      label: files.templateReplies,
      onClick: () => offer("replies.example", repliesTemplate(files.template)),
    },
    { key: "tool", label: files.templateTool, onClick: () => offer("service.example", toolTemplate(files.template)) },
  ];
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".example,.examples,.json,.txt,application/json,text/plain"
        hidden
        aria-label={files.import}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void bringIn(file);
          target.value = "";
        }}
      />
      <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items }}>
        <Button loading={busy} icon={<DownOutlined aria-hidden />} iconPlacement="end">
          {files.menu}
        </Button>
      </Dropdown>
    </>
  );
}
