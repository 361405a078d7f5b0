import { ReloadOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";

/** What failed and what to do, with another try. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useLanguage();
  return (
    <Alert
      type="error"
      showIcon
      title={t.common.failed}
      description={errorText(t, error)}
      action={
        onRetry && (
          <Button size="small" icon={<ReloadOutlined aria-hidden />} onClick={onRetry}>
            {t.common.retry}
          </Button>
        )
      }
    />
  );
}
