import { Segmented } from "antd";
import type { ReactNode } from "react";
import { Brand } from "../app/brand.tsx";
import { languages } from "../app/i18n/languages.ts";
import { useLanguage } from "../app/language.tsx";

/** The frame of the pages before the sign-in. */
export function Entrance({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { t, language, speak } = useLanguage();
  return (
    <div className="entrance">
      <main className="entrance-card">
        <div className="brand">
          <Brand />
        </div>
        <div className="card">
          <h1>{title}</h1>
          <p className="lead">{lead}</p>
          {children}
        </div>
      </main>
      <footer className="entrance-foot">
        <Segmented
          aria-label={t.me.language}
          size="small"
          value={language}
          onChange={speak}
          options={languages.map((value) => ({ value, label: t.languages[value] }))}
        />
      </footer>
    </div>
  );
}
