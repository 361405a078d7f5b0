import { useState, type ReactNode } from "react";
import { Gate, type Proposal } from "./gate.tsx";

/** Asks, before a change for the whole company is made, whether the test sets are to be run with it first. */
export function useGate(): { mayMake: (proposal: Proposal) => Promise<boolean>; gate: ReactNode } {
  const [open, setOpen] = useState<{ proposal: Proposal; decide: (makes: boolean) => void } | null>(null);
  const mayMake = (proposal: Proposal) =>
    new Promise<boolean>((resolve) => {
      const decide = (makes: boolean) => {
        setOpen(null);
        resolve(makes);
      };
      setOpen({ proposal, decide });
    });
  return { mayMake, gate: open && <Gate proposal={open.proposal} onDecide={open.decide} /> };
}
