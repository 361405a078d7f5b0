import type { S3Client } from "@aws-sdk/client-s3";
import { fileBytesMax } from "../knowledge/version.ts";
import { guardedHandler } from "../net/guarded-handler.ts";
import { s3Client } from "../storage/s3-client.ts";
import { mayUseRole, type BucketKey, type BucketSettings } from "./bucket-settings.ts";
import { SyncError } from "./finding.ts";
import type { SourceRules } from "./source-rules.ts";

/** A page of a thousand keys of the greatest length, with room to spare. */
const listBytesMax = 16 * 1024 * 1024;

/**
 * A client for one bucket. Without a key it acts by the right of the desk itself, at AWS only, and for buckets that the
 * operator named. Throws `SyncError`.
 */
export function bucketClient(settings: BucketSettings, key: BucketKey | undefined, rules: SourceRules): S3Client {
  const { bucket, region, endpoint, pathStyle } = settings;
  if (!key && !mayUseRole(settings, rules.buckets)) throw new SyncError("source.bucket_not_allowed");
  return s3Client({
    region,
    maxAttempts: rules.retries + 1,
    ...(key && { credentials: key }),
    ...(endpoint !== undefined && {
      endpoint,
      forcePathStyle: pathStyle,
      requestHandler: guardedHandler({
        mayReach: rules.mayReach,
        bytesMax: (query) => ("list-type" in query ? listBytesMax : fileBytesMax + 1),
      }),
    }),
    // a name with dots fits no certificate of the form *.s3.amazonaws.com
    ...(endpoint === undefined && bucket.includes(".") && { forcePathStyle: true }),
  });
}
