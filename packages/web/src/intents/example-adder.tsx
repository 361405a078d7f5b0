import { Alert, Button, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";

const linesMax = 5_000;

/** Sentences one a line; Ctrl or ⌘ with Enter adds them. */
export function ExampleAdder({ onAdd }: { onAdd: (texts: string[]) => Promise<void> }) {
  const { t, format } = useLanguage();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const lines = text.split("\n").filter((line) => line.trim());
  const add = async () => {
    if (lines.length === 0) return;
    if (lines.length > linesMax) {
      setProblem(t.intents.examples.tooMany(format.number(linesMax)));
      return;
    }
    setBusy(true);
    try {
      await onAdd(lines);
      setText("");
    } catch (error) {
      setProblem(errorText(t, error));
    }
    setBusy(false);
  };
  return (
    <form
      className="example-adder"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Input.TextArea
        autoSize={{ minRows: 2, maxRows: 12 }}
        value={text}
        aria-label={t.intents.examples.add}
        placeholder={t.intents.examples.placeholder}
        onChange={({ target }) => {
          setText(target.value);
          setProblem("");
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void add();
        }}
      />
      {problem && <Alert type="error" showIcon title={problem} />}
      <Button type="primary" htmlType="submit" loading={busy} disabled={lines.length === 0}>
        {lines.length === 0 ? t.intents.examples.addNone : t.intents.examples.addAction(format.number(lines.length))}
      </Button>
    </form>
  );
}
