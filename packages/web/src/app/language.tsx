import { createContext, use, useMemo, useState, type ReactNode } from "react";
import { formatsFor, type Formats } from "./format.ts";
import { en } from "./i18n/en.ts";
import { languages, type Language } from "./i18n/languages.ts";
import { zh, type Texts } from "./i18n/zh.ts";
import { recall, remember } from "./preference.ts";

const texts = { zh, en } satisfies Record<Language, Texts>;
const htmlLang = { zh: "zh-CN", en: "en" } satisfies Record<Language, string>;

interface Spoken {
  language: Language;
  t: Texts;
  format: Formats;
  speak: (language: Language) => void;
}

const LanguageContext = createContext<Spoken | null>(null);

/** The language of the browser until the person chooses one. */
export function LanguageProvider({ initial, children }: { initial?: Language; children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => applyLanguage(initial ?? firstLanguage()));
  const spoken = useMemo(
    () => ({
      language,
      t: texts[language],
      format: formatsFor(language),
      speak: (next: Language) => {
        remember("language", next);
        setLanguage(applyLanguage(next));
      },
    }),
    [language],
  );
  return <LanguageContext value={spoken}>{children}</LanguageContext>;
}

export function useLanguage(): Spoken {
  const spoken = use(LanguageContext);
  if (!spoken) throw new Error("useLanguage is only for components inside LanguageProvider.");
  return spoken;
}

function firstLanguage(): Language {
  const remembered = languages.find((language) => language === recall("language"));
  if (remembered) return remembered;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith("zh")) ? "zh" : "en";
}

function applyLanguage(language: Language): Language {
  document.documentElement.lang = htmlLang[language];
  return language;
}
