import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./synth/place.ts";
import type { Graph, Plain, Resource } from "./synth/graph.ts";

const run = promisify(execFile);

/** One statement of a role's rights, its actions and resources as lists. */
export interface Statement {
  actions: string[];
  resources: string[];
}

/** Makes the graph of a stage in a process of its own, as Pulumi's runtime can be used once. */
export async function synthesise(
  stage: string,
  {
    region,
    environment,
    bundle = false,
  }: { region?: string; environment?: Record<string, string>; bundle?: boolean } = {},
): Promise<Graph> {
  // a stage looks for the console's files, and makes them itself only together with its functions
  if (!bundle && !existsSync(join(root, "packages/web/dist"))) await run("npm", ["run", "build"], { cwd: root });
  const folder = await mkdtemp(join(tmpdir(), "docent-synth-"));
  const out = join(folder, "graph.json");
  const options = [
    "--stage",
    stage,
    "--out",
    out,
    ...(region ? ["--region", region] : []),
    ...(bundle ? [] : ["--no-bundle"]),
  ];
  try {
    await run(process.execPath, [join(import.meta.dirname, "synth/main.ts"), ...options], {
      env: { ...process.env, ...environment },
    }).catch((error: unknown) => {
      if (!(error instanceof Error && "stdout" in error)) throw error; // what failed is told in the graph
    });
    return JSON.parse(await readFile(out, "utf8")) as Graph;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All resources of a type that are made or read. */
export function ofType({ resources }: Graph, type: string): Resource[] {
  return resources.filter((each) => !each.component && each.type === type);
}

/** The only resource of a name. */
export function called(graph: Graph, name: string): Resource {
  const [found, ...more] = graph.resources.filter((each) => !each.component && each.name === name);
  if (!found || more.length > 0) throw new Error(`${name}: there are ${found ? more.length + 1 : 0}`);
  return found;
}

/** What a role may do. */
export function rightsOf({ inputs }: Resource): Statement[] {
  const policies = (inputs["inlinePolicies"] ?? []) as { policy: string }[];
  return policies.flatMap(({ policy }) => {
    const { Statement } = JSON.parse(policy) as {
      Statement: { Action: string | string[]; Resource: string | string[] }[];
    };
    return Statement.map(({ Action, Resource }) => ({ actions: [Action].flat(), resources: [Resource].flat() }));
  });
}

/** What a function may do, as "action on the last part of the resource". */
export function rightsOfFunction(graph: Graph, name: string): string[] {
  return rightsOf(called(graph, `${name}Role`))
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => `${action} ${resource.split(":").slice(5).join(":")}`)),
    )
    .toSorted();
}

/** The environment of a function. */
export function environmentOf(resource: Resource): Record<string, string> {
  const { variables } = resource.inputs["environment"] as { variables: Record<string, Plain> };
  return variables as Record<string, string>;
}
