/** Keeps SST's command line from fetching Pulumi and Bun, which are not needed to type-check or to synthesise. */
export const offline = { SST_SKIP_DEPENDENCY_CHECK: "1", NO_BUN: "1", SST_TELEMETRY_DISABLED: "1" };
