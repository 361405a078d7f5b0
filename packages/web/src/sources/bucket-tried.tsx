import { Alert } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import type { Outputs } from "../app/trpc.ts";
import { reasonText } from "./source-text.ts";

interface BucketTriedProps {
  data: Outputs["source"]["try"] | undefined;
  error: unknown;
}

/** What came of looking into a bucket; nothing before the first look. */
export function BucketTried({ data, error }: BucketTriedProps) {
  const { t, format } = useLanguage();
  const texts = t.sources.buckets;
  if (!data && !error) return null;
  if (!data) return <Alert type="error" showIcon role="status" title={errorText(t, error)} />;
  if (!data.ok) {
    const { code, region } = data;
    return <Alert type="error" showIcon role="status" title={region ? texts.elsewhere(region) : reasonText(t, code)} />;
  }
  const { files, leftOut, more } = data.found;
  const left = leftOut.reduce((sum, { count }) => sum + count, 0);
  const found = more ? texts.foundMore(format.number(files)) : texts.found(format.number(files), files);
  return (
    <Alert
      type={files ? "success" : "warning"}
      showIcon
      role="status"
      title={files ? found : texts.foundNone}
      description={
        left > 0 && (
          <>
            {texts.leftOut(format.number(left))}
            <ul className="bucket-left">
              {leftOut.map(({ code, count }) => (
                <li key={code}>
                  {format.number(count)} × {reasonText(t, code)}
                </li>
              ))}
            </ul>
          </>
        )
      }
    />
  );
}
