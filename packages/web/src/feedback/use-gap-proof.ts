import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useTRPC, type Outputs } from "../app/trpc.ts";

type Proof = Outputs["gap"]["prove"] extends AsyncIterable<infer One> ? One : never;

/** Asks the questions of a group again, one group at a time; tells how far it is. */
export function useGapProof(onEnd: () => void) {
  const [id, setId] = useState<string | null>(null);
  const [last, setLast] = useState<{ id: string; proof: Proof } | null>(null);
  const [error, setError] = useState<unknown>(null);
  useSubscription(
    useTRPC().gap.prove.subscriptionOptions(
      { id: id ?? "" },
      {
        enabled: id !== null,
        onData: (told) => {
          if (id) setLast({ id, proof: told });
          if (!told.kept) return;
          setId(null);
          onEnd();
        },
        onError: (failure) => {
          setError(failure);
          setId(null);
        },
      },
    ),
  );
  return {
    id,
    /** How far it is with that group, or what came of it last. */
    of: (gapId: string) => (last?.id === gapId ? last.proof : undefined),
    error,
    start(next: string) {
      setLast(null);
      setError(null);
      setId(next);
    },
    stop: () => setId(null),
  };
}
