import type { BucketsTexts } from "./buckets.zh.ts";
import { counted } from "./counted.ts";

/** Texts of buckets as sources. */
export const bucketsEn = {
  bucket: "Bucket",
  bucketWrong: "Enter the bucket's name: lower-case letters, digits, hyphens and dots.",
  prefix: "Prefix",
  prefixHelp: "Only objects whose keys begin with this, such as handbook/. Empty takes all.",
  region: "Region",
  regionWrong: "A region looks like us-east-1.",
  right: "Read by right of",
  rights: { key: "An access key", role: "Docent's own AWS role" },
  roleHelp: (buckets) => `Buckets that this role may read: ${buckets}.`,
  keyHelp: "The key needs s3:ListBucket and s3:GetObject.",
  keyAgain: "The stored key is for the bucket and prefix it was entered for. Enter a key for the new place.",
  endpoint: "Endpoint",
  endpointHelp: "Empty for AWS; the address of MinIO, Alibaba OSS, Tencent COS or another service that speaks S3.",
  endpointWrong: "An endpoint looks like https://minio.example.org:9000 and holds no user name or password.",
  pathStyle: "Bucket in the path of addresses",
  pathStyleHelp: "On for MinIO, off for OSS and COS.",
  test: "Test",
  found: (files, n) => `Found ${counted(files, n, "file", "files")}`,
  foundMore: (files) => `Found ${files} files and more, which were not counted`,
  foundNone: "There is no file here that can be read. Check the prefix.",
  leftOut: (count) => `${count} will be left out:`,
  elsewhere: (region) => `The bucket is in ${region}. Enter that region.`,
  summary: (place) => `S3 bucket, ${place}`,
} satisfies BucketsTexts;

export const bucketReasonsEn: Record<string, string> = {
  "source.bucket_not_allowed":
    "Docent's own AWS role may read only the buckets that DOCENT_SOURCE_BUCKETS names where Docent is started. Enter an access key, or have an operator name the bucket.",
  "source.bucket_missing": "There is no such bucket. Check its name, the region and the endpoint.",
  "source.bucket_refused": "The bucket may not be listed. Give the key or role the right s3:ListBucket.",
  "source.bucket_key": "The access key is not valid. Enter it again.",
  "source.bucket_key_expired": "The access key has expired. Enter a valid one.",
  "source.bucket_no_right":
    "The machine that Docent runs on has no credentials for AWS. Enter an access key, or give the machine a role.",
  "source.bucket_elsewhere": "The bucket is in another region. Look the region up in the AWS console and enter it.",
  "source.bucket_clock":
    "S3 refused because the clock of Docent's machine is wrong. Ask an administrator to set the clock.",
  "source.bucket_busy": "S3 was too busy, several times in a row. The next sync tries again.",
  "source.bucket_broken": "S3 answered with an error. The next sync tries again.",
  "source.bucket_unreachable":
    "S3 could not be reached. Check the region and the endpoint, and that the network lets Docent through.",
  "source.bucket_private":
    "This endpoint is inside a private network. An operator can allow it by DOCENT_SOURCE_NETWORKS where Docent is started.",
  "source.bucket_garbled":
    "What answers there does not answer as S3 does. Check the endpoint, and whether the bucket belongs in the path.",
  "source.bucket_empty":
    "Nothing begins with this prefix, so no document was removed. Check the prefix; if it was emptied on purpose, remove the source.",
  "source.bucket_too_large":
    "More than 100,000 objects begin with this prefix. Make several sources with longer prefixes.",
  "file.archived":
    "It is in an archive and cannot be read at once. Restore it in S3, or move it to another storage class.",
  "file.bucket_refused": "It may be listed and not read. Give the key or role the right s3:GetObject.",
  "file.kms_refused":
    "It is encrypted with a KMS key that may not be used. Give the key or role the right kms:Decrypt.",
  "file.own_key_needed":
    "It is encrypted with a customer's own key (SSE-C) and cannot be read. Put it into the bucket with another encryption.",
  "file.broken_off": "It broke off before its end. The next sync tries again.",
};
