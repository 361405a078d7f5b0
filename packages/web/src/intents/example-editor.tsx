import { Button, Input } from "antd";
import { useId, useState, type KeyboardEvent } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { objectIn } from "./action-fields.ts";
import type { Change } from "./use-example-changes.ts";

interface ExampleEditorProps {
  text: string;
  parameters: Record<string, unknown> | null;
  takesParameters: boolean;
  /** Throws when it cannot be saved. */
  onSave: (change: Change) => Promise<void>;
  onCancel: () => void;
}

/** The words of an example, and what its service is called with. Ctrl or ⌘ with Enter saves, Esc leaves all as it was. */
export function ExampleEditor({ text, parameters, takesParameters, onSave, onCancel }: ExampleEditorProps) {
  const { t } = useLanguage();
  const said = useId();
  const [worded, setWorded] = useState(text);
  const [called, setCalled] = useState(parameters ? JSON.stringify(parameters) : "");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const given = called.trim() ? objectIn(called) : null;
    if (given === undefined) {
      setProblem(t.intents.examples.parametersWrong);
      return;
    }
    setBusy(true);
    try {
      await onSave({ text: worded, ...(takesParameters && { parameters: given }) });
    } catch (error) {
      setProblem(errorText(t, error));
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onCancel();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
  };
  return (
    <form
      className="example-editor"
      aria-label={t.intents.examples.edit(text)}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 1, maxRows: 6 }}
        value={worded}
        aria-label={t.intents.examples.text}
        aria-describedby={said}
        onChange={({ target }) => setWorded(target.value)}
        onKeyDown={onKeyDown}
      />
      {takesParameters && (
        <Input.TextArea
          className="code-area"
          spellCheck={false}
          autoSize={{ minRows: 1, maxRows: 8 }}
          value={called}
          aria-label={t.intents.examples.parameters}
          placeholder={t.intents.examples.parameters}
          aria-describedby={said}
          onChange={({ target }) => setCalled(target.value)}
          onKeyDown={onKeyDown}
        />
      )}
      <p id={said} className="form-problem" role={problem ? "alert" : undefined}>
        {problem}
      </p>
      <div className="form-actions">
        <Button type="primary" htmlType="submit" size="small" loading={busy}>
          {t.intents.examples.save}
        </Button>
        <Button size="small" onClick={onCancel}>
          {t.intents.examples.cancel}
        </Button>
      </div>
    </form>
  );
}
