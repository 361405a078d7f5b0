import { z } from "zod";
import { BucketSettings } from "./bucket-settings.ts";
import { canonical } from "./page-address.ts";

const Address = z
  .string()
  .trim()
  .max(2000)
  .transform((given, context) => {
    const address = canonical(given);
    if (address !== undefined) return address;
    const message = "An address begins with http:// or https:// and holds no user name or password.";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** Where documents come from. */
export const Settings = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("urls"),
    urls: z
      .array(Address)
      .min(1)
      .max(500)
      .transform((urls) => [...new Set(urls)]),
  }),
  z.strictObject({
    kind: z.literal("crawl"),
    /** Pages of this host whose path begins as this one's folder does. */
    start: Address,
    /** Links away from the start; 0 is the start alone. */
    depth: z.int().min(0).max(20),
    pages: z.int().min(1).max(5000),
  }),
  z.strictObject({ kind: z.literal("folder"), path: z.string().trim().min(1).max(1000) }),
  BucketSettings,
]);
export type Settings = z.infer<typeof Settings>;
export type SettingsOf<K extends Settings["kind"]> = Extract<Settings, { kind: K }>;

export const schedules = ["never", "hour", "day"] as const;
export type Schedule = (typeof schedules)[number];
