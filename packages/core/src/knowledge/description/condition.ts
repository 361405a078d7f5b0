import type { Scope } from "../../scope.ts";
import * as Category from "./category.ts";
import type { Filter, Said } from "./filter.ts";
import { categoryName, tagTerm } from "../index/tag.ts";

/** One part of a filter, for people and as the index holds it. */
export interface Condition extends Said {
  tags: string[];
}

export interface Understood {
  /** The filter with its categories by id. Absent when nothing is narrowed. */
  filter?: Filter;
  conditions: Condition[];
}

/** What a filter asks for. Throws `category.unknown`. */
export async function understand(scope: Scope, filter: Filter | null | undefined): Promise<Understood> {
  const categories = await Category.find(scope, filter?.category ?? []);
  const metadata = filter?.metadata ?? {};
  const byValue = Object.entries(metadata).map(([name, values]): Condition => {
    return { name, values, tags: values.map((value) => tagTerm(name, value)) };
  });
  if (!categories.length) return byValue.length ? { filter: { metadata }, conditions: byValue } : { conditions: [] };
  const ids = categories.map(({ id }) => id);
  const byCategory: Condition = {
    name: null,
    values: categories.map(({ name }) => name),
    tags: ids.map((id) => tagTerm(categoryName, id)),
  };
  return {
    filter: { category: ids, ...(byValue.length && { metadata }) },
    conditions: [byCategory, ...byValue],
  };
}
