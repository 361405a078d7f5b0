import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { problemOf } from "../app/problem.ts";
import { useTRPC, useTRPCClient, type Client } from "../app/trpc.ts";
import { endTurn, isUnderWay, type Conversation, type Turn } from "./conversation-cache.ts";
import { createLiveRuns, type LiveRun, type LiveRuns, type WatchHandlers } from "./live-runs.ts";
import { phaseOf, type Phase } from "./phase.ts";

const LiveRunsContext = createContext<LiveRuns | null>(null);

/** Holds the runs of this tab, so that going to another page and back loses nothing. */
export function LiveRunsProvider({ children }: { children: ReactNode }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [runs] = useState(() =>
    createLiveRuns({
      send: async ({ pictures = [], ...asked }) => {
        // one that is asked again keeps what it was asked with
        const pictureIds = asked.retryOf === undefined ? pictures.map(({ id }) => id) : [];
        await client.chat.ask.mutate({ ...asked, ...(pictureIds.length > 0 && { pictureIds }) });
      },
      stop: async (runId) => void (await client.chat.stop.mutate({ runId })),
      watch: (runId, after, handlers) => watch(client, runId, after, handlers),
      problemOf,
      onEnd(runId, end) {
        queryClient.setQueriesData<Conversation>(
          { queryKey: trpc.conversation.get.queryKey() },
          (conversation) => conversation && endTurn(conversation, runId, end),
        );
        void queryClient.invalidateQueries({ queryKey: trpc.conversation.list.queryKey() });
      },
    }),
  );
  return <LiveRunsContext value={runs}>{children}</LiveRunsContext>;
}

export function useLiveRuns(): LiveRuns {
  const runs = use(LiveRunsContext);
  if (!runs) throw new Error("useLiveRuns is only for components inside LiveRunsProvider.");
  return runs;
}

/** The run as it goes on, read along while the component stands. Undefined without an id. */
export function useLiveRun(runId: string | undefined): LiveRun | undefined {
  const runs = useLiveRuns();
  useEffect(() => (runId === undefined ? undefined : runs.follow(runId)), [runs, runId]);
  return useSyncExternalStore(
    (listener) => (runId === undefined ? () => {} : runs.subscribe(runId, listener)),
    () => (runId === undefined ? undefined : runs.get(runId)),
  );
}

/** Only how far it is, for those who need not draw its text. */
export function usePhase(turn: Turn | undefined): Phase | undefined {
  const runs = useLiveRuns();
  const live = turn && isUnderWay(turn) ? turn.runId : undefined;
  return useSyncExternalStore(
    (listener) => (live === undefined ? () => {} : runs.subscribe(live, listener)),
    () => turn && phaseOf(turn, live === undefined ? undefined : runs.get(live)),
  );
}

function watch(client: Client, runId: string, after: number, handlers: WatchHandlers) {
  return client.chat.watch.subscribe(
    { runId, lastEventId: String(after) },
    {
      onData: ({ id, data }) => handlers.onEvents({ number: Number(id), event: data }),
      onConnectionStateChange: ({ state, error }) => handlers.onConnection(state !== "connecting" || error === null),
      onError: (error) => handlers.onRefused(problemOf(error)),
      onComplete: () => handlers.onClosed(),
    },
  );
}
