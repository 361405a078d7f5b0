import { LockOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { LibraryNameDialog } from "../library/library-name-dialog.tsx";
import { useRefreshRights } from "./use-sharing.ts";

/** Where somebody who only asks makes a library of their own. */
export function OwnLibrary() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const refresh = useRefreshRights();
  const [creating, setCreating] = useState(false);
  const create = useMutation(useTRPC().library.create.mutationOptions());
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.sharing.own.title}</h2>
        <p>{t.sharing.own.lead}</p>
      </div>
      <Button icon={<LockOutlined aria-hidden />} onClick={() => setCreating(true)}>
        {t.sharing.own.create}
      </Button>
      <LibraryNameDialog
        open={creating}
        title={t.sharing.own.create}
        initial=""
        onClose={() => setCreating(false)}
        onSave={async (name) => {
          const { id } = await create.mutateAsync({ name, visibility: "private" });
          await refresh();
          await navigate({ to: "/library/$libraryId", params: { libraryId: id } });
        }}
      />
    </section>
  );
}
