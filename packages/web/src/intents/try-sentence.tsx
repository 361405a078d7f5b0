import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Failure } from "../ui/failure.tsx";
import { TriedView } from "./tried-view.tsx";

/** A box to type a sentence into: which intent it would be taken for, and why. */
export function TrySentence() {
  const { t } = useLanguage();
  const [asked, setAsked] = useState({ sentence: "", askModel: false });
  const tried = useQuery(
    useTRPC().intent.try.queryOptions(asked, {
      enabled: asked.sentence !== "",
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
  );
  const run = (sentence: string) => {
    if (sentence === asked.sentence && !asked.askModel) void tried.refetch();
    else setAsked({ sentence, askModel: false });
  };
  return (
    <section className="card" aria-labelledby="try-sentence">
      <div className="card-head">
        <h2 id="try-sentence">{t.intents.try.title}</h2>
        <p>{t.intents.try.lead}</p>
      </div>
      <Input.Search
        aria-label={t.intents.try.sentence}
        placeholder={t.intents.try.placeholder}
        enterButton={t.intents.try.run}
        maxLength={8_000}
        loading={tried.isFetching}
        allowClear
        onSearch={(text) => run(text.trim())}
      />
      {tried.isError && <Failure error={tried.error} onRetry={() => void tried.refetch()} />}
      <div aria-live="polite" aria-busy={tried.isFetching}>
        {asked.sentence && tried.data === null && <p className="try-none">{t.intents.try.nothingTaught}</p>}
        {asked.sentence && tried.data && (
          <TriedView
            tried={tried.data}
            askedModel={asked.askModel && !tried.isPlaceholderData}
            onAskModel={() => setAsked({ ...asked, askModel: true })}
          />
        )}
      </div>
    </section>
  );
}
