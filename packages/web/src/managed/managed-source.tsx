import { CloudServerOutlined, DisconnectOutlined, EditOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { ManagedDialog } from "./managed-dialog.tsx";
import "./managed.css";

/** The knowledge base that a library is searched with, or how to connect one. For administrators. */
export function ManagedSource({ libraryId }: { libraryId: string }) {
  const { t, format } = useLanguage();
  const texts = t.managed;
  const { modal, message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState(false);
  const { data: held } = useQuery(trpc.knowledgeBase.get.queryOptions({ libraryId }));
  const disconnect = useMutation(trpc.knowledgeBase.disconnect.mutationOptions());
  if (held === undefined) return null;

  const confirmDisconnect = () =>
    modal.confirm({
      title: texts.disconnectTitle,
      content: texts.disconnectText,
      okText: texts.disconnect,
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await disconnect.mutateAsync({ libraryId });
        } catch (error) {
          void message.error(errorText(t, error));
          return;
        }
        void message.success(texts.disconnected);
        queryClient.setQueryData(trpc.knowledgeBase.get.queryKey({ libraryId }), null);
        await queryClient.invalidateQueries({ queryKey: trpc.library.list.queryKey() });
      },
    });

  return (
    <section className="managed" aria-label={texts.title}>
      <CloudServerOutlined className="managed-icon" aria-hidden />
      <div className="managed-text">
        <h2>{texts.title}</h2>
        <p className="quiet">
          {held
            ? [held.place.knowledgeBase, held.place.region, texts.asked(format.number(held.place.results))].join(" · ")
            : texts.lead}
        </p>
      </div>
      <div className="managed-actions">
        {held ? (
          <>
            <Button size="small" icon={<EditOutlined aria-hidden />} onClick={() => setEditing(true)}>
              {texts.change}
            </Button>
            <Button size="small" danger icon={<DisconnectOutlined aria-hidden />} onClick={confirmDisconnect}>
              {texts.disconnect}
            </Button>
          </>
        ) : (
          <Button onClick={() => setEditing(true)}>{texts.connect}</Button>
        )}
      </div>
      {editing && <ManagedDialog libraryId={libraryId} held={held} onClose={() => setEditing(false)} />}
    </section>
  );
}
