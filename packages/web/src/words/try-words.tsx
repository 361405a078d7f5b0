import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useEffect, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { Failure } from "../ui/failure.tsx";

const typingMs = 250;

/** A box to type a question into: what it becomes with the words as they are now. */
export function TryWords() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const [typed, setTyped] = useState("");
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim()), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const tried = useQuery(
    trpc.vocabulary.tryOut.queryOptions(
      { text },
      { enabled: text !== "", staleTime: 0, placeholderData: keepPreviousData },
    ),
  );
  return (
    <section className="card" aria-labelledby="try-words">
      <div className="card-head">
        <h2 id="try-words">{t.words.try.title}</h2>
      </div>
      <Input
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        aria-label={t.words.try.question}
        placeholder={t.words.try.placeholder}
        maxLength={2_000}
        allowClear
      />
      {tried.isError && <Failure error={tried.error} onRetry={() => void tried.refetch()} />}
      <div aria-live="polite">{text && tried.data && <Becomes expansion={tried.data} />}</div>
    </section>
  );
}

function Becomes({ expansion }: { expansion: Outputs["vocabulary"]["tryOut"] }) {
  const { t, format } = useLanguage();
  const { synonyms, dropped, searches } = expansion;
  return (
    <div className="becomes">
      {synonyms.length === 0 && dropped.length === 0 && <p className="quiet">{t.words.try.none}</p>}
      {(synonyms.length > 0 || dropped.length > 0) && (
        <dl>
          {synonyms.map(({ phrase, others }) => (
            <div key={phrase}>
              <dt>{t.words.try.known(phrase)}</dt>
              <dd>{others.join(t.words.comma)}</dd>
            </div>
          ))}
          {dropped.length > 0 && (
            <div>
              <dt>{t.words.try.dropped}</dt>
              <dd>{dropped.join(t.words.comma)}</dd>
            </div>
          )}
        </dl>
      )}
      <ol>
        {searches.map((search, at) => (
          <li key={search.terms.join(" ")}>
            <strong>{at === 0 ? t.words.try.own : t.words.try.variant(format.number(at))}</strong>
            <span>{search.text}</span>
            <span className="terms" aria-label={t.words.try.terms}>
              {search.terms.map((term) => (
                <code key={term}>{term}</code>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
