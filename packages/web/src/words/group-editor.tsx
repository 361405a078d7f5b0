import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPCClient } from "../app/trpc.ts";
import { wordsIn } from "./word-lines.ts";
import { wordProblem } from "./word-problem.ts";

interface GroupEditorProps {
  /** Of the group that is changed; absent for a new one. */
  id?: string;
  words: readonly string[];
  /** Throws when it cannot be saved. */
  onSave: (words: string[]) => Promise<void>;
  onCancel: () => void;
}

/** Words one a line; Ctrl or ⌘ with Enter saves, Esc leaves everything as it was. */
export function GroupEditor({ id, words, onSave, onCancel }: GroupEditorProps) {
  const { t } = useLanguage();
  const client = useTRPCClient();
  const help = useId();
  const [text, setText] = useState(words.join("\n"));
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const given = wordsIn(text);
    try {
      const found = await client.synonym.check.query({ ...(id !== undefined && { id }), words: given });
      if (found) setProblem(wordProblem(t, found));
      else await onSave(given);
    } catch (error) {
      setProblem(errorText(t, error));
    }
    setBusy(false);
  };
  return (
    <form
      className="group-editor"
      aria-label={words.length ? t.words.edit(words.slice(0, 3).join(t.words.comma)) : t.words.synonyms.add}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 3, maxRows: 12 }}
        value={text}
        aria-label={t.words.synonyms.words}
        aria-describedby={help}
        aria-invalid={problem !== ""}
        status={problem ? "error" : ""}
        onChange={({ target }) => {
          setText(target.value);
          setProblem("");
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
        }}
      />
      <p id={help} className={problem ? "word-problem" : "quiet"} role={problem ? "alert" : undefined}>
        {problem || t.words.synonyms.wordsHelp}
      </p>
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t.common.save}
        </Button>
        <Button onClick={onCancel}>{t.words.cancel}</Button>
      </div>
    </form>
  );
}
