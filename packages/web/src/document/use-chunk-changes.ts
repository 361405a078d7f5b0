import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { useUndo } from "../ui/use-undo.ts";
import { headingsOf, type Card, type Draft, type Leftover } from "./drafts.ts";

/** What can be done to chunks, each with its way back. */
export function useChunkChanges() {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.chunk.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.document.chunks.queryKey() }),
    ]);
  const { done, tell } = useUndo(refresh);
  const numberOf = ({ position }: Card) => format.number(position + 1);

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
      await refresh();
    }
  };

  return {
    done,
    refresh,
    turn: (card: Card, off: boolean) =>
      attempt(async () => {
        const { changed } = await client.chunk.turn.mutate({ ids: [card.id], off });
        if (!changed.length) return void (await refresh());
        const text = off ? t.chunks.turnedOff(numberOf(card)) : t.chunks.turnedOn(numberOf(card));
        await tell(text, () => client.chunk.turn.mutate({ ids: changed, off: !off }));
      }),
    /** Throws when it cannot be saved. */
    save: async (card: Card, draft: Draft) => {
      const { revision } = await client.chunk.edit.mutate({
        id: card.id,
        revision: draft.revision,
        text: draft.text,
        headings: headingsOf(draft),
        ...(card.kind === "question" && { question: draft.question }),
        ...(draft.note.trim() && { note: draft.note }),
        ...(draft.leftoverId !== undefined && { leftoverId: draft.leftoverId }),
      });
      if (revision === draft.revision) return void (await refresh());
      await tell(t.chunks.editor.saved(numberOf(card)), async () => {
        await client.chunk.restore.mutate({ id: card.id, revision, number: draft.revision });
        if (draft.leftoverId !== undefined)
          await client.chunk.dismissLeftovers.mutate({ ids: [draft.leftoverId], dismissed: false });
      });
    },
    restore: (card: Card, number: number) =>
      attempt(async () => {
        const { revision } = await client.chunk.restore.mutate({ id: card.id, revision: card.revision, number });
        if (revision === card.revision) return void (await refresh());
        await tell(t.chunks.revisions.restored(numberOf(card)), () =>
          client.chunk.restore.mutate({ id: card.id, revision, number: card.revision }),
        );
      }),
    dismiss: ({ id }: Leftover) =>
      attempt(async () => {
        await client.chunk.dismissLeftovers.mutate({ ids: [id] });
        await tell(t.chunks.leftovers.dismissed, () =>
          client.chunk.dismissLeftovers.mutate({ ids: [id], dismissed: false }),
        );
      }),
    /** Switches a chunk off in place of one that was switched off in a former version. */
    placeOff: (card: Card, { id }: Leftover) =>
      attempt(async () => {
        const { changed } = await client.chunk.turn.mutate({ ids: [card.id], off: true });
        await client.chunk.dismissLeftovers.mutate({ ids: [id] });
        await tell(t.chunks.leftovers.placedOff(numberOf(card)), async () => {
          await client.chunk.dismissLeftovers.mutate({ ids: [id], dismissed: false });
          if (changed.length) await client.chunk.turn.mutate({ ids: changed, off: false });
        });
      }),
  };
}

export type ChunkChanges = ReturnType<typeof useChunkChanges>;
