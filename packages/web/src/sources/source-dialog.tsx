import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Modal, Radio, Segmented } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { SourceFields } from "./source-fields.tsx";
import { filledFrom, settingsOf, type Filled } from "./source-form.ts";
import type { SourceInfo } from "./source-text.ts";

const kinds = ["urls", "crawl", "folder"] as const;
const schedules = ["never", "hour", "day"] as const;

interface SourceDialogProps {
  libraryId: string;
  source: SourceInfo | "new";
  onClose: () => void;
}

/** Says where documents come from and how often to look; saving looks at once. */
export function SourceDialog({ libraryId, source, onClose }: SourceDialogProps) {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Filled>();
  const held = source === "new" ? null : source;
  const initial = filledFrom(held);
  const kind = Form.useWatch("kind", form) ?? initial.kind;
  const folders = useQuery(trpc.source.folders.queryOptions());
  const save = useMutation({
    mutationFn: async (filled: Filled) => {
      const settings = settingsOf({ ...initial, ...filled });
      const { schedule } = filled;
      if (!held) return client.source.create.mutate({ libraryId, settings, schedule });
      await client.source.change.mutate({ id: held.id, settings, schedule });
      if (JSON.stringify(settings) !== JSON.stringify(held.settings)) await client.source.sync.mutate({ id: held.id });
    },
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.source.list.queryKey() }),
  });
  return (
    <Modal
      open
      title={held ? t.sources.change : t.sources.add}
      okText={t.common.save}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={560}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(filled) => save.mutate(filled)}
      >
        {save.error && <Alert type="error" showIcon title={errorText(t, save.error)} className="dialog-alert" />}
        <Form.Item name="kind" label={t.sources.kind} extra={t.sources.kindHelp[kind]} hidden={held !== null}>
          <Segmented
            block
            aria-label={t.sources.kind}
            options={kinds.map((value) => ({ value, label: t.sources.kinds[value] }))}
          />
        </Form.Item>
        <SourceFields kind={kind} fixed={held !== null} folders={folders.data} />
        <Form.Item name="schedule" label={t.sources.schedule}>
          <Radio.Group options={schedules.map((value) => ({ value, label: t.sources.schedules[value] }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
