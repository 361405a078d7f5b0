import { EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPCClient, type Outputs } from "../app/trpc.ts";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";
import { DescriptionDialog } from "./description-dialog.tsx";
import { Said } from "./said.tsx";
import { useRefreshCategories } from "./use-categories.ts";
import "./categories.css";

/** What is said about a document, for those who may change it with a way to do so. */
export function DocumentDescription({ document }: { document: Outputs["document"]["get"] }) {
  const { t, format } = useLanguage();
  const client = useTRPCClient();
  const [editing, setEditing] = useState(false);
  const { done, tell } = useUndo(useRefreshCategories());
  const { id, category, metadata, role } = document;
  const isSaid = category !== null || Object.keys(metadata).length > 0;
  if (role === "reader" && !isSaid) return null;
  return (
    <div className="description">
      <Said category={category?.name} metadata={metadata} />
      {role !== "reader" && (
        <>
          <Button
            size="small"
            type={isSaid ? "text" : "default"}
            icon={<EditOutlined aria-hidden />}
            aria-label={isSaid ? t.categories.describe.editAll : t.categories.describe.action}
            onClick={() => setEditing(true)}
          >
            {isSaid ? t.categories.describe.edit : t.categories.describe.action}
          </Button>
          <UndoBar done={done} />
          <DescriptionDialog
            documentIds={editing ? [id] : []}
            held={{ category: category?.id ?? null, metadata }}
            onClose={() => setEditing(false)}
            onDone={(documents) =>
              void tell(t.categories.describe.done(format.number(1), 1), () =>
                client.document.restoreDescriptions.mutate({ documents }),
              )
            }
          />
        </>
      )}
    </div>
  );
}
