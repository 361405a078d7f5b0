import { appendFileSync, writeFileSync } from "node:fs";
import { keyOf, type Recorded } from "./engine.ts";
import type { Plain, Resource } from "./graph.ts";

const stackType = "pulumi:pulumi:Stack";

/** Appends what `pulumi preview` and `pulumi up` tell their caller, for which SST's command line waits. */
export function writeEvents(file: string, recorded: Recorded, planning: boolean): void {
  const events = recorded.resources.flatMap((resource) => {
    const urn = recorded.urns.get(keyOf(resource)) ?? "";
    const metadata = {
      op: "create",
      urn,
      type: resource.type,
      old: null,
      new: {
        type: resource.type,
        urn,
        custom: !resource.component,
        id: resource.id ?? "",
        parent: "",
        inputs: resource.inputs,
        outputs: {},
      },
      keys: [],
      diffs: [],
      detailedDiff: null,
      logical: true,
      provider: "",
    };
    return [{ resourcePreEvent: { metadata, planning } }, { resOutputsEvent: { metadata, planning } }];
  });
  const problems = recorded.failures.map((message) => ({
    diagnosticEvent: { urn: "", prefix: "error: ", message, color: "never", severity: "error" },
  }));
  const summary = {
    summaryEvent: {
      maybeCorrupt: false,
      durationSeconds: 1,
      resourceChanges: { create: recorded.resources.length },
      PolicyPacks: {},
    },
  };
  const lines = [...events, ...problems, summary].map((event, sequence) =>
    JSON.stringify({ sequence, timestamp: Math.floor(Date.now() / 1000), ...event }),
  );
  appendFileSync(file, `${lines.join("\n")}\n`);
}

/** Writes the checkpoint that `pulumi up` leaves, from which SST's command line reads outputs and types. */
export function writeCheckpoint(file: string, stack: string, recorded: Recorded): void {
  const resources = recorded.resources
    .toSorted((one, other) => Number(other.type === stackType) - Number(one.type === stackType))
    .map((resource) => checkpointed(resource, recorded));
  const now = new Date().toISOString();
  const manifest = { time: now, magic: "", version: "v3.215.0" };
  const latest = { manifest, secrets_providers: { type: "" }, resources, metadata: {} };
  writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { stack: `organization/${stack}`, latest } }));
}

function checkpointed(resource: Resource, { urns, states, outputs }: Recorded) {
  const key = keyOf(resource);
  const now = new Date().toISOString();
  const parent = [...urns].find(([, urn]) => urn.endsWith(`::${resource.options?.parent}`))?.[1];
  return {
    urn: urns.get(key),
    custom: !resource.component,
    ...(resource.id && { id: resource.id }),
    type: resource.type,
    inputs: resource.inputs,
    outputs: (resource.type === stackType ? outputs : states.get(key)) ?? ({} as Plain),
    ...(parent && { parent }),
    created: now,
    modified: now,
  };
}
