import { useQuery } from "@tanstack/react-query";
import { Alert, App, Modal, Radio, Skeleton, Switch } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { Failure } from "../ui/failure.tsx";
import { GrantList } from "./grant-list.tsx";
import { draftOf, toInput, withVisibility, type Draft } from "./sharing-draft.ts";
import { useSetSharing } from "./use-sharing.ts";
import "./sharing.css";

const visibilities = ["company", "groups", "private"] as const;

interface SharingDialogProps {
  /** The library's; null while the dialog is closed. */
  libraryId: string | null;
  onClose: () => void;
}

/** Who may read a library, and what else they may do in it. For its owners and for administrators. */
export function SharingDialog({ libraryId, onClose }: SharingDialogProps) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const { user } = useMe();
  const [changed, setChanged] = useState<Draft | null>(null);
  const set = useSetSharing();
  const sharing = useQuery(
    useTRPC().sharing.get.queryOptions({ id: libraryId ?? "" }, { enabled: libraryId !== null }),
  );
  const draft = changed ?? (sharing.data && draftOf(sharing.data));
  const close = () => {
    setChanged(null);
    set.reset();
    onClose();
  };
  const save = () => {
    if (!libraryId || !draft) return;
    set.mutate(toInput(libraryId, draft), {
      onSuccess: () => {
        void message.success(t.sharing.saved);
        close();
      },
    });
  };
  return (
    <Modal
      open={libraryId !== null}
      title={t.sharing.title(sharing.data?.name ?? "")}
      okText={t.common.save}
      okButtonProps={{ disabled: !draft }}
      confirmLoading={set.isPending}
      onOk={save}
      onCancel={close}
      destroyOnHidden
      width={560}
    >
      {sharing.isError && <Failure error={sharing.error} onRetry={() => void sharing.refetch()} />}
      {sharing.isPending && <Skeleton active paragraph={{ rows: 5 }} />}
      {set.error && <Alert type="error" showIcon title={errorText(t, set.error)} className="dialog-alert" />}
      {draft && sharing.data && (
        <div className="sharing">
          <Radio.Group
            className="sharing-visibility"
            aria-label={t.sharing.who}
            value={draft.visibility}
            onChange={({ target }) => {
              const next = visibilities.find((known) => known === target.value);
              if (next) setChanged(withVisibility(draft, next, user.id));
            }}
            options={visibilities.map((value) => ({ value, label: t.sharing.visibilities[value] }))}
          />
          <p className="quiet">{t.sharing.visibilityHelp[draft.visibility]}</p>
          {draft.visibility === "company" && (
            <div className="sharing-download">
              <label>
                <Switch
                  size="small"
                  checked={draft.mayDownload}
                  aria-label={t.sharing.mayDownload}
                  onChange={(mayDownload) => setChanged({ ...draft, mayDownload })}
                />
                <span>{t.sharing.mayDownload}</span>
              </label>
              <p className="quiet">{t.sharing.mayDownloadHelp}</p>
            </div>
          )}
          <GrantList
            draft={draft}
            choices={sharing.data.choices}
            onChange={(grants) => setChanged({ ...draft, grants })}
          />
        </div>
      )}
    </Modal>
  );
}
