import { ExperimentOutlined, StopOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Button, Input } from "antd";
import { useEffect, useId, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { problemText } from "../app/problem.ts";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { Failure } from "../ui/failure.tsx";
import { useTrial, type Tried } from "./use-trial.ts";

type Wording = NonNullable<Inputs["template"]["fill"]["wording"]>;

const pauseMs = 400;

/** What the model is asked with a template and a real question, as one writes; and what it answers, when it is tried. */
export function PromptPreview({ wording }: { wording: Wording }) {
  const { t } = useLanguage();
  const texts = t.templates.preview;
  const id = useId();
  const [question, setQuestion] = useState("");
  const input = usePaused({ wording, question: question.trim() });
  const isReady = input.question !== "" && input.wording.text.trim() !== "";
  const filled = useQuery(
    useTRPC().template.fill.queryOptions(input, { enabled: isReady, placeholderData: keepPreviousData, retry: false }),
  );
  const trial = useTrial();
  const mayTry = question.trim() !== "" && wording.text.trim() !== "" && !trial.running;
  return (
    <section className="template-preview" aria-labelledby={`${id}title`}>
      <h2 id={`${id}title`}>{texts.title}</h2>
      <label htmlFor={`${id}question`}>{texts.question}</label>
      <Input
        id={`${id}question`}
        allowClear
        maxLength={2000}
        value={question}
        onChange={({ target }) => setQuestion(target.value)}
        onPressEnter={(event) => {
          event.preventDefault();
          if (mayTry) trial.run({ wording, question: question.trim() });
        }}
      />
      <div className="template-actions">
        <Button
          icon={<ExperimentOutlined aria-hidden />}
          disabled={!mayTry}
          onClick={() => trial.run({ wording, question: question.trim() })}
        >
          {texts.answer}
        </Button>
        <Button disabled={!mayTry} onClick={() => trial.run({ wording: null, question: question.trim() })}>
          {texts.answerOwn}
        </Button>
        {trial.running && (
          <Button icon={<StopOutlined aria-hidden />} onClick={trial.stop}>
            {texts.stop}
          </Button>
        )}
      </div>
      {trial.tried.map((tried) => (
        <TriedAnswer key={tried.key} tried={tried} />
      ))}
      {trial.error !== null && <Failure error={trial.error} />}
      {!isReady && <p className="quiet">{texts.hint}</p>}
      {isReady && filled.isError && <Failure error={filled.error} onRetry={() => void filled.refetch()} />}
      {isReady && filled.data && (
        <div className="prompt-filled" aria-busy={filled.isFetching}>
          {(filled.data.tier === "refused" || filled.data.tier === "candidates") && (
            <Alert type="info" showIcon title={texts.refused} />
          )}
          <h3>{texts.message}</h3>
          <pre tabIndex={0}>{filled.data.messages.at(-1)?.text}</pre>
          <details>
            <summary>{texts.system}</summary>
            <pre>{filled.data.system}</pre>
          </details>
        </div>
      )}
    </section>
  );
}

function TriedAnswer({ tried: { input, text, done } }: { tried: Tried }) {
  const { t } = useLanguage();
  const texts = t.templates.preview;
  return (
    <div className="template-answer">
      <p className="quiet">
        <strong>{input.wording ? texts.this : texts.own}</strong>
        {" · "}
        {!done && texts.writing}
        {done && (done.model === "quoting" ? texts.quoted : texts.answeredBy(done.model))}
      </p>
      {done?.error ? <p role="alert">{problemText(t, done.error)}</p> : <Markdown text={done?.text ?? text} />}
    </div>
  );
}

/** The value once it has stood still for a moment. */
function usePaused<T>(value: T): T {
  const [paused, setPaused] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(JSON.parse(key) as T), pauseMs);
    return () => clearTimeout(timer);
  }, [key]);
  return paused;
}
