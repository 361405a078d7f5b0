import type { Outputs } from "../app/trpc.ts";

export type TraceRead = Outputs["trace"]["get"];
