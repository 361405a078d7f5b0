import { ConfigProvider } from "antd";
import enGB from "antd/locale/en_GB";
import zhCN from "antd/locale/zh_CN";
import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { useBranding } from "./branding.ts";
import { useLanguage } from "./language.tsx";
import { recall, remember } from "./preference.ts";
import { antdTheme, appearances, type Appearance } from "./theme.ts";

interface Looks {
  appearance: Appearance;
  setAppearance: (appearance: Appearance) => void;
}

const AppearanceContext = createContext<Looks | null>(null);

/** Light or dark as the person chose or the system says, and antd in the person's language. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const [appearance, setAppearance] = useState<Appearance>(
    () => appearances.find((known) => known === recall("appearance")) ?? "auto",
  );
  const systemDark = useMedia("(prefers-color-scheme: dark)");
  const calm = useMedia("(prefers-reduced-motion: reduce)");
  const dark = appearance === "auto" ? systemDark : appearance === "dark";
  const shade = dark ? "dark" : "light";
  useEffect(() => {
    document.documentElement.dataset.shade = shade;
  }, [shade]);
  const { colours } = useBranding();
  const theme = useMemo(() => antdTheme(shade, !calm, colours?.[shade]), [shade, calm, colours]);
  const looks = useMemo(
    () => ({
      appearance,
      setAppearance: (next: Appearance) => {
        remember("appearance", next);
        setAppearance(next);
      },
    }),
    [appearance],
  );
  return (
    <AppearanceContext value={looks}>
      <ConfigProvider theme={theme} locale={language === "zh" ? zhCN : enGB} button={{ autoInsertSpace: false }}>
        {children}
      </ConfigProvider>
    </AppearanceContext>
  );
}

export function useAppearance(): Looks {
  const looks = use(AppearanceContext);
  if (!looks) throw new Error("useAppearance is only for components inside AppearanceProvider.");
  return looks;
}

/** Whether a media query holds, followed as it changes. */
export function useMedia(query: string): boolean {
  const list = useMemo(() => matchMedia(query), [query]);
  return useSyncExternalStore(
    (changed) => {
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => list.matches,
  );
}
