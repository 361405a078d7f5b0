import { createHmac } from "node:crypto";
import { isSameSecret } from "@docent/core/users/token";

/** What a stage's edge adds to a request that it passes on: the address of the person, and that it is the edge who says so. */
export const edgeHeaders = { viewer: "x-docent-viewer", key: "x-docent-edge" };

/** What the edge shows so that it is believed. The desk's secret cannot be told from it. */
export function edgeKey(secret: string): string {
  return createHmac("sha256", secret).update("edge").digest("base64url");
}

/** Where the person is who asks: as the edge says it, or `source` where somebody passed the edge by. */
export function viewerAddress(headers: Headers, secret: string, source: string): string {
  const isEdge = isSameSecret(headers.get(edgeHeaders.key) ?? "", edgeKey(secret));
  return (isEdge && headers.get(edgeHeaders.viewer)) || source;
}
