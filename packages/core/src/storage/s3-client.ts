import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

/**
 * A client of the SDK, which looks for its keys, its region and `AWS_ENDPOINT_URL_S3` itself. It adds checksums only where
 * S3 wants them: the SDK's own habit would sign the checksum of an empty body into an address that a browser sends a file to.
 */
export function s3Client(config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    maxAttempts: 5,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    ...config,
  });
}
