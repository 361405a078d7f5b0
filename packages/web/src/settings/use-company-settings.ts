import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { fetchBranding } from "../app/branding.ts";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";

export type CompanySettings = Outputs["setting"]["list"];
export type SettingKey = keyof CompanySettings["settings"];
export type SettingChange = Inputs["setting"]["change"];
export type DaysKey = keyof CompanySettings["limits"]["daysMin"];

export function useCompanySettings() {
  return useQuery(useTRPC().setting.list.queryOptions());
}

/** Everything that shows what the company has decided, anew. */
export function useSettingRefresh(): () => Promise<unknown> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.setting.list.queryKey() }),
      fetchBranding(queryClient, trpc, true),
      queryClient.invalidateQueries({ queryKey: trpc.welcome.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() }),
    ]);
}

/** Changes settings, and says so with a way back to what they were. Fails with what the desk refuses. */
export function useSettingChange() {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const refresh = useSettingRefresh();
  const { mutateAsync, isPending } = useMutation(useTRPC().setting.change.mutationOptions());
  const change = async (key: SettingKey, given: SettingChange) => {
    await mutateAsync(given);
    const { title } = t.company.names[key];
    const back = given[key as keyof SettingChange] === null;
    void message.success(back ? t.company.wentBack(title) : t.company.saved(title));
    await refresh();
  };
  return { change, isPending };
}
