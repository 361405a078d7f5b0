import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, InputNumber, Modal } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";

/** Says what a run takes, and begins it. */
export function StartDialog({ libraryId, onClose }: { libraryId: string; onClose: () => void }) {
  const { t, format } = useLanguage();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [most, setMost] = useState<number | null>(null);
  const estimate = useQuery(trpc.writing.estimate.queryOptions({ libraryId }, { staleTime: 0 }));
  const start = useMutation(
    trpc.writing.start.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.writing.pathKey() }),
    }),
  );
  const { data } = estimate;
  return (
    <Modal
      open
      width={480}
      title={t.written.start.title}
      okText={t.written.start.action}
      okButtonProps={{ disabled: !data?.calls || !data.model }}
      confirmLoading={start.isPending}
      onOk={() => start.mutate({ libraryId, ...(most && { callsMax: most }) })}
      onCancel={onClose}
    >
      {start.error && <Alert type="error" showIcon title={errorText(t, start.error)} className="dialog-alert" />}
      <QueryState query={estimate} rows={2} />
      {data && (
        <>
          <p role="status">
            {data.calls > 0
              ? t.written.start.estimate(format.number(data.calls), data.model ?? "", data.calls)
              : t.written.start.nothing}
          </p>
          {data.done > 0 && data.calls > 0 && (
            <p className="quiet">{t.written.start.done(format.number(data.done), data.done)}</p>
          )}
          {data.calls > 0 && (
            <Form layout="vertical" className="written-start">
              <Form.Item label={t.written.start.most} extra={t.written.start.mostHelp} htmlFor="written-most">
                <InputNumber
                  id="written-most"
                  min={1}
                  max={1_000_000}
                  precision={0}
                  value={most}
                  placeholder={format.number(data.calls)}
                  onChange={setMost}
                />
              </Form.Item>
            </Form>
          )}
        </>
      )}
    </Modal>
  );
}
