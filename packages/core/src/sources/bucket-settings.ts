import { z } from "zod";

/** Ends before the bucket's name: the SDK puts it in front or behind. */
const Endpoint = z
  .string()
  .trim()
  .max(500)
  .transform((given, context) => {
    const url = URL.parse(given);
    const isPlain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
    if (isPlain) return url.href.replace(/\/+$/, "");
    const message = "An endpoint looks like https://minio.example.org:9000 and holds no user name or password.";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** Objects of a bucket, at AWS or where something else speaks S3. */
export const BucketSettings = z
  .strictObject({
    kind: z.literal("s3"),
    bucket: z
      .string()
      .trim()
      .regex(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        "must be a bucket's name: lower-case letters, digits, hyphens, dots",
      ),
    /** What the keys of its objects begin with; empty for all. */
    prefix: z.string().max(1000).default(""),
    region: z
      .string()
      .trim()
      .regex(/^[a-z0-9-]{1,40}$/, "must look like us-east-1"),
    /** Absent for AWS itself. */
    endpoint: Endpoint.exactOptional(),
    /** Whether the bucket stands in the path of addresses there, and not in the name of the host. */
    pathStyle: z.boolean().default(true),
  })
  .refine(({ region, endpoint }) => endpoint !== undefined || /^[a-z]{2}(-[a-z]+)+-\d$/.test(region), {
    path: ["region"],
    message: "must look like us-east-1",
  });
export type BucketSettings = z.infer<typeof BucketSettings>;

/** An access key, entered and never shown again. */
export const BucketKey = z.strictObject({
  accessKeyId: z.string().trim().min(1).max(200),
  secretAccessKey: z.string().trim().min(1).max(200),
  sessionToken: z.string().trim().min(1).max(4000).exactOptional(),
});
export type BucketKey = z.infer<typeof BucketKey>;

/** Whether all that `wanted` reads was read by `held` already: only then its key may go on being used. */
export function covers(held: BucketSettings, wanted: BucketSettings): boolean {
  const place = ({ bucket, region, endpoint, pathStyle }: BucketSettings) =>
    JSON.stringify([bucket, region, endpoint ?? "", endpoint === undefined || pathStyle]);
  return place(held) === place(wanted) && wanted.prefix.startsWith(held.prefix);
}

/** Whether the desk's own right at AWS may be used to read this. It goes to no server that somebody entered. */
export function mayUseRole({ bucket, endpoint }: BucketSettings, buckets: readonly string[]): boolean {
  return endpoint === undefined && buckets.includes(bucket);
}

/** What objects of the bucket are called: `s3://handbook/travel/rules.pdf`. */
export function objectAddress({ bucket }: Pick<BucketSettings, "bucket">, key: string): string {
  return `s3://${bucket}/${key}`;
}
