import { PublicError } from "@docent/core/error";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { PoolConfig } from "pg";
import { z } from "zod";
import type { DatabaseEnvironment } from "./aws-environment.ts";

const DatabaseSecret = z.object({ username: z.string(), password: z.string() });

/** How to get into the database. The password is looked up for each new connection, so that it may be changed at any time. */
export async function databaseAccess(environment: DatabaseEnvironment): Promise<PoolConfig> {
  const {
    DATABASE_URL: connectionString,
    DOCENT_DATABASE_HOST: host,
    DOCENT_DATABASE_PORT: port,
    DOCENT_DATABASE_NAME: database,
    DOCENT_DATABASE_SECRET_ARN: arn,
    DOCENT_DATABASE_CONNECTIONS: max,
  } = environment;
  // a sleeping cluster takes its time to wake
  const usual = { max, connectionTimeoutMillis: 25_000, idleTimeoutMillis: 60_000 };
  if (connectionString) return { ...usual, connectionString };
  if (!host || !arn) throw missing("DOCENT_DATABASE_HOST and DOCENT_DATABASE_SECRET_ARN, or DATABASE_URL");
  const look = async () => DatabaseSecret.parse(JSON.parse(await secretOf(arn)));
  const { username } = await look();
  const password = async () => (await look()).password;
  return { ...usual, host, port, database, user: username, password, ssl: true };
}

/** The secret that seals model keys and signs sessions. */
export async function deskSecret({ DOCENT_SECRET, DOCENT_SECRET_ARN }: DatabaseEnvironment): Promise<string> {
  const secret = DOCENT_SECRET ?? (DOCENT_SECRET_ARN && (await secretOf(DOCENT_SECRET_ARN)));
  if (!secret || secret.length < 32) throw missing("DOCENT_SECRET_ARN, with at least 32 characters in it");
  return secret;
}

let client: SecretsManagerClient | undefined;

/** What a secret of the account holds. */
export async function secretOf(arn: string): Promise<string> {
  client ??= new SecretsManagerClient({});
  const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  return SecretString;
}

function missing(what: string): PublicError {
  return new PublicError("invalid", "config.invalid", `Docent cannot start with this environment. It needs ${what}.`);
}
