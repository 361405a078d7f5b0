import { useLanguage } from "../app/language.tsx";
import { StopWordSection } from "./stop-word-section.tsx";
import { SynonymSection } from "./synonym-section.tsx";
import { TryWords } from "./try-words.tsx";
import "./words.css";

/** The company's own words: what means the same, what means nothing, and what a question becomes with them. */
export function WordsPage() {
  const { t } = useLanguage();
  return (
    <div className="page words">
      <div className="words-head">
        <h1>{t.words.title}</h1>
        <p className="quiet">{t.words.lead}</p>
      </div>
      <TryWords />
      <SynonymSection />
      <StopWordSection />
    </div>
  );
}
