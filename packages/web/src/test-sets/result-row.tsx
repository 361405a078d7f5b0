import { Link } from "@tanstack/react-router";
import { Button, Tag } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import type { Outputs } from "../app/trpc.ts";
import { DiffText } from "../ui/diff-text.tsx";
import { CaseTrace } from "./case-trace.tsx";

type Item = Outputs["testRun"]["results"]["items"][number];

interface ResultRowProps {
  runId: string;
  item: Item;
  /** Whether the answer is shown at once. */
  open: boolean;
}

/** What a case came to: why it failed, what it was to find, what was found, and what was answered. */
export function ResultRow({ runId, item, open }: ResultRowProps) {
  const { t, format } = useLanguage();
  const texts = t.testSets;
  const { caseId, question, source, expected, now, before } = item;
  const mayTrace = useMe().user.role !== "member" && now.traced;
  const [traced, setTraced] = useState(false);
  const about = [...reasonsOf(item, texts), texts.seconds(format.seconds(now.milliseconds))];
  return (
    <li>
      <p>
        <Tag color={now.passed ? "success" : "error"}>{now.passed ? texts.pass : texts.fail}</Tag>
        <strong>{question}</strong> {source === "feedback" && <Tag>{texts.sources.feedback}</Tag>}
      </p>
      <p className="quiet">{about.join(" · ")}</p>
      <details open={open}>
        <summary>{texts.details}</summary>
        {now.answer === null ? (
          <p className="quiet">{texts.hidden}</p>
        ) : before?.answer != null ? (
          <DiffText before={before.answer} after={now.answer} />
        ) : (
          <p className="test-answer">{now.answer}</p>
        )}
        {expected.length > 0 && (
          <>
            <p className="test-part">{texts.find}</p>
            <ul className="test-expected" aria-label={texts.find}>
              {expected.map(({ documentId, title, quote, rank }, at) => (
                <li key={`${documentId} ${at}`}>
                  {title === null ? texts.hiddenDocument : texts.wanted(title, quote)}{" "}
                  <span className={rank === null ? "test-missing" : "quiet"}>
                    {rank === null ? texts.notFoundHere : texts.rank(format.number(rank))}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {now.found.length > 0 && (
          <>
            <p className="test-part">{texts.found}</p>
            <ol className="test-expected" aria-label={texts.found}>
              {now.found.map(({ id, title }) => (
                <li key={id}>
                  <Link to="/document/$documentId" params={{ documentId: id }}>
                    {title}
                  </Link>
                </li>
              ))}
            </ol>
          </>
        )}
        {mayTrace && (
          <Button
            size="small"
            className="test-trace"
            aria-label={texts.traceOf(question)}
            onClick={() => setTraced(true)}
          >
            {texts.trace}
          </Button>
        )}
      </details>
      {traced && <CaseTrace runId={runId} caseId={caseId} onClose={() => setTraced(false)} />}
    </li>
  );
}

type Texts = ReturnType<typeof useLanguage>["t"]["testSets"];

/** Why it failed. */
function reasonsOf({ mustRefuse, now }: Item, texts: Texts): string[] {
  if (now.passed) return [];
  const refused = now.tier === "refused" || now.tier === "candidates";
  return [
    ...(now.error === null ? [] : [now.error]),
    ...(mustRefuse && !refused ? [texts.answered] : []),
    ...(!mustRefuse && refused ? [texts.refused] : []),
    ...(now.ranks.includes(null) ? [texts.notFound] : []),
    ...now.unsaid.map((words) => texts.unsaid(words)),
  ];
}
