import { NodeIndexOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Drawer, Tag } from "antd";
import { useState } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { TierTag } from "../trace/tier-tag.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import type { Card } from "./drafts.ts";

const pageSize = 20;

/** The questions that found a chunk, newest first, each with the way to how its answer came about. */
export function ChunkQuestions({ card, now, onClose }: { card: Card; now: number; onClose: () => void }) {
  const { t, format } = useLanguage();
  const trpc = useTRPC();
  const narrow = useMedia("(max-width: 720px)");
  const [page, setPage] = useState(1);
  const list = useQuery(
    trpc.chunk.questions.queryOptions({ id: card.id, page, pageSize }, { placeholderData: keepPreviousData }),
  );
  const texts = t.chunks.questions;
  const { data } = list;
  return (
    <Drawer
      open
      onClose={onClose}
      placement={narrow ? "bottom" : "right"}
      size={narrow ? "90%" : 640}
      title={texts.title(format.number(card.position + 1))}
    >
      <QueryState query={list} rows={6} />
      {data && (
        <p className="quiet">{t.chunks.asked(format.number(data.asked), data.asked, format.number(data.cited))}</p>
      )}
      <ul className="chunk-questions">
        {data?.items?.map((item) => (
          <li key={item.runId}>
            <Link to="/trace/$runId" params={{ runId: item.runId }} title={texts.open}>
              {item.question}
            </Link>
            <p className="chunk-fact">
              {item.tier && <TierTag tier={item.tier} />}
              <span>{texts.rank(format.number(item.rank))}</span>
              {item.cited && <Tag color="processing">{texts.cited}</Tag>}
              <span>{texts.asked(item.askedBy, format.ago(item.askedAt, now))}</span>
              <NodeIndexOutlined aria-hidden />
            </p>
          </li>
        ))}
      </ul>
      {data && <Pager page={page} pageSize={pageSize} total={data.asked} onPage={setPage} />}
    </Drawer>
  );
}
