import { WarningOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useLanguage } from "../app/language.tsx";

/** Behind a citation: its passage does not seem to say what the text says. Told to a pointer and a keyboard; a tap brings the focus. */
export function Doubt() {
  const { t } = useLanguage();
  return (
    <Tooltip title={t.trace.doubt.mark} trigger={["hover", "focus"]}>
      <button type="button" className="doubt" aria-label={t.trace.doubt.mark}>
        <WarningOutlined aria-hidden />
      </button>
    </Tooltip>
  );
}
