import type { Plain } from "./graph.ts";

// the marks of Pulumi's wire format: https://github.com/pulumi/pulumi/blob/v3.215.0/sdk/nodejs/runtime/rpc.ts
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/** A value without Pulumi's marks; `onSecret` hears where one was kept secret. A resource becomes its URN. */
export function plain(value: unknown, onSecret: (path: string) => void = () => {}, path = ""): Plain {
  if (Array.isArray(value)) return value.map((each, at) => plain(each, onSecret, `${path}[${at}]`));
  if (typeof value !== "object" || value === null) return value as Plain;
  const marked = value as Record<string, unknown>;
  if (marked[signature] === secret) {
    onSecret(path);
    return plain(marked["value"], onSecret, path);
  }
  if (signature in marked) return (marked["urn"] ?? marked["id"] ?? null) as Plain;
  const entries = Object.entries(marked).filter(([key]) => key !== "__provider");
  return Object.fromEntries(entries.map(([key, each]) => [key, plain(each, onSecret, path ? `${path}.${key}` : key)]));
}
