import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Checkbox, Modal } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import type { SourceInfo } from "./source-text.ts";

interface RemoveSourceProps {
  source: SourceInfo;
  libraryId: string;
  onClose: () => void;
}

/** Asks whether a source goes, and whether its documents go too. */
export function RemoveSource({ source, libraryId, onClose }: RemoveSourceProps) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [documents, setDocuments] = useState(false);
  const remove = useMutation(
    trpc.source.remove.mutationOptions({
      onSuccess: async () => {
        void message.success(t.sources.removed);
        queryClient.setQueryData(trpc.source.list.queryKey({ libraryId }), (list) =>
          list?.filter(({ id }) => id !== source.id),
        );
        onClose();
        await queryClient.invalidateQueries({ queryKey: trpc.source.list.queryKey() });
      },
    }),
  );
  const { documents: count } = source;
  return (
    <Modal
      open
      title={t.sources.removeTitle}
      okText={t.sources.remove}
      okButtonProps={{ danger: true }}
      confirmLoading={remove.isPending}
      onOk={() => remove.mutate({ id: source.id, documents })}
      onCancel={onClose}
      width={440}
    >
      <div className="source-removal">
        {remove.error && <Alert type="error" showIcon title={errorText(t, remove.error)} />}
        <p>{count ? t.sources.removeText(format.number(count), count) : t.sources.removeTextNone}</p>
        {count > 0 && (
          <Checkbox checked={documents} onChange={(event) => setDocuments(event.target.checked)}>
            {t.sources.removeDocuments}
          </Checkbox>
        )}
      </div>
    </Modal>
  );
}
