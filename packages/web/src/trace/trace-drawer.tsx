import { ExportOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Drawer } from "antd";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { TraceContent } from "./trace-content.tsx";

/** How an answer came about, beside the conversation. */
export function TraceDrawer({ runId, open, onClose }: { runId: string; open: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  const narrow = useMedia("(max-width: 720px)");
  return (
    <Drawer
      open={open}
      onClose={onClose}
      placement={narrow ? "bottom" : "right"}
      size={narrow ? "90%" : 720}
      title={t.trace.title}
      destroyOnHidden
      extra={
        <Link to="/trace/$runId" params={{ runId }}>
          <ExportOutlined aria-hidden /> {t.trace.openPage}
        </Link>
      }
    >
      <TraceContent runId={runId} />
    </Drawer>
  );
}
