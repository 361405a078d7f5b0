import { ArrowLeftOutlined, RedoOutlined } from "@ant-design/icons";
import { Link, useParams, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { AnswerText } from "./answer-text.tsx";
import { TraceStates, useTrace } from "./trace-content.tsx";
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
              <div>
                <h1>{read.run.question}</h1>
                <p className="quiet figures">
                  {t.trace.asked(read.run.askedBy, format.moment(read.run.createdAt))}{" "}
                  <span className="trace-id">{t.ask.runId(read.run.id)}</span>
                </p>
              </div>
              <Link to="/trace/$runId/replay" params={{ runId }}>
                <RedoOutlined aria-hidden /> {t.trace.replayLink}
              </Link>
            </header>
            <section className="card">
              <h2 className="unseen">{t.ask.answer}</h2>
              <AnswerText answer={read.answer} passages={read.passages} none={t.trace.states[read.run.state]} />
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
