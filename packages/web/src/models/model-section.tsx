import { useState } from "react";
import { Catalogue } from "./catalogue.tsx";
import { EntryDrawer, type Editing } from "./entry-drawer.tsx";
import { ModelUses } from "./model-uses.tsx";
import "./models.css";

/** Which models there are, and which of them answers, finds and ranks. */
export function ModelSection() {
  const [editing, setEditing] = useState<Editing | null>(null);
  return (
    <>
      <ModelUses onAdd={(kind) => setEditing({ type: "add", kind })} />
      <Catalogue onEdit={setEditing} />
      {editing && <EntryDrawer editing={editing} onClose={() => setEditing(null)} />}
    </>
  );
}
