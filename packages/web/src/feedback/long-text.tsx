import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { Markdown } from "../markdown/markdown.tsx";

const shownMax = 400;

/** An answer; of a long one the beginning, until somebody wants all of it. */
export function LongText({ text }: { text: string }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const isLong = text.length > shownMax;
  return (
    <div className={isLong && !open ? "long-text cut" : "long-text"}>
      <div>
        <Markdown text={text} />
      </div>
      {isLong && (
        <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t.feedback.less : t.feedback.more}
        </Button>
      )}
    </div>
  );
}
