import { CheckCircleOutlined, FileSearchOutlined, QuestionCircleOutlined, RobotOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Texts } from "../app/i18n/zh.ts";
import type { Outputs } from "../app/trpc.ts";
import { ActionTag } from "./action-tag.tsx";

type Tried = NonNullable<Outputs["intent"]["try"]>;

const fitsShown = 3;

interface TriedViewProps {
  tried: Tried;
  /** Whether the model was to choose. */
  askedModel: boolean;
  onAskModel: () => void;
}

/** What a sentence was taken for, what decided it, and the examples that came near. */
export function TriedView({ tried, askedModel, onAskModel }: TriedViewProps) {
  const { t, format } = useLanguage();
  const { verdict, intent, action, floor, byVectors, hasModel, fits } = tried;
  const best = fits[0]?.score ?? 0;
  return (
    <div className="tried">
      <p className="tried-verdict">
        {iconOf(tried)}
        <strong>{intent === null ? t.intents.try.none : t.intents.try.clear(intent)}</strong>
      </p>
      <p>
        {verdict === "none"
          ? t.intents.try.noneWhy(format.score(best), format.score(floor))
          : reasonOf(t, tried, askedModel)}
      </p>
      {verdict === "close" && hasModel && !askedModel && (
        <Button size="small" icon={<RobotOutlined aria-hidden />} onClick={onAskModel}>
          {t.intents.try.askModel}
        </Button>
      )}
      {intent !== null && (
        <p>
          <span className="quiet">{t.intents.try.does}</span> <ActionTag action={action} />
        </p>
      )}
      {fits.length > 0 && (
        <>
          <h3>{t.intents.try.nearest}</h3>
          <ol className="fits" aria-label={t.intents.try.nearest}>
            {fits.slice(0, fitsShown).map((fit) => (
              <li key={fit.intent} className={fit.score < floor ? "below" : undefined}>
                <span className="fit-head">
                  <strong>{fit.intent}</strong>
                  <span className="figures">{t.intents.try.score(format.score(fit.score))}</span>
                </span>
                <span className="fit-bar" aria-hidden>
                  <span style={{ inlineSize: `${100 * Math.max(0, Math.min(1, fit.score))}%` }} />
                  <i style={{ insetInlineStart: `${100 * Math.min(1, floor)}%` }} />
                </span>
                <ul>
                  {fit.nearest.map(({ id, text, score }) => (
                    <li key={id}>
                      <span>{text}</span>
                      <span className="figures quiet">{format.score(score)}</span>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
          <p className="quiet">
            {t.intents.try.floor(format.score(floor))}
            {!byVectors && ` · ${t.intents.try.byWords}`}
          </p>
        </>
      )}
    </div>
  );
}

function iconOf({ intent, verdict, by }: Tried) {
  if (intent === null) return <FileSearchOutlined aria-hidden />;
  return verdict === "close" && by !== "model" ? (
    <QuestionCircleOutlined aria-hidden />
  ) : (
    <CheckCircleOutlined aria-hidden />
  );
}

function reasonOf(
  { intents: { try: t } }: Texts,
  { verdict, intent, by, hasModel }: Tried,
  askedModel: boolean,
): string {
  if (verdict === "clear") return t.byExamples;
  if (!askedModel) return hasModel ? t.closeAsk : t.closeNoModel;
  if (by !== "model") return t.modelFailed;
  return intent === null ? t.modelNone : t.byModel;
}
