import { z } from "zod";

/** What a desk does with a question of one intent. */
export const Action = z.discriminatedUnion("type", [
  /** Looks into the documents, as for a question without any intent. */
  z.object({ type: z.literal("knowledge") }),
  /** Lets the model answer without looking anything up. */
  z.object({ type: z.literal("chat") }),
  /** Says a fixed text, in the asker's language where there is one in it. */
  z.object({ type: z.literal("reply"), text: z.object({ zh: z.string().max(4000), en: z.string().max(4000) }) }),
  /** Says sorry and offers a person. */
  z.object({ type: z.literal("comfort") }),
  /** Hands over to a person. */
  z.object({ type: z.literal("handover") }),
  /** Calls somebody's service with what the question says, and tells what it answered. */
  z.object({
    type: z.literal("tool"),
    url: z.url({ protocol: /^https?$/ }),
    method: z.enum(["GET", "POST"]).default("POST"),
    /** What the service is for, told to the model. */
    description: z.string().max(2000),
    /** JSON Schema of the arguments. */
    parameters: z.record(z.string(), z.unknown()),
  }),
]);
export type Action = z.infer<typeof Action>;
