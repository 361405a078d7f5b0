import { DownloadOutlined, UploadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef } from "react";
import { useLanguage } from "../app/language.tsx";
import { textOf } from "../ui/file-text.ts";

interface FileButtonsProps {
  /** What the files are about, for those who hear the page. */
  about: string;
  busy: boolean;
  nothingToExport: boolean;
  onImport: (text: string) => void;
  onExport: () => void;
}

/** Brings words in from a file, and writes them into one. */
export function FileButtons({ about, busy, nothingToExport, onImport, onExport }: FileButtonsProps) {
  const { t } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined) => {
    if (file) onImport(await textOf(file));
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        hidden
        aria-label={`${t.words.import}: ${about}`}
        onChange={({ target }) => {
          void take(target.files?.[0]);
          target.value = "";
        }}
      />
      <Button icon={<UploadOutlined aria-hidden />} loading={busy} onClick={() => input.current?.click()}>
        {t.words.import}
      </Button>
      <Button icon={<DownloadOutlined aria-hidden />} disabled={nothingToExport} onClick={onExport}>
        {t.words.export}
      </Button>
    </>
  );
}
