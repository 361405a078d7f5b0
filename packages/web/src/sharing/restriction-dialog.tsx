import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, App, Modal, Radio, Select, Skeleton } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { Failure } from "../ui/failure.tsx";
import { useRefreshRights } from "./use-sharing.ts";
import "./sharing.css";

interface RestrictionDialogProps {
  /** The documents'; the dialog is open while there are any. The first one says what is chosen at first. */
  documentIds: readonly string[];
  onClose: () => void;
}

interface Draft {
  restricted: boolean;
  groupIds: string[];
}

/** Which groups may read documents of a library. For its owners. */
export function RestrictionDialog({ documentIds, onClose }: RestrictionDialogProps) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const refresh = useRefreshRights();
  const [changed, setChanged] = useState<Draft | null>(null);
  const set = useMutation(trpc.restriction.set.mutationOptions({ onSuccess: () => void refresh() }));
  const [first] = documentIds;
  const restriction = useQuery(
    trpc.restriction.get.queryOptions({ id: first ?? "" }, { enabled: first !== undefined }),
  );
  const { data } = restriction;
  const draft = changed ?? (data && { restricted: data.groups !== null, groupIds: idsOf(data.groups ?? []) });
  const missing = draft?.restricted === true && draft.groupIds.length === 0;
  const close = () => {
    setChanged(null);
    set.reset();
    onClose();
  };
  const save = () => {
    if (!draft) return;
    set.mutate(
      { ids: [...documentIds], groupIds: draft.restricted ? draft.groupIds : null },
      {
        onSuccess: () => {
          void message.success(t.sharing.restrict.saved);
          close();
        },
      },
    );
  };
  return (
    <Modal
      open={documentIds.length > 0}
      title={t.sharing.restrict.title(format.number(documentIds.length), documentIds.length)}
      okText={t.common.save}
      okButtonProps={{ disabled: !draft || missing }}
      confirmLoading={set.isPending}
      onOk={save}
      onCancel={close}
      destroyOnHidden
      width={480}
    >
      {restriction.isError && <Failure error={restriction.error} onRetry={() => void restriction.refetch()} />}
      {restriction.isPending && <Skeleton active paragraph={{ rows: 3 }} />}
      {set.error && <Alert type="error" showIcon title={errorText(t, set.error)} className="dialog-alert" />}
      {draft && data && (
        <div className="sharing">
          <Radio.Group
            className="sharing-visibility"
            aria-label={t.sharing.restrict.title(format.number(documentIds.length), documentIds.length)}
            value={draft.restricted}
            onChange={({ target }) => setChanged({ ...draft, restricted: target.value === true })}
            options={[
              { value: false, label: t.sharing.restrict.everybody },
              { value: true, label: t.sharing.restrict.groups, disabled: data.choices.length === 0 },
            ]}
          />
          {data.choices.length === 0 ? (
            <p className="quiet">{t.sharing.restrict.noGroups}</p>
          ) : (
            draft.restricted && (
              <>
                <Select
                  mode="multiple"
                  showSearch={{ optionFilterProp: "label" }}
                  value={draft.groupIds}
                  placeholder={t.sharing.restrict.choose}
                  aria-label={t.sharing.restrict.choose}
                  options={data.choices.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={(groupIds: string[]) => setChanged({ ...draft, groupIds })}
                />
                <p className="quiet">{missing ? t.sharing.restrict.groupsNeeded : t.sharing.restrict.groupsHelp}</p>
              </>
            )
          )}
        </div>
      )}
    </Modal>
  );
}

function idsOf(groups: readonly { id: string }[]): string[] {
  return groups.map(({ id }) => id);
}
