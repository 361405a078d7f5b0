import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { memo, useEffect, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useCopy } from "../ui/copy.ts";

const highlightLengthMax = 50_000;

/** A block of code: coloured once it is complete, with a button that copies it. */
export const Code = memo(function Code({
  source,
  language,
  done,
}: {
  source: string;
  language: string;
  done: boolean;
}) {
  const { t } = useLanguage();
  const { copied, copy } = useCopy();
  const html = useHighlight(source, language, done);
  return (
    <div className="code">
      <div className="code-head">
        <span>{language}</span>
        <Button
          type="text"
          size="small"
          icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
          onClick={() => copy(source)}
        >
          {copied ? t.common.copied : t.common.copy}
        </Button>
      </div>
      <pre tabIndex={0} role="group" aria-label={t.ask.code(language)}>
        {html === undefined ? <code>{source}</code> : <code dangerouslySetInnerHTML={{ __html: html }} />}
      </pre>
    </div>
  );
});

function useHighlight(source: string, language: string, done: boolean): string | undefined {
  const [html, setHtml] = useState<string>();
  const wanted = done && language !== "" && source.length <= highlightLengthMax;
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    void import("./highlight.ts").then(({ highlightCode }) => {
      if (current) setHtml(highlightCode(source, language));
    });
    return () => {
      current = false;
    };
  }, [wanted, source, language]);
  return wanted ? html : undefined;
}
