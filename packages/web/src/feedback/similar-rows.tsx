import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Radio, Tag } from "antd";
import { useEffect, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";

const restMs = 400;
export type Row = Outputs["feedback"]["similar"][number];

interface SimilarRowsProps {
  libraryId: string;
  question: string;
  /** The row to change in place of adding one. */
  value: Row | null;
  onChange: (row: Row | null) => void;
}

/** Rows of the library that ask the same or much the same: adding one more, or changing one of them. */
export function SimilarRows({ libraryId, question, value, onChange }: SimilarRowsProps) {
  const { t } = useLanguage();
  const asked = useRested(question.trim());
  const rows = useQuery(
    useTRPC().feedback.similar.queryOptions(
      { libraryId, question: asked },
      { enabled: asked !== "", staleTime: 0, placeholderData: keepPreviousData },
    ),
  );
  const texts = t.feedback.dialog;
  const found = asked === "" ? [] : (rows.data ?? []);
  if (rows.isFetching && !found.length) return <p className="quiet">{texts.looking}</p>;
  if (!found.length) return null;
  return (
    <fieldset className="similar-rows">
      <legend>{texts.similar}</legend>
      <Radio.Group
        value={value?.chunkId ?? ""}
        onChange={({ target }) => onChange(found.find(({ chunkId }) => chunkId === target.value) ?? null)}
      >
        <Radio value="">{texts.add}</Radio>
        {found.map((row) => (
          <Radio key={row.chunkId} value={row.chunkId}>
            {texts.instead(row.question)} <Tag>{row.same ? texts.same : texts.near}</Tag>
            <span className="quiet">{texts.now(row.answer)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
  );
}

/** What was typed, once the typing rests. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    if (text === rested) return;
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text, rested]);
  return rested;
}
