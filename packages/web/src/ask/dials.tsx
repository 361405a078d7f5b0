import { ControlOutlined } from "@ant-design/icons";
import { Badge, Button, Drawer, Popover } from "antd";
import { useState } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { DialFields } from "./dial-fields.tsx";
import type { Settings } from "./live-runs.ts";
import { changedIn } from "./settings.ts";
import { usePreset } from "./use-preset.ts";
import "./dials.css";

interface DialsProps {
  settings: Settings | null;
  onSettings: (settings: Settings) => void;
}

/** Opens how the model is to write. A dot says that something is not as by default. */
export function Dials({ settings, onSettings }: DialsProps) {
  const { t, format } = useLanguage();
  const narrow = useMedia("(max-width: 720px)");
  const [open, setOpen] = useState(false);
  const changed = changedIn(settings);
  const label = changed ? t.dials.openChanged(format.number(changed)) : t.dials.open;
  const preset = usePreset(settings);
  const fields = (
    <>
      <p className="dials-lead">{t.dials.lead}</p>
      <DialFields settings={settings} onSettings={onSettings} preset={preset} />
    </>
  );
  const button = (
    <Button
      className={changed ? "dials-open on" : "dials-open"}
      size="small"
      type="text"
      icon={
        <Badge dot={changed > 0} size="small" color="blue">
          <ControlOutlined aria-hidden />
        </Badge>
      }
      aria-expanded={open}
      aria-label={label}
      title={label}
      {...(narrow && { onClick: () => setOpen(true) })}
    />
  );
  if (narrow) {
    return (
      <>
        {button}
        <Drawer open={open} onClose={() => setOpen(false)} placement="bottom" size="86%" title={t.dials.title}>
          {fields}
        </Drawer>
      </>
    );
  }
  return (
    <span className="dials">
      <Popover
        trigger="click"
        placement="topLeft"
        title={t.dials.title}
        open={open}
        onOpenChange={setOpen}
        destroyOnHidden
        // next to its button also for those who come by keyboard
        getPopupContainer={(button) => button.parentElement ?? document.body}
        content={<div className="dials-panel">{fields}</div>}
      >
        {button}
      </Popover>
    </span>
  );
}
