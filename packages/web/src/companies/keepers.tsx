import { CloseOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";

/** Who looks after the companies; whoever does can let colleagues do so too. */
export function Keepers() {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const { user } = useMe();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const people = useQuery(trpc.company.keepers.queryOptions());
  const words = t.companies.keepers;
  const set = async (id: string, keeps: boolean, done: string) => {
    try {
      await client.company.setKeeper.mutate({ id, keeps });
      void message.success(done);
    } catch (error) {
      void message.error(errorText(t, error));
    }
    await queryClient.invalidateQueries({ queryKey: trpc.company.keepers.queryKey() });
  };
  const others = people.data?.filter(({ keeps }) => !keeps) ?? [];
  return (
    <section className="card keepers">
      <div className="card-head">
        <h2>{words.title}</h2>
        <p>{words.lead}</p>
      </div>
      <QueryState query={people} rows={1} />
      <ul className="keeper-list">
        {people.data?.map(
          ({ id, name, email, keeps }) =>
            keeps && (
              <li key={id} className="keeper">
                <span className="company-name">
                  <strong>{name}</strong>
                  <span className="quiet">{id === user.id ? words.you : email}</span>
                </span>
                {id !== user.id && (
                  <Button
                    type="text"
                    icon={<CloseOutlined aria-hidden />}
                    aria-label={words.remove(name)}
                    title={words.remove(name)}
                    onClick={() => void set(id, false, words.removed(name))}
                  />
                )}
              </li>
            ),
        )}
      </ul>
      {others.length > 0 && (
        <Select
          className="keeper-choice"
          aria-label={words.choose}
          placeholder={words.choose}
          value={null}
          showSearch={{ optionFilterProp: "label" }}
          options={others.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
          onChange={(id: string | null) => {
            const chosen = others.find((one) => one.id === id);
            if (chosen) void set(chosen.id, true, words.added(chosen.name));
          }}
        />
      )}
    </section>
  );
}
