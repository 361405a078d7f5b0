import { expect, test } from "vitest";
import { draftOf, toInput, withGrant, withVisibility, type Draft } from "./sharing-draft.ts";

const group = { kind: "group" as const, id: "grp_a", role: "reader" as const, mayDownload: false };
const owner = { kind: "person" as const, id: "usr_owner", role: "owner" as const, mayDownload: true };
const shared: Draft = { visibility: "groups", mayDownload: true, grants: [owner, group] };

test("what becomes private keeps its owners alone", () => {
  expect(withVisibility(shared, "private", "usr_me")).toEqual({ ...shared, visibility: "private", grants: [owner] });
});

test("what is not for all is owned by whoever says so, when nobody owns it", () => {
  const open: Draft = { visibility: "company", mayDownload: true, grants: [group] };
  const mine = { kind: "person", id: "usr_me", role: "owner", mayDownload: true };

  expect(withVisibility(open, "groups", "usr_me").grants).toEqual([group, mine]);
  expect(withVisibility(open, "private", "usr_me").grants).toEqual([mine]);
  expect(withVisibility(open, "company", "usr_me").grants).toEqual([group]);
});

test("somebody added twice is there once", () => {
  expect(withGrant([group, owner], "group", "grp_a", "contributor")).toEqual([
    owner,
    { kind: "group", id: "grp_a", role: "contributor", mayDownload: true },
  ]);
});

test("what was loaded is what is saved", () => {
  const loaded = {
    id: "lib_a",
    name: "Handbook",
    visibility: "groups" as const,
    mayDownload: false,
    people: [{ userId: "usr_owner", role: "owner" as const, mayDownload: true }],
    groups: [{ groupId: "grp_a", role: "reader" as const, mayDownload: false }],
    choices: { people: [], groups: [] },
  };
  const { name: _, choices: __, ...input } = loaded;

  expect(toInput("lib_a", draftOf(loaded))).toEqual(input);
});
