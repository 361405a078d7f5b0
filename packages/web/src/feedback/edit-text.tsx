import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";

interface EditTextProps {
  /** What it is, for those who hear it. */
  label: string;
  value: string;
  /** Stands in its place while there is nothing. */
  empty?: string | undefined;
  lengthMax: number;
  rows: number;
  /** How it is shown while nobody edits it. */
  children: ReactNode;
  onSave: (text: string) => Promise<void>;
}

/** Text that becomes a field when it is pressed: Ctrl+Enter saves, Escape leaves it as it was. */
export function EditText({ label, value, empty, lengthMax, rows, children, onSave }: EditTextProps) {
  const { t } = useLanguage();
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (text === null) {
    return (
      <div className="edit-text" onDoubleClick={() => setText(value)}>
        {children}
        <Button
          size="small"
          type={value ? "text" : "dashed"}
          {...(value && { "aria-label": label })}
          onClick={() => setText(value)}
        >
          {value ? t.feedback.edit : empty}
        </Button>
      </div>
    );
  }
  const save = async () => {
    if (text.trim() === value.trim()) return setText(null);
    setBusy(true);
    await onSave(text);
    setBusy(false);
    setText(null);
  };
  return (
    <form
      className="edit-text"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") setText(null);
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) void save();
      }}
    >
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: rows, maxRows: 16 }}
        maxLength={lengthMax}
        value={text}
        aria-label={label}
        onChange={(event) => setText(event.target.value)}
      />
      <span className="edit-text-keys">
        <Button size="small" type="primary" htmlType="submit" loading={busy}>
          {t.common.save}
        </Button>
        <Button size="small" type="text" onClick={() => setText(null)}>
          {t.feedback.dialog.cancel}
        </Button>
        <span className="quiet">{t.feedback.editHint}</span>
      </span>
    </form>
  );
}
