import { z } from "zod";

/** Everything a desk on one machine can be told. The defaults run without any. */
export const Config = z.object({
  /** Folder for the database, files and index. */
  dataFolder: z.string().min(1).default("./.docent"),
  host: z.string().min(1).default("127.0.0.1"),
  port: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Any PostgreSQL instead of the one in the data folder. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Seals model keys and signs sessions. Made at the first start and kept in the data folder when absent. */
  secret: z.string().min(32, "needs at least 32 characters").optional(),
  /** Address people use when a proxy with TLS stands in front, e.g. https://docent.example.org. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Where a local Ollama is looked for; empty switches the search off. */
  ollamaUrl: z.union([z.url(), z.literal("")]).default("http://127.0.0.1:11434"),
  /** Models that run on this machine; `models` in the data folder when absent. */
  modelsFolder: z.string().min(1).optional(),
  /** Where such models are fetched from: `<hub>/<model>/resolve/main/<file>`. */
  modelHub: z.url({ protocol: /^https?$/ }).default("https://huggingface.co"),
  /** Add the demo library at the first start. */
  demo: z.stringbool().default(true),
  /** How many extraction processes run side by side. */
  extractors: z.coerce.number().int().min(1).max(64).optional(),
});
export type Config = z.infer<typeof Config>;
