import type { Outputs } from "../app/trpc.ts";

export type Case = Outputs["testCase"]["list"]["items"][number];
