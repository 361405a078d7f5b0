import crypto from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Options, Plain, Resource } from "./graph.ts";
import { requireOfPlatform } from "./place.ts";
import { plain } from "./plain.ts";
import { answerCall, idOf, stateOf, type Account, type Asked } from "./provider.ts";

/** What came of a program, resource by resource. */
export interface Recorded {
  outputs: Plain;
  resources: Resource[];
  urns: Map<string, string>;
  states: Map<string, Plain>;
  unknownCalls: Set<string>;
  failures: string[];
}

interface Request {
  getParent(): string;
  getType(): string;
  getName(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
  getDependenciesList(): string[];
}
interface OutputsRequest {
  getUrn(): string;
  getOutputs(): { toJavaScript(): unknown } | undefined;
}
interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource: (this: Monitor, request: Request, done: unknown) => Promise<void>;
  readResource: (this: Monitor, request: Request, done: unknown) => Promise<void>;
  registerResourceOutputs: (this: Monitor, request: OutputsRequest, done: unknown) => Promise<void>;
}
interface Mocks {
  newResource(asked: Asked & { custom?: boolean }): { id: string | undefined; state: Record<string, unknown> };
  call(asked: { token: string; inputs: Record<string, unknown> }): Record<string, unknown>;
}
interface Pulumi {
  runtime: {
    setMocks(mocks: Mocks, project: string, stack: string, preview: boolean, organization: string): Promise<void>;
    runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
    disconnect(): Promise<void>;
  };
}

/** Names a resource among all. */
export const keyOf = ({ type, name }: { type: string; name: string }) => `${type}::${name}`;

/**
 * Runs a bundled program under Pulumi's own mocks, which SST's suite uses too, and records everything that it would
 * make. Nothing is asked of AWS. Works once per process: Pulumi's runtime is global.
 */
export async function record(
  program: string,
  { name, stage, account, isConfig }: { name: string; stage: string; account: Account; isConfig: boolean },
): Promise<Recorded> {
  const recorded: Recorded = {
    outputs: undefined,
    resources: [],
    urns: new Map(),
    states: new Map(),
    unknownCalls: new Set(),
    failures: [],
  };
  const options = new Map<string, Options>();
  pinRandomSuffixes();
  const pulumi = requireOfPlatform("@pulumi/pulumi") as Pulumi;
  const { MockMonitor } = requireOfPlatform("@pulumi/pulumi/runtime/mocks") as { MockMonitor: { prototype: Monitor } };
  listen(MockMonitor.prototype, recorded, options);
  // a rejected apply leaves the program waiting for ever
  const rejected = new Promise<never>((_, reject) => process.on("unhandledRejection", reject));
  await pulumi.runtime.setMocks(
    {
      newResource: (asked) => make(asked, account, recorded),
      call: ({ token, inputs }) => {
        const answer = answerCall(token, inputs, account);
        if (!answer) recorded.unknownCalls.add(token);
        return answer ?? inputs;
      },
    },
    name,
    stage,
    false,
    "organization",
  );
  const run = async () => {
    const outputs = await pulumi.runtime.runInPulumiStack(async () => {
      const { default: main } = (await import(pathToFileURL(program).href)) as { default: unknown };
      return isConfig ? (main as () => Promise<unknown>)() : main;
    });
    await pulumi.runtime.disconnect();
    return outputs;
  };
  const late = setTimeout(300_000, undefined, { ref: false }).then(() => {
    throw new Error("the program did not come to an end within five minutes");
  });
  try {
    recorded.outputs = plain(await Promise.race([run(), rejected, late]));
  } catch (error) {
    recorded.failures.push(told(error));
  }
  for (const resource of recorded.resources) {
    const held = options.get(keyOf(resource));
    if (held) resource.options = held;
  }
  recorded.failures.push(...twice(recorded.resources));
  return recorded;
}

function make(asked: Asked & { custom?: boolean }, account: Account, { resources, states, failures }: Recorded) {
  const { type, name } = asked;
  try {
    if (type === "pulumi:pulumi:Stack" || asked.custom === false) {
      resources.push({ type, name, component: true, inputs: {}, secretPaths: [] });
      return { id: undefined, state: asked.inputs };
    }
    const secretPaths: string[] = [];
    const inputs = plain(asJson(asked.inputs), (path) => secretPaths.push(path)) as Record<string, Plain>;
    const id = asked.id || idOf({ type, name, inputs }, account);
    resources.push({ type, name, id, inputs, secretPaths, ...(asked.id && { existing: true }) });
    const state = stateOf({ ...asked, inputs: asked.inputs }, account);
    states.set(keyOf(asked), plain(asJson(state)));
    return { id, state };
  } catch (error) {
    failures.push(`${type} ${name}: ${told(error)}`);
    throw error;
  }
}

/** Files to be uploaded hold promises, of which nothing is left in JSON. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Hears what the mocks do not tell: under what each resource stands, what it waits for, what is kept. */
function listen(monitor: Monitor, { urns, states }: Recorded, options: Map<string, Options>): void {
  const { registerResource, readResource, registerResourceOutputs } = monitor;
  const named = function (this: Monitor, request: Request) {
    const key = keyOf({ type: request.getType(), name: request.getName() });
    urns.set(key, this.newUrn(request.getParent(), request.getType(), request.getName()));
    return key;
  };
  monitor.readResource = function (request, done) {
    named.call(this, request);
    return readResource.call(this, request, done);
  };
  monitor.registerResource = function (request, done) {
    const ignored = request.getIgnorechangesList();
    const parent = short(request.getParent());
    options.set(named.call(this, request), {
      ...(parent && { parent }),
      ...(request.getProtect() && { protect: true }),
      ...(request.getRetainondelete() && { retainOnDelete: true }),
      ...(ignored.length > 0 && { ignoreChanges: ignored }),
      dependsOn: request.getDependenciesList().map(short),
    });
    return registerResource.call(this, request, done);
  };
  monitor.registerResourceOutputs = function (request, done) {
    const key = short(request.getUrn()).split("$").at(-1) ?? "";
    states.set(key, plain(request.getOutputs()?.toJavaScript() ?? {}));
    return registerResourceOutputs.call(this, request, done);
  };
}

/** A URN without the stack: "type$type::name". */
function short(urn: string | undefined): string {
  return urn?.split("::").slice(2).join("::") ?? "";
}

function twice(resources: Resource[]): string[] {
  const byUrn = Map.groupBy(resources, (each) => `${each.options?.parent ?? ""} ${keyOf(each)}`);
  return [...byUrn].filter(([, { length }]) => length > 1).map(([urn]) => `two resources are called ${urn}`);
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** SST ends physical names with eight random bytes; fixed, two runs give the same graph. */
function pinRandomSuffixes(): void {
  const { randomBytes } = crypto;
  const pinned = (size: number, done?: (error: Error | null, bytes: Buffer) => void) => {
    if (done) return randomBytes(size, done);
    return size === 8 ? Buffer.alloc(8, 7) : randomBytes(size);
  };
  crypto.randomBytes = pinned as typeof randomBytes;
}
