import { z } from "zod";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireUser, type Scope } from "../scope.ts";
import { seal, unseal } from "../sealed.ts";
import type { Begun, Uploads } from "../storage/uploads.ts";
import { requireLibrary } from "./access/access.ts";
import * as Version from "./version.ts";

const partsAtOnce = 100;

const About = z.strictObject({
  libraryId: z.string().max(64),
  name: z.string().max(2_000),
  bytes: z.int().min(1),
  category: z.string().max(100).optional(),
  batchId: z.string().max(64).optional(),
  /** What its sender calls it in the batch. */
  file: z.string().max(500).optional(),
});
export const Begin = About;
const token = z.string().max(8_000);
export const Addresses = z.strictObject({
  token,
  parts: z.array(z.int().min(1).max(10_000)).min(1).max(partsAtOnce),
});
export const Complete = z.strictObject({ token, tags: z.array(z.string().max(200)).min(1).max(10_000) });
export const Discard = z.strictObject({ token });

const Kept = z.object({
  about: About,
  begun: z.object({ key: z.string(), id: z.string(), partBytes: z.number(), parts: z.number() }),
});

/** A way for the file straight into the store; null where the desk has none, and takes files itself. */
export interface Way {
  /** Stands for the upload, for whoever began it. */
  token: string;
  partBytes: number;
  parts: number;
}

/** Begins an upload of a file to a library, past the desk. Throws `file.too_large`, and what `requireLibrary` throws. */
export async function begin(scope: Scope, about: z.infer<typeof Begin>): Promise<Way | null> {
  await requireLibrary(scope, about.libraryId, "contributor");
  const { uploads } = scope;
  if (!uploads) return null;
  if (about.bytes > Math.min(Version.fileBytesMax, uploads.bytesMax)) throw Version.tooLarge(about.name);
  const { companyId } = requireUser(scope);
  const begun = await uploads.begin(`${companyId}/${newId("version")}`, about.bytes);
  const text = JSON.stringify({ about, begun } satisfies z.infer<typeof Kept>);
  const { partBytes, parts } = begun;
  return { token: seal(scope.secret, purposeOf(scope), text), partBytes, parts };
}

/** Addresses that take these parts by PUT. */
export async function addresses(scope: Scope, input: z.infer<typeof Addresses>): Promise<string[]> {
  const { begun, uploads } = open(scope, input.token);
  return uploads.addresses(begun, input.parts);
}

/** Puts the file together and adds it to its library. Throws `upload.incomplete`, and what `Version.add` throws. */
export async function complete(scope: Scope, input: z.infer<typeof Complete>): Promise<Version.Added> {
  const { about, begun, uploads } = open(scope, input.token);
  const { libraryId, name, bytes, category, batchId, file } = about;
  await requireLibrary(scope, libraryId, "contributor");
  await uploads.complete(begun, input.tags);
  try {
    const sent = { name, bytes, content: await uploads.open(begun), ...(file && { key: file }) };
    const [added] = await Version.add(scope, libraryId, [sent], { category, batchId });
    if (!added) throw new Error("a file was added and is not there");
    return added;
  } finally {
    // what this leaves, the store's own rule takes away
    await uploads.discard(begun).catch((error: unknown) => scope.log.warn("upload.not_discarded", { error }));
  }
}

/** Takes away what came of a file that is not wanted any more. */
export async function discard(scope: Scope, input: z.infer<typeof Discard>): Promise<void> {
  const { begun, uploads } = open(scope, input.token);
  await uploads.discard(begun);
}

/** What a token stands for. It is good for the person who began, and for nobody else. */
function open(scope: Scope, token: string): z.infer<typeof Kept> & { uploads: Uploads; begun: Begun } {
  const purpose = purposeOf(scope);
  try {
    if (scope.uploads)
      return { ...Kept.parse(JSON.parse(unseal(scope.secret, purpose, token))), uploads: scope.uploads };
  } catch (error) {
    if (!(error instanceof PublicError)) throw error;
  }
  throw new PublicError("not_found", "upload.not_found", "This upload is not known any more. Add the file again.");
}

function purposeOf(scope: Scope): string {
  const { companyId, userId } = requireUser(scope);
  return `upload:${companyId}:${userId}`;
}
