import { App } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import type { Done } from "./undo-bar.tsx";

/** Keeps what was done last with the way back, for an `UndoBar`. `refresh` shows things as they are afterwards. */
export function useUndo(refresh: () => Promise<unknown>) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const [done, setDone] = useState<Done | null>(null);
  const tell = async (text: string, takeBack: () => Promise<unknown>) => {
    const undo = async () => {
      try {
        await takeBack();
        setDone(null);
      } catch (error) {
        void message.error(errorText(t, error));
      }
      await refresh();
    };
    setDone({ text, undo });
    await refresh();
  };
  return { done, tell, forget: () => setDone(null) };
}
