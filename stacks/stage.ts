/// <reference path="../.sst/platform/config.d.ts" />

/** What differs between stages. */
export interface Stage {
  /** Kept when it is removed, guarded against deletion, watched by alarms. */
  prod: boolean;
  /** In a partition without Bedrock, Cognito and CloudFront's newer parts. */
  china: boolean;
  /** Days that logs are kept. */
  logDays: number;
  database: { min: `${number} ACU`; max: `${number} ACU`; pauseAfter?: `${number} minutes`; backupDays: number };
  search: { instance: string; count: number; storageGb: number };
  models: { bedrock: boolean; sageMaker: boolean };
  /** Versions of an ingestion that are worked on at the same time. */
  jobsAtOnce: number;
  /** Dollars a month; 80 % and 100 % of it are told to `alarmMail`. */
  budget: number;
  own: Own;
}

/** What a company brings along, told by environment variables at deployment. */
export interface Own {
  /** Where people find the desk, docent.example.org; an address of CloudFront's when absent. */
  domain?: string;
  /** The certificate of that domain in the partition's own store; needed in China only. */
  certificate?: string;
  /** A VPC with at least two private subnets that have a way out. */
  vpc?: { id: string; subnetIds: string[] };
  /** A PostgreSQL 16 or newer that the VPC reaches; `secretArn` holds {"username", "password"}. */
  database?: { host: string; name: string; secretArn: string };
  /** A domain of OpenSearch Service with its ARN, reached by IAM. */
  search?: { endpoint: string; arn: string };
  /** Buckets that sources may be made of by the stage's own role. */
  sourceBuckets: string[];
  alarmMail?: string;
}

/** Reads the stage from its name, its region and the environment. */
export function stage(): Stage {
  const prod = $app.stage === "prod";
  const china = String($app.providers?.["aws"]?.region ?? "").startsWith("cn-");
  const small = {
    database: { min: "0 ACU", max: "2 ACU", pauseAfter: "15 minutes", backupDays: 1 },
    search: { instance: "t3.small", count: 1, storageGb: 10 },
  } as const;
  const large = {
    database: { min: "0.5 ACU", max: "8 ACU", backupDays: 14 },
    search: { instance: "r7g.large", count: 2, storageGb: 100 },
  } as const;
  return {
    prod,
    china,
    logDays: prod ? 365 : 14,
    ...(prod ? large : small),
    models: { bedrock: !china, sageMaker: china || told("DOCENT_SAGEMAKER") === "1" },
    jobsAtOnce: prod ? 10 : 2,
    budget: Number(told("DOCENT_BUDGET") ?? (prod ? 1_000 : 100)),
    own: own(),
  };
}

function own(): Own {
  const domain = told("DOCENT_DOMAIN");
  const certificate = told("DOCENT_CERTIFICATE");
  const vpcId = told("DOCENT_VPC_ID");
  const subnetIds = told("DOCENT_SUBNET_IDS")?.split(",");
  const host = told("DOCENT_DATABASE_HOST");
  const secretArn = told("DOCENT_DATABASE_SECRET_ARN");
  const endpoint = told("DOCENT_OPENSEARCH_ENDPOINT");
  const arn = told("DOCENT_OPENSEARCH_ARN");
  const alarmMail = told("DOCENT_ALARM_MAIL");
  const sourceBuckets = (told("DOCENT_SOURCE_BUCKETS") ?? "").split(",").flatMap((name) => name.trim() || []);
  return {
    sourceBuckets,
    ...(domain && { domain }),
    ...(certificate && { certificate }),
    ...(vpcId && subnetIds && { vpc: { id: vpcId, subnetIds } }),
    ...(host && secretArn && { database: { host, secretArn, name: told("DOCENT_DATABASE_NAME") ?? "docent" } }),
    ...(endpoint && arn && { search: { endpoint, arn } }),
    ...(alarmMail && { alarmMail }),
  };
}

function told(name: string): string | undefined {
  return process.env[name] || undefined;
}
