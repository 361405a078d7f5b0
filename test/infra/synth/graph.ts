import type { App } from "./program.ts";
import type { BuiltHandler } from "./handler.ts";

export type Plain = string | number | boolean | null | undefined | Plain[] | { [key: string]: Plain };

/** A resource as Pulumi's engine would be told of it. */
export interface Resource {
  type: string;
  name: string;
  id?: string;
  /** A component of SST's, which only holds others together. */
  component?: true;
  /** Read, not made. */
  existing?: true;
  inputs: Record<string, Plain>;
  /** Where in its inputs values stand that Pulumi keeps secret. */
  secretPaths: string[];
  options?: Options;
}

export interface Options {
  /** Names of a resource are "type::name", of a parent with all above it. */
  parent?: string;
  protect?: true;
  retainOnDelete?: true;
  ignoreChanges?: string[];
  dependsOn: string[];
}

/** Everything that `sst deploy` would make for a stage. */
export interface Graph {
  /** The version of SST's components. */
  sst: string;
  app: App;
  region: string;
  partition: string;
  outputs: Plain;
  resources: Resource[];
  bundles: Record<string, BuiltHandler>;
  /** Functions of the provider that nobody answers for yet. */
  unknownCalls: string[];
  failures: string[];
}
