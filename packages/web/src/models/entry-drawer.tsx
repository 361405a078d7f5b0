import { App, Drawer } from "antd";
import { useState } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { EntryForm } from "./entry-form.tsx";
import type { Entry, Kind } from "./entry.ts";
import { StartChoice, type Start } from "./start-choice.tsx";

/** What the drawer is open for. */
export type Editing = { type: "add"; kind: Kind } | { type: "change" | "copy"; entry: Entry };

/** A model being added, changed or copied. */
export function EntryDrawer({ editing, onClose }: { editing: Editing; onClose: () => void }) {
  const { t } = useLanguage();
  const { modal } = App.useApp();
  const texts = t.models.catalogue;
  const narrow = useMedia("(max-width: 720px)");
  const [kind, setKind] = useState<Kind>(editing.type === "add" ? editing.kind : editing.entry.kind);
  const [start, setStart] = useState<Start | null>(null);
  const [touched, setTouched] = useState(false);
  const close = () => {
    if (!touched) return onClose();
    modal.confirm({
      title: texts.form.discardTitle,
      content: texts.form.discardText,
      okText: texts.form.discard,
      okButtonProps: { danger: true },
      cancelText: texts.form.goOn,
      onOk: onClose,
    });
  };
  const common = { onTouch: () => setTouched(true), onSaved: onClose };
  return (
    <Drawer
      open
      onClose={close}
      placement={narrow ? "bottom" : "right"}
      size={narrow ? "94%" : 600}
      title={editing.type === "change" ? texts.form.edit(editing.entry.name) : texts.start.title}
    >
      {editing.type !== "add" ? (
        <EntryForm
          {...common}
          kind={kind}
          provider={editing.entry.place.provider}
          entry={editing.entry}
          copies={editing.type === "copy"}
        />
      ) : start ? (
        <EntryForm
          {...common}
          kind={kind}
          provider={start.provider}
          baseUrl={start.baseUrl}
          onBack={() => {
            setStart(null);
            setTouched(false);
          }}
        />
      ) : (
        <StartChoice kind={kind} onKind={setKind} onStart={setStart} />
      )}
    </Drawer>
  );
}
