import { DownloadOutlined, MoreOutlined, UploadOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useRef } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPCClient } from "../app/trpc.ts";
import { offerBytes, textOf } from "../ui/file-text.ts";

const formats = ["faq", "xlsx", "json"] as const;

/** Takes what was accepted out as a file, and brings in what another tool wrote. */
export function ExchangeMenu({ libraryId, onImported }: { libraryId: string; onImported: () => Promise<unknown> }) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const input = useRef<HTMLInputElement>(null);
  const tried = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  const take = (as: (typeof formats)[number]) =>
    tried(async () => {
      const { name, type, content } = await client.proposal.export.query({ libraryId, format: as });
      offerBytes(name, type, content);
    });
  const bring = (file: File | undefined) =>
    tried(async () => {
      if (!file) return;
      const { added, known, missing } = await client.proposal.import.mutate({ libraryId, content: await textOf(file) });
      await onImported();
      void message.info(t.written.didImport(format.number(added), format.number(known), format.number(missing)), 8);
    });
  const items = [
    ...formats.map((as) => ({
      key: as,
      icon: <DownloadOutlined aria-hidden />,
      label: t.written.exportAs[as],
      onClick: () => void take(as),
    })),
    {
      key: "import",
      icon: <UploadOutlined aria-hidden />,
      label: t.written.import,
      onClick: () => input.current?.click(),
    },
  ];
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,.jsonl,application/json"
        aria-label={t.written.import}
        onChange={({ target }) => {
          void bring(target.files?.[0]);
          target.value = "";
        }}
      />
      <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items }}>
        <Button icon={<MoreOutlined aria-hidden />} aria-label={t.written.more} title={t.written.more} />
      </Dropdown>
    </>
  );
}
