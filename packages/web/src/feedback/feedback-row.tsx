import { DislikeOutlined, EditOutlined, LikeOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Checkbox, Tag } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { TierTag } from "../trace/tier-tag.tsx";
import { EditText } from "./edit-text.tsx";
import { LongText } from "./long-text.tsx";

export type Feedback = Outputs["feedback"]["list"]["items"][number];

const thumbIcons = { up: <LikeOutlined />, down: <DislikeOutlined />, none: <EditOutlined /> };

export interface FeedbackActions {
  edit: (feedback: Feedback, change: { question?: string; answer?: string }) => Promise<void>;
  inject: (feedback: Feedback) => void;
  takeBack: (feedback: Feedback) => Promise<void>;
  move: (feedback: readonly Feedback[], state: "new" | "dismissed") => Promise<void>;
}

interface FeedbackRowProps {
  feedback: Feedback;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
  actions: FeedbackActions;
}

/** A question, what was answered and what it should say, side by side. */
export function FeedbackRow({ feedback, chosen, onChoose, actions }: FeedbackRowProps) {
  const { t, format } = useLanguage();
  const { question, thumb, fault, reason, by, createdAt, state, hidden } = feedback;
  const texts = t.feedback;
  const mayChange = !hidden && state !== "injected";
  return (
    <article className="feedback-row card" aria-label={question}>
      <header>
        <Checkbox
          checked={chosen}
          disabled={state === "injected"}
          aria-label={texts.choose(question)}
          onChange={({ target }) => onChoose(target.checked)}
        />
        {mayChange ? (
          <EditText
            label={texts.editQuestion}
            value={question}
            lengthMax={8_000}
            rows={1}
            onSave={(text) => actions.edit(feedback, { question: text })}
          >
            <h2>{question}</h2>
          </EditText>
        ) : (
          <h2>{question}</h2>
        )}
      </header>
      <p className="feedback-facts quiet">
        <Tag icon={<span aria-hidden>{thumbIcons[thumb ?? "none"]}</span>}>{texts.thumbs[thumb ?? "none"]}</Tag>
        {fault && <Tag>{texts.said.faults[fault]}</Tag>}
        <span>{texts.by(by, format.moment(createdAt))}</span>
        {reason && <span>{texts.reasonOf(reason)}</span>}
      </p>
      {hidden && <p className="quiet feedback-hidden">{texts.hidden}</p>}
      {!hidden && (
        <div className="feedback-sides">
          <div role="group" aria-label={texts.given}>
            <h3>
              {texts.given} {feedback.tier && <TierTag tier={feedback.tier} />}
            </h3>
            <Given feedback={feedback} />
          </div>
          <div role="group" aria-label={texts.answer}>
            <h3>{texts.answer}</h3>
            <Right feedback={feedback} mayChange={mayChange} actions={actions} />
          </div>
        </div>
      )}
      <Foot feedback={feedback} actions={actions} />
    </article>
  );
}

function Given({ feedback: { given, runId } }: { feedback: Feedback }) {
  const { t } = useLanguage();
  if (given) return <LongText text={given} />;
  return <p className="quiet">{runId ? t.feedback.gone : t.feedback.notAsked}</p>;
}

interface RightProps {
  feedback: Feedback;
  mayChange: boolean;
  actions: FeedbackActions;
}

function Right({ feedback, mayChange, actions }: RightProps) {
  const { t } = useLanguage();
  const { answer } = feedback;
  const shown = answer ? <LongText text={answer} /> : null;
  if (!mayChange) return shown;
  return (
    <EditText
      label={t.feedback.editAnswer}
      value={answer ?? ""}
      empty={t.feedback.noAnswer}
      lengthMax={12_000}
      rows={4}
      onSave={(text) => actions.edit(feedback, { answer: text })}
    >
      {shown}
    </EditText>
  );
}

function Foot({ feedback, actions }: Omit<RightProps, "mayChange">) {
  const { t, format } = useLanguage();
  const texts = t.feedback;
  const { question, state, hidden, runId, reviewedBy, reviewedAt } = feedback;
  return (
    <footer className="feedback-foot">
      {state === "new" && !hidden && (
        <Button type="primary" aria-label={texts.injectOf(question)} onClick={() => actions.inject(feedback)}>
          {texts.inject}
        </Button>
      )}
      {state === "new" && (
        <Button aria-label={texts.dismissOf(question)} onClick={() => void actions.move([feedback], "dismissed")}>
          {texts.dismiss}
        </Button>
      )}
      {state === "dismissed" && (
        <Button aria-label={texts.reopenOf(question)} onClick={() => void actions.move([feedback], "new")}>
          {texts.reopen}
        </Button>
      )}
      {state === "injected" && <Where feedback={feedback} />}
      {state === "injected" && feedback.library && (
        <Button aria-label={texts.takeBackOf(question)} onClick={() => void actions.takeBack(feedback)}>
          {texts.takeBack}
        </Button>
      )}
      {runId && (
        <Link to="/trace/$runId" params={{ runId }} aria-label={texts.traceOf(question)}>
          {texts.trace}
        </Link>
      )}
      {reviewedBy && reviewedAt && state !== "new" && (
        <span className="quiet">{texts.reviewed(reviewedBy, format.moment(reviewedAt))}</span>
      )}
    </footer>
  );
}

function Where({ feedback: { documentId, library, hidden } }: { feedback: Feedback }) {
  const { t } = useLanguage();
  if (hidden) return null;
  if (!documentId || !library) return <span className="quiet">{t.feedback.inLibraryGone}</span>;
  return (
    <Link to="/document/$documentId" params={{ documentId }}>
      {t.feedback.inLibrary(library.name)}
    </Link>
  );
}
