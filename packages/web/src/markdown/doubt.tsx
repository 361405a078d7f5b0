import { WarningOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useLanguage } from "../app/language.tsx";

/** Behind a citation: its passage does not seem to say what the text says. Told to a pointer, a finger and a keyboard. */
export function Doubt() {
  const { t } = useLanguage();
  return (
    <Tooltip title={t.trace.doubt.mark} trigger={["hover", "focus", "click"]}>
      <button type="button" className="doubt" aria-label={t.trace.doubt.mark}>
        <WarningOutlined aria-hidden />
      </button>
    </Tooltip>
  );
}
