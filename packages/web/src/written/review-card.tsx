import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useId } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { ProposalRow, type Change, type Proposal } from "./proposal-row.tsx";

type Reviewed = Outputs["proposal"]["list"]["items"][number];

interface ReviewCardProps {
  reviewed: Reviewed;
  onChange: (proposals: readonly Proposal[], change: Change) => Promise<void>;
}

/** A passage beside what was written for it. */
export function ReviewCard({ reviewed, onChange }: ReviewCardProps) {
  const { t, format } = useLanguage();
  const id = useId();
  const { documentId, chunkId, title, headings, page, position, question, text, proposals } = reviewed;
  const place = [
    ...headings.filter((heading) => heading !== title),
    page === null ? t.written.position(format.number(position + 1)) : t.document.page(format.number(page)),
  ].join(" › ");
  const waiting = proposals.filter(({ state }) => state === "proposed");
  return (
    <li className="written-card">
      <section className="written-passage" aria-labelledby={id} tabIndex={0}>
        <h2 id={id}>
          <Link to="/document/$documentId" params={{ documentId }} search={{ chunk: chunkId }}>
            {title}
          </Link>
        </h2>
        <p className="quiet">{place}</p>
        {question !== null && <p className="written-asked">{question}</p>}
        <Markdown text={text} />
      </section>
      <section className="written-proposals" aria-label={t.written.proposalsFor(title)}>
        <ul>
          {proposals.map((proposal) => (
            <ProposalRow key={proposal.id} proposal={proposal} onChange={(change) => onChange([proposal], change)} />
          ))}
        </ul>
        {waiting.length > 1 && (
          <div className="written-all">
            <Button size="small" onClick={() => void onChange(waiting, { state: "accepted" })}>
              {t.written.acceptCard(format.number(waiting.length))}
            </Button>
            <Button size="small" type="text" onClick={() => void onChange(waiting, { state: "rejected" })}>
              {t.written.rejectCard}
            </Button>
          </div>
        )}
      </section>
    </li>
  );
}
