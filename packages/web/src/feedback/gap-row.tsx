import { Link } from "@tanstack/react-router";
import { Button, Progress, Select, Tag } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";

export type Gap = Outputs["gap"]["list"]["items"][number];
const reasons = ["refused", "candidates", "disliked"] as const;

export interface GapActions {
  answer: (gap: Gap) => void;
  byDocument: (gap: Gap) => void;
  assign: (gap: Gap, userId: string | null) => Promise<void>;
  move: (gap: Gap, state: "open" | "dismissed") => Promise<void>;
  prove: (gap: Gap) => void;
  stop: () => void;
}

interface GapRowProps {
  gap: Gap;
  editors: Outputs["gap"]["editors"];
  /** Whether its questions are asked again now, and how far that is, or what came of it. */
  proving: boolean;
  proof: { done: number; total: number; answered: number } | undefined;
  actions: GapActions;
}

/** Questions that mean the same: how often, by how many, and what can be done about them. */
export function GapRow({ gap, editors, proving, proof, actions }: GapRowProps) {
  const { t, format } = useLanguage();
  const texts = t.feedback.inbox;
  const { question, wordings, lastAskedAt } = gap;
  return (
    <article className="feedback-row card" aria-label={question}>
      <header>
        <h2>{question}</h2>
      </header>
      <p className="feedback-facts quiet">
        <strong className="figures">{texts.asked(format.number(gap.times), format.number(gap.people))}</strong>
        {reasons.map(
          (reason) =>
            gap.reasons[reason] > 0 && (
              <Tag key={reason}>{texts.reasons[reason](format.number(gap.reasons[reason]))}</Tag>
            ),
        )}
        <span>{texts.last(format.moment(lastAskedAt))}</span>
      </p>
      {wordings.length > 0 && (
        <details className="gap-wordings">
          <summary>{texts.wordings(format.number(wordings.length + 1))}</summary>
          <ul>
            {wordings.map((wording) => (
              <li key={wording}>{wording}</li>
            ))}
          </ul>
        </details>
      )}
      <Closed gap={gap} />
      <Proving gap={gap} proving={proving} proof={proof} onStop={actions.stop} />
      <footer className="feedback-foot">
        <Actions gap={gap} proving={proving} actions={actions} />
        <Select
          className="gap-assign"
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          aria-label={texts.assignOf(question)}
          placeholder={texts.nobody}
          value={gap.assignedTo?.id}
          options={editors.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(userId) => void actions.assign(gap, userId ?? null)}
        />
        <Link to="/trace/$runId" params={{ runId: gap.runId }} aria-label={t.feedback.traceOf(question)}>
          {t.feedback.trace}
        </Link>
      </footer>
    </article>
  );
}

function Actions({ gap, proving, actions }: Omit<GapRowProps, "editors" | "proof">) {
  const { t } = useLanguage();
  const texts = t.feedback.inbox;
  const { question, state } = gap;
  if (state === "open")
    return (
      <>
        <Button type="primary" aria-label={texts.answerOf(question)} onClick={() => actions.answer(gap)}>
          {texts.answer}
        </Button>
        <Button aria-label={texts.documentOf(question)} onClick={() => actions.byDocument(gap)}>
          {texts.document}
        </Button>
        <Button aria-label={texts.dismissOf(question)} onClick={() => void actions.move(gap, "dismissed")}>
          {texts.dismiss}
        </Button>
      </>
    );
  return (
    <>
      {state === "closed" && (
        <Button aria-label={texts.proveOf(question)} disabled={proving} onClick={() => actions.prove(gap)}>
          {texts.prove}
        </Button>
      )}
      <Button aria-label={texts.reopenOf(question)} onClick={() => void actions.move(gap, "open")}>
        {texts.reopen}
      </Button>
    </>
  );
}

function Closed({ gap: { document, closedBy, closedAt, state } }: { gap: Gap }) {
  const { t, format } = useLanguage();
  const texts = t.feedback.inbox;
  if (state !== "closed") return null;
  return (
    <p className="feedback-facts">
      {document && (
        <Link to="/document/$documentId" params={{ documentId: document.id }}>
          {texts.answeredBy(document.title)}
        </Link>
      )}
      {closedBy && closedAt && <span className="quiet">{texts.closedBy(closedBy, format.moment(closedAt))}</span>}
    </p>
  );
}

interface ProvingProps extends Pick<GapRowProps, "gap" | "proving" | "proof"> {
  onStop: () => void;
}

function Proving({ gap, proving, proof, onStop }: ProvingProps) {
  const { t, format } = useLanguage();
  const texts = t.feedback.inbox;
  if (proving) {
    const { done, total } = proof ?? { done: 0, total: gap.times };
    return (
      <div className="gap-proof">
        <span role="status">{texts.proving(format.number(done), format.number(total))}</span>
        <Progress percent={Math.round((100 * done) / (total || 1))} showInfo={false} aria-label={texts.prove} />
        <Button size="small" onClick={onStop}>
          {texts.stop}
        </Button>
      </div>
    );
  }
  if (gap.state !== "closed") return null;
  const kept = gap.proof && { answered: gap.proof.answered, total: gap.proof.asked };
  const shown = proof && proof.done === proof.total ? proof : kept;
  if (!shown) return null;
  return (
    <p className="gap-proof">
      <strong>{texts.proved(format.number(shown.answered), format.number(shown.total))}</strong>
    </p>
  );
}
