import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  splitLink,
  TRPCClientError,
  wsLink,
  type TRPCClient,
} from "@trpc/client";
import { createTRPCContext, createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { AppRouter } from "@docent/functions/trpc/router";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { socketOptions } from "./socket.ts";

export type Inputs = inferRouterInputs<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;
export type Client = TRPCClient<AppRouter>;

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/**
 * One client for the tab: queries and mutations by HTTP with the session's cookie, subscriptions by a socket with a
 * ticket. `onSignedOut` is called when the desk gives no ticket because it no longer knows who is asking.
 */
export function createClient(onSignedOut: () => void): Client {
  const admit = async () => {
    try {
      return await client.session.ticket.mutate();
    } catch (error) {
      if (kindOf(error) === "unauthenticated") onSignedOut();
      throw error;
    }
  };
  const socket = createWSClient(socketOptions(location.origin, admit));
  const client: Client = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: wsLink({ client: socket }),
        false: httpBatchLink({ url: "/trpc", maxURLLength: 4_000 }),
      }),
    ],
  });
  return client;
}

/** `onSignedOut` is called when the server no longer knows who is asking. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (kindOf(error) === "unauthenticated") onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        // what the server answered deliberately will not change by asking again at once
        retry: (failures, error) => failures < 2 && kindOf(error) === null,
      },
    },
  });
}

export function createProxy(client: Client, queryClient: QueryClient) {
  return createTRPCOptionsProxy<AppRouter>({ client, queryClient });
}
export type Proxy = ReturnType<typeof createProxy>;

/** The kind of a public error; null for anything that was not said on purpose, such as a lost network. */
export function kindOf(error: unknown): string | null {
  return isServerError(error) ? (error.data?.kind ?? null) : null;
}

export function isServerError(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError;
}
