import type { Inputs, Outputs } from "../app/trpc.ts";

type Settings = Extract<Inputs["source"]["create"]["settings"], { kind: "s3" }>;
type Key = Inputs["source"]["create"]["key"];
type Held = Pick<Outputs["source"]["list"][number], "settings" | "hasKey"> | null;

/** What the form holds of a bucket. */
export interface BucketFilled {
  bucket: string;
  prefix: string;
  region: string;
  endpoint: string;
  pathStyle: boolean;
  right: "key" | "role";
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export const blankBucket: BucketFilled = {
  bucket: "",
  prefix: "",
  region: "us-east-1",
  endpoint: "",
  pathStyle: true,
  right: "key",
  accessKeyId: "",
  secretAccessKey: "",
  sessionToken: "",
};

export function bucketSettingsOf({ bucket, prefix, region, endpoint, pathStyle, right }: BucketFilled): Settings {
  const place = { kind: "s3" as const, bucket: bucket.trim(), prefix, region: region.trim() };
  const elsewhere = right === "key" && endpoint.trim();
  return elsewhere ? { ...place, endpoint: elsewhere, pathStyle } : place;
}

/** The key to send: none keeps the stored one, null says that there is none. */
export function keyOf(filled: BucketFilled, held: Held): Key {
  const { right, accessKeyId, secretAccessKey, sessionToken } = filled;
  if (right === "role") return null;
  if (!accessKeyId.trim() && keepsKey(filled, held)) return undefined;
  const token = sessionToken.trim() && { sessionToken: sessionToken.trim() };
  return { accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim(), ...token };
}

/** Whether the stored key stays when none is entered: it is for what it was entered for, or less. */
export function keepsKey(filled: BucketFilled, held: Held): boolean {
  if (!held?.hasKey || held.settings.kind !== "s3") return false;
  const wanted = bucketSettingsOf(filled);
  return placeOf(held.settings) === placeOf(wanted) && (wanted.prefix ?? "").startsWith(held.settings.prefix ?? "");
}

function placeOf({ bucket, region, endpoint, pathStyle = true }: Settings): string {
  const at = endpoint && (URL.parse(endpoint)?.href ?? endpoint).replace(/\/+$/, "");
  return JSON.stringify([bucket, region, at ?? "", !at || pathStyle]);
}

/** Whether the desk will take this for the address of a service that speaks S3. */
export function isEndpoint(given: string): boolean {
  const url = URL.parse(given);
  const isPlain = url && !url.username && !url.password && !url.search && !url.hash;
  return Boolean(isPlain) && /^https?:$/.test(url?.protocol ?? "");
}
