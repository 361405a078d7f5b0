/// <reference path="../.sst/platform/config.d.ts" />
import type { Network } from "./network";
import type { Stage } from "./stage";

/** Where the database is and the secret that opens it; nobody is handed the password itself. */
export interface Database {
  host: $util.Input<string>;
  name: $util.Input<string>;
  secretArn: $util.Input<string>;
  cluster?: sst.aws.Aurora;
}

/** Aurora PostgreSQL Serverless v2, which sleeps in stages other than prod, or the company's own. */
export function database(stage: Stage, { privateSubnets, securityGroups }: Network): Database {
  if (stage.own.database) return stage.own.database;
  const { min, max, pauseAfter, backupDays } = stage.database;
  const cluster = new sst.aws.Aurora("Database", {
    engine: "postgres",
    version: "17",
    vpc: { subnets: privateSubnets, securityGroups },
    database: "docent",
    scaling: { min, max, ...(pauseAfter && { pauseAfter }) },
    replicas: stage.prod ? 1 : 0,
    transform: {
      cluster: (args) => {
        args.deletionProtection = stage.prod;
        args.storageEncrypted = true;
        args.backupRetentionPeriod = backupDays;
        args.copyTagsToSnapshot = true;
      },
    },
  });
  return { host: cluster.host, name: cluster.database, secretArn: cluster.secretArn, cluster };
}
