import { App } from "antd";
import { useEffect, useState } from "react";
import { useLanguage } from "../app/language.tsx";

const shownMs = 1_600;

/** Copies text and says so for a moment. */
export function useCopy() {
  const { message } = App.useApp();
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string) => {
    // absent on a page that was opened by plain http from another machine
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const written = clipboard ? clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
    written.then(
      () => setCopied(true),
      () => void message.warning(t.common.copyFailed),
    );
  };
  return { copied, copy };
}
