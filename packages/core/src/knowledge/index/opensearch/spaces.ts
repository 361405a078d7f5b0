import { z } from "zod";
import { checkId } from "../ids.ts";
import type { IndexSpace } from "../search-index.ts";
import type { Cluster } from "./cluster.ts";
import { aliasOf, layoutOf, templateOf, vectorMappings, type Tuning } from "./layout.ts";
import { openPlace, type Place } from "./place.ts";
import { relay } from "./relay.ts";

export interface SpacesOptions {
  prefix: string;
  tuning: Tuning;
  /** Whether other processes write as well: then writers wait for each other across processes. */
  shared: boolean;
  /** How long nothing may be written before what was removed leaves the files. */
  idleMs: number;
}

const Anything = z.unknown();

/** The desk's spaces, each behind an alias of its own. */
export function createSpaces(cluster: Cluster, { prefix, tuning, shared, idleMs }: SpacesOptions) {
  const places = new Map<string, Place>();
  const layout = layoutOf(tuning);
  let template: Promise<unknown> | undefined;

  const putTemplate = async () => {
    const path = `/_index_template/${prefix}`;
    template ??= cluster.ask({ method: "PUT", path, body: templateOf(`${prefix}-com_`, tuning) }, Anything);
    template.catch(() => (template = undefined));
    await template;
  };

  const create = async (alias: string, mappings: object) => {
    await putTemplate();
    const body = { aliases: { [alias]: {} }, mappings };
    try {
      await cluster.ask({ method: "PUT", path: `/${alias}-1`, body }, Anything);
    } catch (error) {
      // another process was quicker
      if (!String(error).includes("resource_already_exists_exception")) throw error;
    }
  };

  return {
    of(space: IndexSpace): Place {
      const alias = aliasOf(prefix, checkId(space.companyId), space.generation);
      const known = places.get(alias);
      if (known) return known;
      const mappings = vectorMappings(tuning, space);
      const place = openPlace(cluster, alias, {
        shared,
        idleMs,
        create: () => create(alias, mappings),
        relay: () => relay(cluster, alias, { layout, mappings, prepare: putTemplate }),
      });
      places.set(alias, place);
      return place;
    },
    async close() {
      for (const place of places.values()) await place.close();
      await cluster.close();
    },
  };
}
