import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Skeleton } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, useTRPCClient, type Outputs } from "../app/trpc.ts";
import { DeleteForGood } from "../ui/delete-for-good.tsx";

type Person = Outputs["user"]["list"][number];

/** Deletes a person for good: says what goes and what stays, and offers what is theirs as a file first. */
export function RemovePerson({ person, onClose }: { person: Person | null; onClose: () => void }) {
  return person && <Removal person={person} onClose={onClose} />;
}

function Removal({ person: { id, name }, onClose }: { person: Person; onClose: () => void }) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { data } = useQuery(trpc.user.belongings.queryOptions({ id }));
  const words = t.companies.person;
  const remove = async (typed: string) => {
    await client.user.remove.mutate({ id, name: typed });
    void message.success(words.removed(name));
    await queryClient.invalidateQueries({ queryKey: trpc.user.list.queryKey() });
  };
  const { number } = format;
  return (
    <DeleteForGood open title={words.title(name)} name={name} remove={remove} onClose={onClose}>
      <p>{words.text}</p>
      {data ? (
        <>
          <p>{words.has(number(data.conversations), number(data.feedback), number(data.keys))}</p>
          {data.libraries > 0 && <p>{words.libraries(number(data.libraries), data.libraries)}</p>}
        </>
      ) : (
        <Skeleton active title={false} paragraph={{ rows: 1 }} />
      )}
      <p>
        <a href={`/api/people/${id}/data`} download>
          {words.data}
        </a>
      </p>
    </DeleteForGood>
  );
}
