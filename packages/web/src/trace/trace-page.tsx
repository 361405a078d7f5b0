import { ArrowLeftOutlined } from "@ant-design/icons";
import { useParams, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { PassageLine } from "./passage-line.tsx";
import { TraceStates, useTrace } from "./trace-content.tsx";
import type { TraceRead } from "./trace-read.ts";
import { TraceView } from "./trace-view.tsx";

/** One answer with how it came about, under an address of its own. */
export function TracePage() {
  const { t, format } = useLanguage();
  const { runId } = useParams({ from: "/desk/keepers/trace/$runId" });
  const trace = useTrace(runId);
  const router = useRouter();
  const goBack = () => (router.history.canGoBack() ? router.history.back() : void router.navigate({ to: "/" }));
  return (
    <div className="page trace-page">
      <Button type="text" size="small" icon={<ArrowLeftOutlined aria-hidden />} onClick={goBack}>
        {t.common.back}
      </Button>
      <TraceStates trace={trace}>
        {(read) => (
          <>
            <header className="trace-head">
              <h1>{read.run.question}</h1>
              <p className="quiet figures">
                {t.trace.asked(read.run.askedBy, format.moment(read.run.createdAt))}{" "}
                <span className="trace-id">{t.ask.runId(read.run.id)}</span>
              </p>
            </header>
            <section className="card">
              <h2 className="unseen">{t.ask.answer}</h2>
              <AnswerText read={read} />
            </section>
            <div className="card">
              <TraceView read={read} />
            </div>
          </>
        )}
      </TraceStates>
    </div>
  );
}

/** The text, and the passages that its numbers stand for. */
function AnswerText({ read: { answer, run, passages } }: { read: TraceRead }) {
  const { t } = useLanguage();
  if (answer?.text === null) return <p className="quiet">{t.trace.textHidden}</p>;
  if (!answer?.text) return <p className="quiet">{t.trace.states[run.state]}</p>;
  const cited = answer.sources.filter((source) => source.cited);
  return (
    <>
      <Markdown text={answer.text} doubted={answer.unsupported} />
      {cited.length > 0 && (
        <ul className="cited" aria-label={t.ask.sources}>
          {cited.map(({ n, chunkId }) => (
            <li key={n}>
              <span className="source-number">{n}</span>
              <PassageLine chunkId={chunkId} passage={passages[chunkId]} brief />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
