import { UploadOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, App, Button } from "antd";
import { useRef, useState } from "react";
import { ownSign, useBranding } from "../app/branding.ts";
import { useLanguage } from "../app/language.tsx";
import { postFile, UploadError } from "../app/post-file.ts";
import { errorText, problemText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { Setting, SettingState } from "./setting-state.tsx";
import { useSettingRefresh, type CompanySettings } from "./use-company-settings.ts";

/** The picture before the name. */
export function LogoSetting({ settings }: { settings: CompanySettings }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const refresh = useSettingRefresh();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const remove = useMutation(useTRPC().setting.removeLogo.mutationOptions());
  const { logo } = useBranding();
  const words = t.company.logo;
  const attempt = async (work: () => Promise<unknown>, done: string) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      void message.success(done);
      await refresh();
    } catch (error) {
      setProblem(error instanceof UploadError ? problemText(t, error.problem) : errorText(t, error));
    } finally {
      setBusy(false);
    }
  };
  const own = settings.settings.logo.own;
  return (
    <Setting name="logo">
      <div className="setting-samples">
        {(["light", "dark"] as const).map((shade) => (
          <div key={shade} className={`setting-sample ${shade}`}>
            <img src={logo?.address ?? ownSign} alt={shade === "light" ? words.now : ""} />
          </div>
        ))}
      </div>
      {problem && <Alert type="error" showIcon title={problem} role="alert" className="setting-problem" />}
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        hidden
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) void attempt(() => postFile("/api/logo", file, () => {}).finished, words.saved);
          // so that choosing the same picture again is a change
          target.value = "";
        }}
      />
      <div className="setting-foot">
        <Button icon={<UploadOutlined aria-hidden />} loading={busy} onClick={() => input.current?.click()}>
          {own === null ? words.choose : words.replace}
        </Button>
        <SettingState
          name="logo"
          settings={settings}
          busy={busy}
          onDefault={() => void attempt(() => remove.mutateAsync(), words.removed)}
        />
      </div>
    </Setting>
  );
}
