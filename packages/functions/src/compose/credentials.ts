import type { Actor } from "@docent/core/scope";

/** What a request brings as `Authorization: Bearer`; empty when it brings none. */
export function bearerOf(headers: Headers): string {
  return /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
}

/** Looks up who is asking once for a request, however often it is asked. */
export function oncePerRequest(actorOf: (headers: Headers) => Promise<Actor>): (headers: Headers) => Promise<Actor> {
  const known = new WeakMap<Headers, Promise<Actor>>();
  return (headers) => {
    const found = known.get(headers) ?? actorOf(headers);
    known.set(headers, found);
    return found;
  };
}
