import { DislikeOutlined, LikeOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { modelName } from "../trace/model-name.ts";
import { TierTag } from "../trace/tier-tag.tsx";

type Trace = Outputs["trace"]["list"]["items"][number];

const thumbIcons = { up: <LikeOutlined aria-hidden />, down: <DislikeOutlined aria-hidden /> };

/** A question and what became of it; opens how that came about. */
export function TraceRow({ trace }: { trace: Trace }) {
  const { t, format } = useLanguage();
  const { runId, question, askedBy, askedAt, tier, intent, model, template, error, score, thumb } = trace;
  return (
    <li>
      <Link to="/trace/$runId" params={{ runId }} className="traces-question">
        {question}
      </Link>
      <p className="traces-facts quiet">
        {tier && <TierTag tier={tier} />}
        {error && <Tag color="error">{error}</Tag>}
        {thumb && <Tag icon={thumbIcons[thumb]}>{t.traces.thumbs[thumb]}</Tag>}
        <span>{t.traces.by(askedBy, format.moment(askedAt))}</span>
        {intent && <span>{t.traces.facts.intent(intent)}</span>}
        {score !== null && <span className="figures">{t.traces.facts.score(format.score(score))}</span>}
        {model && <span>{modelName(t, model, t.ask.quotedShort)}</span>}
        {template && <span>{t.traces.facts.template(template)}</span>}
      </p>
    </li>
  );
}
