/// <reference path="../.sst/platform/config.d.ts" />
import type { Stage } from "./stage";

/** Original files and pictures in a bucket; what passes between functions in one table (docs/decisions/032). */
export function storage(stage: Stage) {
  const files = new sst.aws.Bucket("Files", {
    versioning: stage.prod,
    cors: {
      // browsers send large files here themselves, and read them here
      allowMethods: ["PUT", "GET"],
      allowOrigins: [stage.own.domain ? `https://${stage.own.domain}` : "*"],
      allowHeaders: ["*"],
      exposeHeaders: ["ETag"],
      maxAge: "1 hour",
    },
    lifecycle: [{ id: "broken-off", prefix: "incoming/", expiresIn: "7 days" }],
    transform: {
      bucket: (args) => {
        args.forceDestroy = !stage.prod;
      },
      lifecycle: (args) => {
        const whole = { status: "Enabled", filter: { prefix: "" } };
        args.rules = $util.output(args.rules).apply((rules = []) => [
          ...rules,
          { ...whole, id: "unfinished", abortIncompleteMultipartUpload: { daysAfterInitiation: 3 } },
          // what was deleted can be brought back for so long, and is gone then
          { ...whole, id: "deleted", noncurrentVersionExpiration: { noncurrentDays: 7 } },
        ]);
      },
    },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration("FilesEncryption", {
    bucket: files.name,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }],
  });
  const table = new sst.aws.Dynamo("Live", {
    fields: { pk: "string", sk: "string" },
    primaryIndex: { hashKey: "pk", rangeKey: "sk" },
    ttl: "expiresAt",
  });
  return { files, table };
}
export type Storage = ReturnType<typeof storage>;
