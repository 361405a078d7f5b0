const ownId = /^[a-z]{3}_[0-9a-z]{1,40}$/;

/** Ids go into filters and names as text, so nothing but our own alphabet may pass. */
export function checkId(id: string): string {
  if (!ownId.test(id)) throw new Error("An id with characters that no id of ours has was handed to the search index.");
  return id;
}

const accessTerm = /^lib_[0-9a-z]{1,40}(?:\/[0-9a-f]{16})?$/;

/** The same for access terms: a library, or a restriction within it. */
export function checkAccess(term: string): string {
  if (!accessTerm.test(term))
    throw new Error("An access term with characters that none of ours has was handed to the search index.");
  return term;
}

const chunkId = /^[a-z]{3}_[0-9a-z]{1,40}[_-][0-9a-z]{1,12}$/;

/** The same for ids of chunks. */
export function checkChunkId(id: string): string {
  if (!chunkId.test(id))
    throw new Error("A chunk id with characters that none of ours has was handed to the search index.");
  return id;
}

const tagTerm = /^[0-9a-f]{16}$/;

/** The same for tags, as `tagTerm` writes them. */
export function checkTag(term: string): string {
  if (!tagTerm.test(term))
    throw new Error("A tag with characters that none of ours has was handed to the search index.");
  return term;
}
