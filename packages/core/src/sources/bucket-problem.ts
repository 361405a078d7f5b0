import { S3ServiceException } from "@aws-sdk/client-s3";
import { DialError, type DialProblem } from "../net/dial.ts";

/** Why S3 did not do what it was asked: a code that the console has a sentence for. */
export interface BucketProblem {
  code: string;
  /** Where the bucket is, when it is elsewhere and S3 says where. */
  region?: string;
}

/** What a failed request to S3 means for the bucket as a whole; undefined for what is no failure of S3. */
export function bucketProblem(error: unknown): BucketProblem | undefined {
  if (error instanceof DialError) return { code: dialCodes[error.problem] };
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  const code = named.find(([pattern]) => pattern.test(name))?.[1];
  const region = elsewhere(error);
  if (region !== undefined && (code === undefined || code === "source.bucket_elsewhere"))
    return { code: "source.bucket_elsewhere", region };
  if (code !== undefined) return { code };
  const status = statusOf(error);
  if (status === 301 || status === 307) return { code: "source.bucket_elsewhere" };
  if (status === 401 || status === 403) return { code: "source.bucket_refused" };
  if (status === 404) return { code: "source.bucket_missing" };
  if (status === 429 || status === 503) return { code: "source.bucket_busy" };
  if ((status ?? 0) >= 500) return { code: "source.bucket_broken" };
  if (/TimeoutError|AbortError/.test(name)) return { code: "source.bucket_unreachable" };
  if (offline.test(`${name} ${message} ${String(Reflect.get(error, "code"))}`))
    return { code: "source.bucket_unreachable" };
  // a page of a web site, or half an answer
  if (status !== undefined || /Deserialization|XML|parse|SyntaxError/i.test(`${name} ${message}`))
    return { code: "source.bucket_garbled" };
  return undefined;
}

/** Why one object cannot be read, when the others may be; undefined when that concerns the bucket as a whole. */
export function objectProblem(error: unknown): string | undefined {
  if (error instanceof DialError) return error.problem === "too_large" ? "file.too_large" : undefined;
  if (!(error instanceof S3ServiceException)) return undefined;
  const { name, message } = error;
  if (name === "InvalidObjectState") return "file.archived";
  if (name.startsWith("KMS.") || (name === "AccessDenied" && /\bkms\b/i.test(message))) return "file.kms_refused";
  if (name === "AccessDenied") return "file.bucket_refused";
  if (name === "InvalidRequest" && /encrypt/i.test(message)) return "file.own_key_needed";
  return undefined;
}

const dialCodes: Record<DialProblem, string> = {
  forbidden_form: "source.bucket_unreachable",
  private_address: "source.bucket_private",
  unknown_host: "source.bucket_unreachable",
  timed_out: "source.bucket_unreachable",
  unreachable: "source.bucket_unreachable",
  too_large: "source.bucket_garbled",
};

const named: readonly (readonly [RegExp, string])[] = [
  [/^NoSuchBucket$|^InvalidBucketName$/, "source.bucket_missing"],
  [/^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint)/, "source.bucket_elsewhere"],
  [/^RequestTimeTooSkewed$/, "source.bucket_clock"],
  [/^(ExpiredToken|TokenRefreshRequired|RequestExpired)/, "source.bucket_key_expired"],
  [
    /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|InvalidClientTokenId|InvalidSecurity)/,
    "source.bucket_key",
  ],
  [/^(Credentials|Token)ProviderError$/, "source.bucket_no_right"],
  [/^(AccessDenied|AllAccessDisabled|AccountProblem)/, "source.bucket_refused"],
  [
    /^(SlowDown|Throttl|TooManyRequests|RequestLimitExceeded|ServiceUnavailable|TemporaryRedirect)/,
    "source.bucket_busy",
  ],
  [/^InternalError$/, "source.bucket_broken"],
];

const offline =
  /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|EPROTO|certificate|CERT_|socket|aborted/i;

function statusOf(error: Error): number | undefined {
  const metadata: unknown = Reflect.get(error, "$metadata");
  const status: unknown =
    metadata && typeof metadata === "object" ? Reflect.get(metadata, "httpStatusCode") : undefined;
  return typeof status === "number" ? status : undefined;
}

/** S3 names the region of a bucket in a header, or in its error. */
function elsewhere(error: Error): string | undefined {
  const response = Reflect.get(error, "$response") as { headers?: Record<string, string> } | undefined;
  const status = statusOf(error) ?? 0;
  const wrong = status === 301 || status === 307 || error.name === "AuthorizationHeaderMalformed";
  const region: unknown = response?.headers?.["x-amz-bucket-region"] ?? Reflect.get(error, "Region");
  return wrong && typeof region === "string" && /^[a-z0-9-]{1,40}$/.test(region) ? region : undefined;
}
