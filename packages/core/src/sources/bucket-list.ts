import { paginateListObjectsV2, type S3Client, type _Object } from "@aws-sdk/client-s3";
import type { BucketSettings } from "./bucket-settings.ts";
import { isLeftover, unfit } from "./file-kind.ts";
import type { Hint } from "./source.sql.ts";

const listMs = 10 * 60_000;

/** An object as S3 lists it. */
export interface Listed {
  key: string;
  hint: Hint;
  /** Why it is not taken in; undefined for one that is. */
  unfit: string | undefined;
}

/**
 * All objects whose keys begin with the prefix, a page at a time, without what stands for folders and what file managers
 * leave. Errors are those of the SDK.
 */
export async function* listBucket(
  client: S3Client,
  { bucket, prefix }: BucketSettings,
  signal: AbortSignal,
): AsyncGenerator<Listed[]> {
  const pages = paginateListObjectsV2(
    { client, pageSize: 1_000, stopOnSameToken: true },
    { Bucket: bucket, Prefix: prefix, OptionalObjectAttributes: ["RestoreStatus"] },
    { abortSignal: AbortSignal.any([signal, AbortSignal.timeout(listMs)]) },
  );
  for await (const { Contents = [] } of pages) yield Contents.flatMap(toListed);
}

/** What tells an object from another one at its place. Seconds, since not all of S3's answers tell more. */
export function hintOf({ ETag = "", LastModified, Size = 0 }: Pick<_Object, "ETag" | "LastModified" | "Size">): Hint {
  const seconds = LastModified && Math.floor(LastModified.getTime() / 1000) * 1000;
  return {
    etag: ETag.replaceAll('"', ""),
    ...(seconds !== undefined && { lastModified: new Date(seconds).toISOString() }),
    bytes: Size,
  };
}

function toListed(object: _Object): Listed[] {
  const { Key: key = "", Size: bytes = 0 } = object;
  const isFolder = bytes === 0 && (key.endsWith("/") || key.endsWith("_$folder$"));
  if (!key || isFolder || key.split("/").some(isLeftover)) return [];
  return [
    { key, hint: hintOf(object), unfit: unfit(key, bytes) ?? (isArchived(object) ? "file.archived" : undefined) },
  ];
}

/** In an archive that takes hours to bring something back from, and not brought back. */
function isArchived({ StorageClass, RestoreStatus }: _Object): boolean {
  const inArchive = StorageClass === "GLACIER" || StorageClass === "DEEP_ARCHIVE";
  return inArchive && !(RestoreStatus && RestoreStatus.IsRestoreInProgress === false);
}
