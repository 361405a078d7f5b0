import { Alert } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemText } from "../app/problem.ts";
import type { Outputs } from "../app/trpc.ts";

type Tried = Outputs["model"]["test"];

interface ModelTryProps {
  data: Tried | undefined;
  error: unknown;
  /** Says that a try went well, and how long it took. */
  works: (seconds: string) => string;
  /** What a try that went well has shown. */
  said: string;
}

/** What came of trying a model; nothing before the first try. */
export function ModelTry({ data, error, works, said }: ModelTryProps) {
  const { t, format } = useLanguage();
  if (!data && error === null) return null;
  const problem = data ? problemText(t, { code: data.code ?? "", message: data.message }) : errorText(t, error);
  return (
    <Alert
      className="model-tested"
      type={data?.ok ? "success" : "error"}
      showIcon
      role="status"
      title={data?.ok ? works(format.seconds(data.milliseconds)) : t.model.worksNot}
      description={data?.ok ? said : problem}
    />
  );
}
