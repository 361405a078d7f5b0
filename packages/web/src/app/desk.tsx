import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { AppearanceProvider } from "./appearance.tsx";
import { LanguageProvider } from "./language.tsx";
import { createDeskRouter } from "./router.tsx";
import { signInAgain } from "./sign-in-again.ts";
import { createClient, createProxy, createQueryClient, TRPCProvider } from "./trpc.ts";

/** The whole console: its connections, its looks and its pages. */
export function Desk() {
  const [{ client, queryClient, router }] = useState(open);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        <LanguageProvider>
          <AppearanceProvider>
            <RouterProvider router={router} />
          </AppearanceProvider>
        </LanguageProvider>
      </TRPCProvider>
    </QueryClientProvider>
  );
}

function open() {
  const client = createClient(() => signInAgain());
  const queryClient = createQueryClient(() => signInAgain());
  const router = createDeskRouter({ queryClient, trpc: createProxy(client, queryClient) });
  return { client, queryClient, router };
}
