import { MoreOutlined, ShareAltOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { CategorySelect } from "../categories/category-select.tsx";
import { useCategories } from "../categories/use-categories.ts";
import { SharingDialog } from "../sharing/sharing-dialog.tsx";
import { SharingLabel } from "../sharing/sharing-label.tsx";
import { ChangeMenu } from "../ui/change-menu.tsx";
import { LibraryNameDialog } from "./library-name-dialog.tsx";
import { UploadButtons } from "./upload-buttons.tsx";
import type { NamedFile } from "./upload-queue.ts";

interface LibraryHeadProps {
  libraryId: string;
  documents: number;
  /** The category of the files that are added. */
  category: string | null;
  onCategory: (id: string | null) => void;
  onFiles: (files: NamedFile[]) => void;
}

export function LibraryHead({ libraryId, documents, category, onCategory, onFiles }: LibraryHeadProps) {
  const { t } = useLanguage();
  const { modal, message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { user } = useMe();
  const categories = useCategories();
  const narrow = useMedia("(max-width: 899px)");
  const [renaming, setRenaming] = useState(false);
  const [sharing, setSharing] = useState(false);
  const libraries = useQuery(trpc.library.list.queryOptions());
  const library = libraries.data?.find(({ id }) => id === libraryId);
  const summary = useQuery(trpc.sharing.list.queryOptions()).data?.find(({ id }) => id === libraryId);
  const listKey = trpc.library.list.queryKey();
  const rename = useMutation(trpc.library.rename.mutationOptions());
  const remove = useMutation(trpc.library.remove.mutationOptions());

  const confirmRemove = () =>
    modal.confirm({
      title: t.library.removeTitle,
      content: documents > 0 ? t.library.removeNotEmpty : t.library.removeText(library?.name ?? ""),
      okText: t.common.delete,
      okButtonProps: { danger: true, disabled: documents > 0 },
      onOk: async () => {
        try {
          await remove.mutateAsync({ id: libraryId });
        } catch (error) {
          void message.error(errorText(t, error));
          return;
        }
        queryClient.setQueryData(listKey, (list) => list?.filter(({ id }) => id !== libraryId));
        await navigate({ to: "/library", replace: true });
      },
    });
  return (
    <div className="page-head">
      <div className="library-title">
        <h1 className={narrow ? "unseen" : undefined}>{library?.name ?? (libraries.data ? t.library.gone : " ")}</h1>
        {summary && <SharingLabel summary={summary} />}
      </div>
      {library?.role === "owner" && (
        <Button icon={<ShareAltOutlined aria-hidden />} onClick={() => setSharing(true)}>
          {t.sharing.action}
        </Button>
      )}
      {library && library.role !== "reader" && (
        <>
          <ChangeMenu
            rename={{ label: t.library.rename, onClick: () => setRenaming(true) }}
            remove={{ label: t.library.remove, onClick: () => void confirmRemove() }}
          >
            <Button icon={<MoreOutlined aria-hidden />} aria-label={t.library.more} />
          </ChangeMenu>
          {(categories.length > 0 || user.role !== "member") && (
            <CategorySelect
              className="category-upload"
              label={t.categories.forUploads}
              value={category}
              placeholder={t.categories.uploadWithout}
              onChange={onCategory}
            />
          )}
          <UploadButtons onFiles={onFiles} />
        </>
      )}
      <SharingDialog libraryId={sharing ? libraryId : null} onClose={() => setSharing(false)} />
      {library && (
        <LibraryNameDialog
          open={renaming}
          title={t.library.rename}
          initial={library.name}
          onClose={() => setRenaming(false)}
          onSave={async (name) => {
            await rename.mutateAsync({ id: libraryId, name });
            await queryClient.invalidateQueries({ queryKey: listKey });
          }}
        />
      )}
    </div>
  );
}
