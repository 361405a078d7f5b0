import { useMutation } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { ExpectedChoice } from "./expected-choice.tsx";

/** Types a question and says what it should get; ready for the next one at once. */
export function LabelTyped({ onChanged }: { onChanged: () => Promise<unknown> }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const [question, setQuestion] = useState("");
  const [expected, setExpected] = useState<Inputs["label"]["set"]["expected"]>("answer");
  const set = useMutation(useTRPC().label.set.mutationOptions());
  const add = async () => {
    if (!question.trim()) return;
    try {
      await set.mutateAsync({ question, expected });
      setQuestion("");
      void message.success(t.studio.labels.added);
    } catch (error) {
      void message.error(errorText(t, error));
    }
    await onChanged();
  };
  return (
    <form
      className="label-typed"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Input
        value={question}
        maxLength={8_000}
        placeholder={t.studio.labels.questionPlaceholder}
        aria-label={t.studio.labels.question}
        onChange={({ target }) => setQuestion(target.value)}
      />
      <ExpectedChoice label={t.studio.labels.expected} value={expected} size="middle" onChange={setExpected} />
      <Button htmlType="submit" loading={set.isPending} disabled={!question.trim()}>
        {t.studio.labels.add}
      </Button>
    </form>
  );
}
