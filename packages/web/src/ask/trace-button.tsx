import { NodeIndexOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { lazy, Suspense, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";

const TraceDrawer = lazy(async () => ({ default: (await import("../trace/trace-drawer.tsx")).TraceDrawer }));

/** Opens how the answer came about, for those who look after the answers. */
export function TraceButton({ runId }: { runId: string }) {
  const { t } = useLanguage();
  const { user } = useMe();
  const [state, setState] = useState<"unused" | "open" | "closed">("unused");
  if (user.role === "member") return null;
  return (
    <>
      <Tooltip title={t.trace.title}>
        <Button
          type="text"
          size="small"
          icon={<NodeIndexOutlined aria-hidden />}
          aria-label={t.trace.title}
          aria-haspopup="dialog"
          onClick={() => setState("open")}
        />
      </Tooltip>
      {state !== "unused" && (
        <Suspense>
          <TraceDrawer runId={runId} open={state === "open"} onClose={() => setState("closed")} />
        </Suspense>
      )}
    </>
  );
}
