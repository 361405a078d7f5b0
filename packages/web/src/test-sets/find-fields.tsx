import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useDeferredValue, useId, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import type { Case } from "./test-case.ts";

export type Target = Case["mustFind"][number];

interface FindFieldsProps {
  libraryId: string;
  targets: readonly Target[];
  onTargets: (targets: Target[]) => void;
}

const offered = 50;

/** The documents that must be found, each with the words that must stand where it is found. */
export function FindFields({ libraryId, targets, onTargets }: FindFieldsProps) {
  const { t } = useLanguage();
  const texts = t.testSets;
  const id = useId();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const documents = useQuery(
    useTRPC().document.list.queryOptions(
      { libraryId, pageSize: offered, ...(wanted && { text: wanted }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const titles = new Map([
    ...targets.map(({ documentId, title }) => [documentId, title ?? texts.hiddenDocument] as const),
    ...(documents.data?.items.map((one) => [one.id, one.title] as const) ?? []),
  ]);
  const choose = (ids: string[]) => {
    const kept = targets.filter(({ documentId }) => ids.includes(documentId));
    const added = ids.filter((id) => !kept.some(({ documentId }) => documentId === id));
    onTargets([...kept, ...added.map((documentId) => ({ documentId, title: titles.get(documentId) ?? null }))]);
  };
  return (
    <>
      <label htmlFor={`${id}find`}>{texts.find}</label>
      <Select
        id={`${id}find`}
        mode="multiple"
        maxCount={10}
        showSearch={{ filterOption: false, onSearch: setText }}
        value={[...new Set(targets.map(({ documentId }) => documentId))]}
        options={Array.from(titles, ([value, label]) => ({ value, label }))}
        onChange={choose}
      />
      {targets.map((target, at) => (
        <Input
          key={`${target.documentId} ${at}`}
          aria-label={texts.quoteOf(target.title ?? texts.hiddenDocument)}
          placeholder={texts.quoteOf(target.title ?? texts.hiddenDocument)}
          maxLength={500}
          disabled={target.title === null}
          value={target.quote ?? ""}
          onChange={({ target: { value } }) =>
            onTargets(targets.map((one, place) => (place === at ? { ...one, quote: value } : one)))
          }
        />
      ))}
    </>
  );
}
