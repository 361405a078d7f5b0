import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useTRPC, type Outputs } from "../app/trpc.ts";

type Proof = Outputs["gap"]["prove"] extends AsyncIterable<infer One> ? One : never;

/** Asks the questions of a group again, one group at a time; tells how far it is. */
export function useGapProof(onEnd: () => void) {
  const [id, setId] = useState<string | null>(null);
  const [proof, setProof] = useState<Proof | null>(null);
  const [error, setError] = useState<unknown>(null);
  useSubscription(
    useTRPC().gap.prove.subscriptionOptions(
      { id: id ?? "" },
      {
        enabled: id !== null,
        onData: (told) => {
          setProof(told);
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
    proof,
    error,
    start(next: string) {
      setProof(null);
      setError(null);
      setId(next);
    },
    stop: () => setId(null),
  };
}
