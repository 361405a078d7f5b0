import type { z } from "zod";
import { expect, test } from "vitest";
import { appRouter } from "@docent/functions/trpc/router";

test.each(Object.entries(appRouter._def.procedures))("%s takes no field that it does not know", (_, procedure) => {
  const { inputs } = Reflect.get(procedure, "_def") as { inputs: z.core.$ZodType[] };
  expect(inputs.flatMap((schema) => looseObjects(schema, "input"))).toEqual([]);
});

/** Where within a schema an object would drop or keep unknown fields in silence. */
function looseObjects(schema: z.core.$ZodType, path: string): string[] {
  const { def } = schema._zod as unknown as { def: Definition };
  switch (def.type) {
    case "object": {
      const inner = Object.entries(def.shape).flatMap(([key, value]) => looseObjects(value, `${path}.${key}`));
      return def.catchall?._zod.def.type === "never" ? inner : [path, ...inner];
    }
    case "array":
      return looseObjects(def.element, `${path}[]`);
    case "record":
      return looseObjects(def.valueType, `${path}{}`);
    case "union":
      return def.options.flatMap((option, index) => looseObjects(option, `${path}|${index}`));
    case "intersection":
      return [...looseObjects(def.left, path), ...looseObjects(def.right, path)];
    case "pipe":
      return [...looseObjects(def.in, path), ...looseObjects(def.out, path)];
    default:
      return "innerType" in def && def.innerType ? looseObjects(def.innerType, path) : [];
  }
}

type Definition =
  | { type: "object"; shape: Record<string, z.core.$ZodType>; catchall?: z.core.$ZodType }
  | { type: "array"; element: z.core.$ZodType }
  | { type: "record"; valueType: z.core.$ZodType }
  | { type: "union"; options: z.core.$ZodType[] }
  | { type: "intersection"; left: z.core.$ZodType; right: z.core.$ZodType }
  | { type: "pipe"; in: z.core.$ZodType; out: z.core.$ZodType }
  | { type: "optional" | "nullable" | "default" | "prefault" | "readonly"; innerType: z.core.$ZodType }
  | { type: "string"; innerType?: undefined };
