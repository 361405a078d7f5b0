import { startFauxqs } from "fauxqs";
import { s3Client } from "@docent/core/storage/s3-client";

/** S3 and SQS in memory, over real connections. */
export async function awsEmulator() {
  const server = await startFauxqs({ port: 0, logger: false, host: "127.0.0.1" });
  const url = `http://127.0.0.1:${server.port}`;
  const place = {
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  return {
    url,
    place,
    server,
    s3: () => s3Client({ ...place, forcePathStyle: true }),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
export type AwsEmulator = Awaited<ReturnType<typeof awsEmulator>>;
