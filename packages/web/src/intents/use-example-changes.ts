import { App } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPCClient, type Inputs, type Outputs } from "../app/trpc.ts";
import { useUndo } from "../ui/use-undo.ts";

export type Example = Pick<Outputs["example"]["list"]["items"][number], "id" | "text">;
export type Change = Omit<Inputs["example"]["change"], "id">;

/** Changes of examples, each told with a way to take it back. `refresh` is called after each of them. */
export function useExampleChanges(refresh: () => Promise<void>) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const { done, tell, forget: forgetUndo } = useUndo(refresh);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const touch = (id: string) => setTouched((before) => new Set([...before, id]));

  const add = async (intentId: string, texts: readonly string[]) => {
    const examples = texts.map((text) => ({ text }));
    const { added, already, refused } = await client.example.add.mutate({ intentId, examples });
    const said = [
      added.length > 0 ? t.intents.examples.added(format.number(added.length)) : t.intents.examples.nothingNew,
      ...(already > 0 && added.length > 0 ? [t.intents.examples.already(format.number(already))] : []),
      ...(refused.length > 0
        ? [t.intents.examples.refused(refused.map(({ line }) => format.number(line)).join(t.words.comma))]
        : []),
    ];
    await tell(said.join(" · "), async () => {
      if (added.length > 0) await client.example.remove.mutate({ ids: added.map(({ id }) => id) });
    });
  };
  /** Throws when it cannot be saved, so that the editor stays open and says why. */
  const change = async (example: Example, change: Change) => {
    const { before, after } = await client.example.change.mutate({ id: example.id, ...change });
    const { text, intentId, parameters } = before;
    touch(example.id);
    const said =
      after.intentId === intentId
        ? t.intents.examples.changed(after.text)
        : t.intents.examples.moved(after.text, after.intent);
    await tell(said, () => client.example.change.mutate({ id: example.id, text, intentId, parameters }));
  };
  const remove = async ({ id }: Example) => {
    try {
      const gone = await client.example.remove.mutate({ ids: [id] });
      const [example] = gone;
      if (!example) return await refresh();
      const { intentId, text, parameters } = example;
      touch(id);
      await tell(t.intents.examples.removed(text), () =>
        client.example.add.mutate({ intentId, examples: [{ text, parameters }] }),
      );
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  /** Moves an example; why it cannot be moved is told. */
  const move = async (example: Example, intentId: string) => {
    try {
      await change(example, { intentId });
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  const forget = () => {
    forgetUndo();
    setTouched(new Set());
  };
  return { done, touched, add, change, move, remove, forget };
}
export type ExampleChanges = ReturnType<typeof useExampleChanges>;
