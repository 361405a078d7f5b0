/// <reference path="../.sst/platform/config.d.ts" />
import type { Database } from "./database";
import type { Queues } from "./jobs";
import type { Models } from "./models";
import type { Network } from "./network";
import type { Search } from "./search";
import type { Secrets } from "./secrets";
import type { Stage } from "./stage";
import type { Storage } from "./storage";

/** What functions may need of the stage. */
export interface Parts {
  net: Network;
  secrets: Secrets;
  storage: Storage;
  database: Database;
  search: Search;
  queues: Queues;
  models: Models;
  /** Where people find the console. */
  site: $util.Input<string>;
}

export type Need = "database" | "search" | "files" | "live" | "queues" | "models" | "mail";

interface Spec {
  handler: string;
  timeout: `${number} ${"seconds" | "minutes"}`;
  memory: `${number} MB`;
  storage?: `${number} GB`;
  /** ARM when absent, which costs a fifth less. */
  architecture?: "x86_64";
  needs: Need[];
  environment?: Record<string, $util.Input<string>>;
  /** Packages that lie beside the bundle, with their versions, because they look for files of their own. */
  install?: Record<string, string>;
  /** Puts more beside the bundle. */
  afterBuild?: (folder: string) => Promise<void>;
  copy?: { from: string; to: string }[];
  /** Beyond those that its needs bring. */
  permissions?: sst.aws.FunctionPermissionArgs[];
}

/**
 * A function of the desk. It gets addresses by its environment and rights by what it needs, each on the very resource:
 * SST's links would hand out every right on a resource, and passwords with it.
 */
export function deskFunction(name: string, stage: Stage, parts: Parts, spec: Spec): sst.aws.Function {
  const needs = new Set(spec.needs);
  return new sst.aws.Function(name, {
    handler: spec.handler,
    runtime: "nodejs24.x",
    architecture: spec.architecture ?? "arm64",
    timeout: spec.timeout,
    memory: spec.memory,
    ...(spec.storage && { storage: spec.storage }),
    logging: { format: "json", retention: stage.prod ? "1 year" : "2 weeks" },
    retries: 0,
    nodejs: { minify: true, ...(spec.install && { install: spec.install }) },
    ...(spec.afterBuild && { hook: { postbuild: spec.afterBuild } }),
    ...(spec.copy && { copyFiles: spec.copy }),
    ...((needs.has("database") || needs.has("search")) && {
      vpc: { privateSubnets: parts.net.privateSubnets, securityGroups: parts.net.securityGroups },
    }),
    environment: { ...environmentFor(needs, parts), ...spec.environment },
    permissions: [...permissionsFor(needs, parts), ...(spec.permissions ?? [])],
  });
}

function environmentFor(needs: Set<Need>, parts: Parts): Record<string, $util.Input<string>> {
  const { database, search, storage, queues, secrets, site } = parts;
  return {
    ...(needs.has("database") && {
      DOCENT_DATABASE_HOST: database.host,
      DOCENT_DATABASE_NAME: database.name,
      DOCENT_DATABASE_SECRET_ARN: database.secretArn,
      DOCENT_SECRET_ARN: secrets.desk.arn,
      DOCENT_PUBLIC_URL: site,
      // Lambda's own store of certificates, in which Aurora's stand
      NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
    }),
    ...(needs.has("search") && { DOCENT_OPENSEARCH_URL: search.endpoint }),
    ...(needs.has("files") && { DOCENT_FILES_BUCKET: storage.files.name }),
    ...(needs.has("live") && { DOCENT_LIVE_TABLE: storage.table.name }),
    ...(needs.has("queues") && { DOCENT_QUEUES: queues.address }),
    ...(needs.has("mail") && {
      DOCENT_MAIL_URL: "ses:",
      ...(process.env["DOCENT_MAIL_FROM"] && { DOCENT_MAIL_FROM: process.env["DOCENT_MAIL_FROM"] }),
    }),
  };
}

function permissionsFor(needs: Set<Need>, parts: Parts): sst.aws.FunctionPermissionArgs[] {
  const { database, search, storage, queues, secrets, models, net } = parts;
  const may = (need: Need, actions: string[], resources: $util.Input<$util.Input<string>[]>) =>
    needs.has(need) ? [{ actions, resources }] : [];
  return [
    ...may("database", ["secretsmanager:GetSecretValue"], [database.secretArn, secrets.desk.arn]),
    ...may(
      "search",
      ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut", "es:ESHttpDelete"],
      [$interpolate`${search.arn}/*`],
    ),
    ...may(
      "files",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      [$interpolate`${storage.files.arn}/*`],
    ),
    ...may("files", ["s3:ListBucket", "s3:ListBucketMultipartUploads"], [storage.files.arn]),
    ...may(
      "live",
      [
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:BatchWriteItem",
      ],
      [storage.table.arn],
    ),
    ...may("queues", ["sqs:SendMessage", "sqs:GetQueueAttributes"], queues.arns),
    // given-up jobs are begun anew by whoever may press the button
    ...may(
      "queues",
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
      queues.each.map(({ failed }) => failed.arn),
    ),
    ...(needs.has("models") ? models.permissions : []),
    ...may(
      "mail",
      ["ses:SendEmail", "ses:SendRawEmail"],
      [$interpolate`arn:${net.partition}:ses:${net.region}:${net.accountId}:identity/*`],
    ),
  ];
}
