export const visibilities = ["company", "groups", "private"] as const;
/** Who sees a library: everybody in the company, the people and groups named, or its owners alone. */
export type Visibility = (typeof visibilities)[number];

export const libraryRoles = ["reader", "contributor", "owner"] as const;
/** Each role may do all that the roles before it may do: read, change documents, say who may. */
export type LibraryRole = (typeof libraryRoles)[number];
