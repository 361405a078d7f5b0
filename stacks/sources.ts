/// <reference path="../.sst/platform/config.d.ts" />
import type { Network } from "./network";
import type { Stage } from "./stage";

/** What functions that read sources are told and allowed: the buckets that the company named, to list and to read. */
export function sources({ own }: Stage, { partition }: Network) {
  const arns = own.sourceBuckets.map((bucket) => $interpolate`arn:${partition}:s3:::${bucket}`);
  const environment: Record<string, string> = arns.length ? { DOCENT_SOURCE_BUCKETS: own.sourceBuckets.join(",") } : {};
  const permissions: sst.aws.FunctionPermissionArgs[] = arns.length
    ? [
        { actions: ["s3:ListBucket"], resources: arns },
        { actions: ["s3:GetObject"], resources: arns.map((arn) => $interpolate`${arn}/*`) },
      ]
    : [];
  return { environment, permissions };
}
