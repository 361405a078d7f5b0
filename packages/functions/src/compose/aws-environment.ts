import { PublicError } from "@docent/core/error";
import { z } from "zod";

const DatabaseEnvironment = z.object({
  /** The whole address of the database; else its host, its name and the secret that opens it. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DOCENT_DATABASE_HOST: z.string().min(1).optional(),
  DOCENT_DATABASE_PORT: z.coerce.number().int().default(5432),
  DOCENT_DATABASE_NAME: z.string().min(1).default("docent"),
  DOCENT_DATABASE_SECRET_ARN: z.string().min(1).optional(),
  /** Connections that one function holds at most; all functions together share the database's. */
  DOCENT_DATABASE_CONNECTIONS: z.coerce.number().int().min(1).max(50).default(3),
  /** The desk's own secret, or the secret of the account that holds it. */
  DOCENT_SECRET: z.string().min(32).optional(),
  DOCENT_SECRET_ARN: z.string().min(1).optional(),
  /** Where people find the console. */
  DOCENT_PUBLIC_URL: z.url({ protocol: /^https?$/ }),
});
export type DatabaseEnvironment = z.infer<typeof DatabaseEnvironment>;

/** Where the parts of a stage on AWS are. */
const AwsEnvironment = DatabaseEnvironment.extend({
  AWS_REGION: z.string().min(1).default("us-east-1"),
  DOCENT_OPENSEARCH_URL: z.string().min(1),
  DOCENT_FILES_BUCKET: z.string().min(1),
  DOCENT_LIVE_TABLE: z.string().min(1),
  /** What the addresses of the queues begin with. */
  DOCENT_QUEUES: z.string().min(1),
  /** The function that answers questions. */
  DOCENT_ANSWER: z.string().min(1).optional(),
  /** Where people's sockets are opened. */
  DOCENT_SOCKETS_PUBLIC_URL: z.url({ protocol: /^wss?$/ }).optional(),
  DOCENT_MAIL_URL: z
    .string()
    .regex(/^(smtps?:\/\/[^\s]+|ses:[a-z0-9-]*)$/)
    .default("ses:"),
  DOCENT_MAIL_FROM: z.string().min(3).max(320).default("Docent <docent@localhost>"),
  /** Buckets that sources may be made of by the stage's own role, with a comma between them. */
  DOCENT_SOURCE_BUCKETS: z
    .string()
    .default("")
    .transform((names) => names.split(",").flatMap((name) => name.trim() || [])),
  DOCENT_SOURCE_DELAY: z.coerce.number().int().min(0).max(60_000).default(500),
  /** The program that reads files, beside the bundle of the function that starts it. */
  DOCENT_EXTRACTOR: z.string().min(1).optional(),
}).refine(({ DOCENT_FILES_BUCKET: files, DOCENT_SOURCE_BUCKETS: sources }) => !sources.includes(files), {
  path: ["DOCENT_SOURCE_BUCKETS"],
  message: "must not name the desk's own bucket: it holds the files of every company",
});
export type AwsEnvironment = z.infer<typeof AwsEnvironment>;

/** Reads where all parts are. Throws a PublicError that names each variable that is wrong. */
export function readAwsEnvironment(environment = process.env): AwsEnvironment {
  return read(AwsEnvironment, environment);
}

/** Reads where the database is and what the desk's secret is, for functions that are told no more. */
export function readDatabaseEnvironment(environment = process.env): DatabaseEnvironment {
  return read(DatabaseEnvironment, environment);
}

function read<T extends z.ZodType>(schema: T, environment: NodeJS.ProcessEnv): z.output<T> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  const message = `Docent cannot start with this environment. ${problems.join("; ")}`;
  throw new PublicError("invalid", "config.invalid", message);
}
