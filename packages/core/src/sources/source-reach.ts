import { PublicError } from "../error.ts";
import { isAdministrator, requireCompany, requireRole, type Scope } from "../scope.ts";
import { covers, mayUseRole } from "./bucket-settings.ts";
import { SyncError } from "./finding.ts";
import { allowedFolder } from "./folder.ts";
import type { Settings, SettingsOf } from "./source-settings.ts";

export interface Reach {
  mayAdd: boolean;
  folders: readonly string[];
  buckets: readonly string[];
}

/**
 * The folders of the desk's machine, and the buckets that its own right at AWS reads, as far as the operator allows them;
 * nothing for those who may not make sources of them.
 */
export function reach(scope: Scope): Reach {
  requireCompany(scope);
  const mayAdd = isAdministrator(scope);
  const { folders, buckets } = scope.sourceRules;
  return mayAdd ? { mayAdd, folders, buckets } : { mayAdd, folders: [], buckets: [] };
}

/**
 * What the desk's machine holds, and what its right at AWS opens, is for administrators to take in, and of that only what
 * the operator allowed. Throws `source.folder_not_allowed`, `source.bucket_not_allowed`.
 */
export async function requireReach(scope: Scope, settings: Settings, hasKey: boolean): Promise<void> {
  if (settings.kind === "folder") await requireFolder(scope, settings);
  if (settings.kind === "s3" && !hasKey) requireBucket(scope, settings);
}

/** A stored key goes on being used for no more than it was entered for. Throws `source.key_again`. */
export function requireCovered(held: { settings: Settings; key: string | null }, wanted: Settings): void {
  if (held.key === null || held.settings.kind !== "s3" || wanted.kind !== "s3") return;
  if (covers(held.settings, wanted)) return;
  const message = "The stored key is for the bucket and prefix that it was entered for. Enter a key again.";
  throw new PublicError("invalid", "source.key_again", message);
}

async function requireFolder(scope: Scope, { path }: SettingsOf<"folder">): Promise<void> {
  requireRole(scope, "admin");
  try {
    await allowedFolder(path, scope.sourceRules.folders);
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    // whether a folder is there is nobody's business where it is not allowed
    const message =
      "This folder is not there, or not allowed. Folders that may be used are named by DOCENT_SOURCE_FOLDERS where the desk is started.";
    throw new PublicError("invalid", "source.folder_not_allowed", message, { cause: error });
  }
}

function requireBucket(scope: Scope, settings: SettingsOf<"s3">): void {
  requireRole(scope, "admin");
  if (mayUseRole(settings, scope.sourceRules.buckets)) return;
  const message =
    "The desk's own AWS role may read only the buckets that DOCENT_SOURCE_BUCKETS names where the desk is started, and those at AWS itself. Enter an access key.";
  throw new PublicError("invalid", "source.bucket_not_allowed", message);
}
