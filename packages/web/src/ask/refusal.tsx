import { QuestionCircleOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { Markdown } from "../markdown/markdown.tsx";
import type { Shown } from "./shown.ts";
import { SourceCard } from "./source-card.tsx";

const nearestMax = 3;

/** "I don't know" is an answer of its own. Its text says what was looked for; then what comes nearest, and what to do now. */
export function Refusal({ shown }: { shown: Shown }) {
  const { t } = useLanguage();
  const { user } = useMe();
  const nearest = shown.sources.slice(0, nearestMax);
  const refused = shown.outcome?.tier === "refused";
  return (
    <section className="refusal">
      <header>
        <QuestionCircleOutlined aria-hidden />
        <strong>{refused ? t.ask.refusedTitle : t.ask.candidatesTitle}</strong>
      </header>
      {shown.text.text && <Markdown text={shown.text.text} />}
      <dl>
        {nearest.length > 0 && (
          <>
            <dt>{t.ask.nearest}</dt>
            <dd>
              <ul className="nearest">
                {nearest.map((source) => (
                  <li key={source.chunkId}>
                    <SourceCard source={source} focused={false} />
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>{t.ask.whatNow}</dt>
        <dd>{t.ask.whatNowText}</dd>
        <dd>
          {user.role === "member" ? (
            t.ask.whatNowMember
          ) : (
            <>
              {t.ask.whatNowEditor} <Link to="/library">{t.start.addDocuments}</Link>
            </>
          )}
        </dd>
      </dl>
    </section>
  );
}
