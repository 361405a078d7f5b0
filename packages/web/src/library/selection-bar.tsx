import { DeleteOutlined, LockOutlined, ReloadOutlined, TagOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { DescriptionDialog } from "../categories/description-dialog.tsx";
import { useRefreshCategories } from "../categories/use-categories.ts";
import { RestrictionDialog } from "../sharing/restriction-dialog.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";

interface SelectionBarProps {
  selected: readonly string[];
  failed: number;
  libraryId: string;
  mayRestrict: boolean;
  /** Whether a chosen one has taught intents. */
  teaches: boolean;
  onDone: () => void;
}

/** As many as the desk takes in one call. */
const idsMax = 200;

/** What can be done with the chosen documents, or with all that failed. */
export function SelectionBar({ selected, failed, libraryId, mayRestrict, teaches, onDone }: SelectionBarProps) {
  const { t, format } = useLanguage();
  const { modal, message } = App.useApp();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [restricting, setRestricting] = useState(false);
  const [describing, setDescribing] = useState(false);
  const { done, tell } = useUndo(useRefreshCategories());
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.document.list.queryKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.library.list.queryKey() }),
    ]);
  const remove = useMutation(trpc.document.remove.mutationOptions());
  const retryFailed = useMutation({
    mutationFn: async () => {
      // retried ones leave the list of the failed, so its first page is always the next to do
      for (let left = failed; left > 0; left -= idsMax) {
        const { items } = await client.document.list.query({ libraryId, state: "failed", pageSize: idsMax });
        if (!items.length) return;
        await client.document.retry.mutate({ ids: items.map(({ id }) => id) });
      }
    },
    onError: (error) => void message.error(errorText(t, error)),
    onSettled: refresh,
  });
  const confirmRemove = () =>
    modal.confirm({
      title: t.library.deleteTitle(format.number(selected.length), selected.length),
      content: (
        <>
          <p>{t.library.deleteText}</p>
          {teaches && <p>{t.library.deleteTeaches}</p>}
        </>
      ),
      okText: t.common.delete,
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await remove.mutateAsync({ ids: [...selected] });
          onDone();
        } catch (error) {
          void message.error(errorText(t, error));
        }
        await refresh();
      },
    });

  if (!selected.length && !failed && !done) return null;
  return (
    <div className="selection-bar">
      {selected.length > 0 && (
        <>
          <span>{t.library.selected(format.number(selected.length))}</span>
          {mayRestrict && (
            <>
              <Button size="small" icon={<LockOutlined aria-hidden />} onClick={() => setRestricting(true)}>
                {t.sharing.restrict.action}
              </Button>
              <RestrictionDialog documentIds={restricting ? selected : []} onClose={() => setRestricting(false)} />
            </>
          )}
          <Button size="small" icon={<TagOutlined aria-hidden />} onClick={() => setDescribing(true)}>
            {t.categories.describe.action}
          </Button>
          <DescriptionDialog
            documentIds={describing ? selected : []}
            onClose={() => setDescribing(false)}
            onDone={(documents) =>
              void tell(t.categories.describe.done(format.number(documents.length), documents.length), () =>
                client.document.restoreDescriptions.mutate({ documents }),
              )
            }
          />
          <Button size="small" danger icon={<DeleteOutlined aria-hidden />} onClick={() => void confirmRemove()}>
            {t.common.delete}
          </Button>
          <Button size="small" type="text" onClick={onDone}>
            {t.library.unselect}
          </Button>
        </>
      )}
      <UndoBar done={done} />
      {failed > 0 && (
        <Button
          size="small"
          icon={<ReloadOutlined aria-hidden />}
          loading={retryFailed.isPending}
          onClick={() => retryFailed.mutate()}
        >
          {t.library.retryFailed(format.number(failed))}
        </Button>
      )}
    </div>
  );
}
