import type { Outputs } from "../app/trpc.ts";

export type Sharing = Outputs["sharing"]["get"];
export type Visibility = Sharing["visibility"];
export type Role = Sharing["people"][number]["role"];

/** A person or a group with what they may do, as the dialog lists them. */
export interface Grant {
  kind: "person" | "group";
  id: string;
  role: Role;
  mayDownload: boolean;
}

export interface Draft {
  visibility: Visibility;
  mayDownload: boolean;
  grants: Grant[];
}

export function draftOf({ visibility, mayDownload, people, groups }: Sharing): Draft {
  return {
    visibility,
    mayDownload,
    grants: [
      ...people.map(({ userId, ...right }) => ({ kind: "person" as const, id: userId, ...right })),
      ...groups.map(({ groupId, ...right }) => ({ kind: "group" as const, id: groupId, ...right })),
    ],
  };
}

/** The draft as the desk takes it. */
export function toInput(id: string, { visibility, mayDownload, grants }: Draft) {
  const of = (kind: Grant["kind"]) => grants.filter((grant) => grant.kind === kind);
  return {
    id,
    visibility,
    mayDownload,
    people: of("person").map(({ id, role, mayDownload }) => ({ userId: id, role, mayDownload })),
    groups: of("group").map(({ id, role, mayDownload }) => ({ groupId: id, role, mayDownload })),
  };
}

/** Changes who sees the library: a private one has owners alone, and whatever is not for all has one: `me` when there is none. */
export function withVisibility(draft: Draft, visibility: Visibility, me: string): Draft {
  const isOwner = ({ kind, role }: Grant) => kind === "person" && role === "owner";
  const grants = visibility === "private" ? draft.grants.filter(isOwner) : draft.grants;
  const owned = visibility === "company" || grants.some(isOwner);
  return { ...draft, visibility, grants: owned ? grants : withGrant(grants, "person", me, "owner") };
}

/** Adds a grant, in place of one that is there already. */
export function withGrant(grants: readonly Grant[], kind: Grant["kind"], id: string, role: Role): Grant[] {
  return [...grants.filter((grant) => grant.id !== id), { kind, id, role, mayDownload: true }];
}
