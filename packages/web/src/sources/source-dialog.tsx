import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Modal, Radio, Segmented } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { keyOf } from "./bucket-form.ts";
import { BucketTried } from "./bucket-tried.tsx";
import { SourceFields } from "./source-fields.tsx";
import { filledFrom, settingsOf, type Filled } from "./source-form.ts";
import type { SourceInfo } from "./source-text.ts";

const kinds = ["urls", "crawl", "folder", "s3"] as const;
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
  const reach = useQuery(trpc.source.reach.queryOptions());
  const attempt = useMutation(trpc.source.try.mutationOptions());
  const test = async () => {
    const fields = await form.validateFields().catch(() => undefined);
    if (!fields) return;
    const filled = { ...initial, ...fields };
    const settings = settingsOf(filled);
    if (settings.kind !== "s3") return;
    attempt.mutate({ libraryId, settings, key: keyOf(filled, held), ...(held && { id: held.id }) });
  };
  const save = useMutation({
    mutationFn: async (fields: Filled) => {
      const filled = { ...initial, ...fields };
      const settings = settingsOf(filled);
      const { schedule } = filled;
      const key = settings.kind === "s3" ? keyOf(filled, held) : undefined;
      if (!held) return client.source.create.mutate({ libraryId, settings, key, schedule });
      await client.source.change.mutate({ id: held.id, settings, key, schedule });
      if (key !== undefined || JSON.stringify(settings) !== JSON.stringify(held.settings))
        await client.source.sync.mutate({ id: held.id });
    },
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.source.list.queryKey() }),
  });
  return (
    <Modal
      open
      title={held ? t.sources.change : t.sources.add}
      onCancel={onClose}
      width={560}
      footer={[
        kind === "s3" && (
          <Button key="test" loading={attempt.isPending} onClick={() => void test()}>
            {t.sources.buckets.test}
          </Button>
        ),
        <Button key="save" type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t.common.save}
        </Button>,
      ]}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onValuesChange={() => attempt.reset()}
        onFinish={(filled) => save.mutate(filled)}
      >
        {save.error && <Alert type="error" showIcon title={errorText(t, save.error)} className="dialog-alert" />}
        <Form.Item name="kind" label={t.sources.kind} extra={t.sources.kindHelp[kind]} hidden={held !== null}>
          <Segmented
            block
            className="source-kinds"
            aria-label={t.sources.kind}
            options={kinds.map((value) => ({ value, label: t.sources.kinds[value] }))}
          />
        </Form.Item>
        <SourceFields kind={kind} held={held} reach={reach.data} />
        <Form.Item name="schedule" label={t.sources.schedule}>
          <Radio.Group options={schedules.map((value) => ({ value, label: t.sources.schedules[value] }))} />
        </Form.Item>
        {kind === "s3" && <BucketTried data={attempt.data} error={attempt.error} />}
      </Form>
    </Modal>
  );
}
