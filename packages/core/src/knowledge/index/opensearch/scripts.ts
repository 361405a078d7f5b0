import type { Script } from "./by-query.ts";
import { soughtFields } from "./rows.ts";

/** A row changes sides: what is looked for goes into `held`, where nothing looks, or comes back from there. */
export const flipScript: Script = {
  source: `
    def row = ctx._source;
    if (row.live) {
      def held = new HashMap();
      for (field in params.fields) {
        def value = row.remove(field);
        if (value != null) held.put(field, value);
      }
      row.held = held;
      row.live = false;
    } else {
      def held = row.remove('held');
      if (held != null) row.putAll(held);
      row.live = true;
    }`,
  params: { fields: soughtFields },
};

export const labelScript: Script = {
  source: `
    if (ctx._source.access == params.access && ctx._source.labels == params.labels) ctx.op = 'noop';
    else { ctx._source.access = params.access; ctx._source.labels = params.labels; }`,
};
