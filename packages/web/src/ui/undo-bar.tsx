import { UndoOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";

/** What was done last, and how it is undone. */
export interface Done {
  text: string;
  undo: () => Promise<void>;
}

/** Says what was done last and takes it back on demand; stays until something else is done. */
export function UndoBar({ done }: { done: Done | null }) {
  const { t } = useLanguage();
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    await done?.undo();
    setBusy(false);
  };
  return (
    <div role="status" className={done ? "undo-bar" : "unseen"}>
      {done && (
        <>
          <span>{done.text}</span>
          <Button size="small" icon={<UndoOutlined aria-hidden />} loading={busy} onClick={() => void undo()}>
            {t.common.undo}
          </Button>
        </>
      )}
    </div>
  );
}
