import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { renderPolicy } from "./policy.ts";

export interface Asked {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** Set when something that exists is read. */
  id?: string;
}

export interface Account {
  region: string;
  partition: "aws" | "aws-cn";
  /** Whether sites are built for real. */
  build: boolean;
}

const accountId = "123456789012";

/** Where a region's addresses end. */
export function domainOf({ partition }: Account): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/** What `Provider.Aws.Bootstrap` answers: the bucket, registry and endpoints that SST sets up once per region. */
export function bootstrap(account: Account) {
  return {
    version: 9,
    asset: "sst-asset-synth",
    state: "sst-state-synth",
    assetEcrRegistryId: accountId,
    assetEcrUrl: `${accountId}.dkr.ecr.${account.region}.${domainOf(account)}/sst-asset`,
    appsyncHttp: "appsync.local",
    appsyncRealtime: "appsync-rt.local",
  };
}

/**
 * What AWS would compute for a resource, as far as SST's components read it. A component that needs more fails loudly:
 * add it here.
 */
export function stateOf(asked: Asked, account: Account): Record<string, unknown> {
  const { type, inputs } = asked;
  const name = physicalName(asked);
  const id = digest(asked.name + type, 10);
  const domain = domainOf(account);
  const arn = (service: string, rest: string, region = account.region, owner = accountId) =>
    `arn:${account.partition}:${service}:${region}:${owner}:${rest}`;
  const said = { ...inputs, name: inputs["name"] ?? name };
  switch (type) {
    case "aws:lambda/function:Function": {
      const function_ = arn("lambda", `function:${name}`);
      return {
        ...said,
        arn: function_,
        invokeArn: `arn:${account.partition}:apigateway:${account.region}:lambda:path/2015-03-31/functions/${function_}/invocations`,
        qualifiedArn: `${function_}:1`,
        version: "1",
      };
    }
    case "aws:lambda/invocation:Invocation":
      return { ...said, result: "{}" };
    case "aws:lambda/functionUrl:FunctionUrl":
      return { ...said, functionUrl: `https://${id}.lambda-url.${account.region}.on.aws/` };
    case "aws:iam/role:Role":
      return { ...said, arn: arn("iam", `role/${name}`, ""), uniqueId: `AROA${id.toUpperCase()}` };
    case "aws:s3/bucket:Bucket":
      return {
        ...said,
        bucket: name,
        arn: `arn:${account.partition}:s3:::${name}`,
        bucketRegionalDomainName: `${name}.s3.${account.region}.${domain}`,
        bucketDomainName: `${name}.s3.${domain}`,
      };
    case "aws:sqs/queue:Queue":
      return { ...said, arn: arn("sqs", name), url: queueUrl(name, account) };
    case "aws:sns/topic:Topic":
      return { ...said, arn: arn("sns", name) };
    case "aws:dynamodb/table:Table":
      return { ...said, arn: arn("dynamodb", `table/${name}`), streamArn: arn("dynamodb", `table/${name}/stream/x`) };
    case "aws:cloudwatch/logGroup:LogGroup":
      return { ...said, arn: arn("logs", `log-group:${name}`) };
    case "aws:apigatewayv2/api:Api": {
      const scheme = inputs["protocolType"] === "WEBSOCKET" ? "wss" : "https";
      return {
        ...said,
        apiEndpoint: `${scheme}://${id}.execute-api.${account.region}.${domain}`,
        executionArn: arn("execute-api", id),
        arn: `arn:${account.partition}:apigateway:${account.region}::/apis/${id}`,
      };
    }
    case "aws:ec2/vpc:Vpc":
      return { ...said, arn: arn("ec2", `vpc/vpc-${id}`), defaultSecurityGroupId: `sg-default-${id}` };
    case "aws:opensearch/domain:Domain":
      return {
        ...said,
        domainName: inputs["domainName"] ?? asked.name.toLowerCase().slice(0, 28),
        arn: arn("es", `domain/${asked.name}`),
        endpoint: `vpc-${id}.${account.region}.es.${domain}`,
      };
    case "aws:rds/cluster:Cluster":
      return {
        ...said,
        arn: arn("rds", `cluster:${name}`),
        clusterIdentifier: inputs["clusterIdentifier"] ?? asked.name.toLowerCase(),
        clusterResourceId: `cluster-${id}`,
        endpoint: `${id}.cluster.${account.region}.rds.${domain}`,
        readerEndpoint: `${id}.cluster-ro.${account.region}.rds.${domain}`,
        port: 5432,
      };
    case "aws:secretsmanager/secret:Secret":
      return { ...said, arn: arn("secretsmanager", `secret:${name}`) };
    case "aws:ecs/cluster:Cluster":
      return { ...said, arn: arn("ecs", `cluster/${name}`) };
    case "aws:ecs/taskDefinition:TaskDefinition":
      return { ...said, arn: arn("ecs", `task-definition/${text(inputs["family"])}:1`) };
    case "aws:cloudfront/distribution:Distribution":
      return {
        ...said,
        arn: arn("cloudfront", `distribution/${id}`, ""),
        domainName: `${id}.cloudfront.net`,
        hostedZoneId: "Z2FDTNDATAQYW2",
      };
    case "aws:cloudfront/originAccessIdentity:OriginAccessIdentity":
      return {
        ...said,
        cloudfrontAccessIdentityPath: `origin-access-identity/cloudfront/${id}`,
        iamArn: `arn:${account.partition}:iam::cloudfront:user/CloudFront Origin Access Identity ${id}`,
      };
    case "aws:cloudfront/keyValueStore:KeyValueStore":
      return { ...said, arn: arn("cloudfront", `key-value-store/${id}`, "") };
    case "aws:acm/certificate:Certificate":
      return {
        ...said,
        arn: arn("acm", `certificate/${id}`),
        domainValidationOptions: [
          {
            domainName: inputs["domainName"],
            resourceRecordName: `_${id}.${text(inputs["domainName"])}.`,
            resourceRecordType: "CNAME",
            resourceRecordValue: `_${id}.acm-validations.aws.`,
          },
        ],
      };
    case "random:index/randomBytes:RandomBytes":
      return { ...said, base64: createHash("sha256").update(asked.name).digest("base64"), hex: "00" };
    case "random:index/randomPassword:RandomPassword":
      return { ...said, result: `Synth-Pass-1!${id}` };
    case "random:index/randomId:RandomId":
      return { ...said, dec: "12345", hex: id, b64Url: id };
    case "tls:index/privateKey:PrivateKey":
      return { ...said, privateKeyOpenssh: "key", publicKeyOpenssh: "ssh-rsa AAAA" };
    case "docker-build:index:Image": {
      const sum = `sha256:${digest(asked.name, 40)}`;
      return { ...said, ref: `${bootstrap(account).assetEcrUrl}@${sum}`, digest: sum };
    }
    case "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace":
      return { ...said, arn: arn("servicediscovery", `namespace/ns-${id}`), hostedZone: `Z${id}` };
    case "command:local:Command":
      return { ...said, ...(account.build ? run(asked) : { stdout: "", stderr: "" }) };
    default: {
      const service = /^aws:([a-z0-9]+)\//i.exec(type)?.[1]?.toLowerCase();
      const kind = type.split(":").at(-1)?.toLowerCase();
      return { ...said, ...(service && { arn: arn(service, `${kind}/${name}`) }) };
    }
  }
}

const idPrefixes: Record<string, string> = {
  "aws:ec2/vpc:Vpc": "vpc-",
  "aws:ec2/subnet:Subnet": "subnet-",
  "aws:ec2/securityGroup:SecurityGroup": "sg-",
  "aws:apigatewayv2/api:Api": "",
};
const knownByName = new Set([
  "aws:s3/bucket:Bucket",
  "aws:iam/role:Role",
  "aws:dynamodb/table:Table",
  "aws:lambda/function:Function",
  "aws:cloudwatch/logGroup:LogGroup",
]);

/** The id that AWS would give a resource. */
export function idOf(asked: Asked, account: Account): string {
  const prefix = idPrefixes[asked.type];
  if (prefix !== undefined) return prefix + digest(asked.name + asked.type, 10);
  if (asked.type === "aws:sqs/queue:Queue") return queueUrl(physicalName(asked), account);
  return knownByName.has(asked.type) ? physicalName(asked) : `${asked.name}-id`;
}

/** What the provider's functions answer; undefined where nobody has said it yet. */
export function answerCall(token: string, inputs: Record<string, unknown>, account: Account) {
  const { region, partition } = account;
  const domain = domainOf(account);
  switch (token) {
    case "aws:index/getRegion:getRegion": {
      const name = text(inputs["region"]) || region;
      return { id: region, region: name, name, description: region, endpoint: `ec2.${region}.${domain}` };
    }
    case "aws:index/getPartition:getPartition":
      return {
        id: partition,
        partition,
        dnsSuffix: domain,
        reverseDnsPrefix: partition === "aws-cn" ? "cn.com.amazonaws" : "com.amazonaws",
      };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { id: accountId, accountId, arn: `arn:${partition}:iam::${accountId}:user/synth`, userId: "AIDASYNTH" };
    case "aws:iam/getPolicyDocument:getPolicyDocument": {
      const json = renderPolicy(inputs);
      return {
        id: digest(json, 8),
        json,
        minifiedJson: json,
        statements: inputs["statements"] ?? [],
        version: "2012-10-17",
      };
    }
    case "aws:index/getAvailabilityZones:getAvailabilityZones":
      return {
        id: region,
        names: ["a", "b", "c"].map((zone) => region + zone),
        zoneIds: ["1", "2", "3"],
        groupNames: [],
      };
    case "aws:ec2/getAmi:getAmi":
      return { id: "ami-synth", imageId: "ami-synth", architecture: "arm64", name: "synth" };
    case "aws:ecr/getAuthorizationToken:getAuthorizationToken":
      return {
        id: "token",
        authorizationToken: "token",
        userName: "AWS",
        password: "password",
        proxyEndpoint: `https://${accountId}.dkr.ecr.${region}.${domain}`,
        expiresAt: "",
      };
    case "aws:index/getArn:getArn": {
      const [, of, service, place, account_, ...rest] = text(inputs["arn"]).split(":");
      return { id: inputs["arn"], partition: of, service, region: place, account: account_, resource: rest.join(":") };
    }
    default:
      return undefined;
  }
}

function queueUrl(name: string, account: Account): string {
  return `https://sqs.${account.region}.${domainOf(account)}/${accountId}/${name}`;
}

function physicalName({ name, inputs }: Asked): string {
  return text(inputs["name"]) || text(inputs["bucket"]) || text(inputs["namePrefix"]) || name;
}

function run({ name, inputs }: Asked) {
  const command = text(inputs["create"]);
  if (!command) return { stdout: "", stderr: "" };
  // a site that is built while tests run is built for people all the same
  const { NODE_ENV: _, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command], {
    cwd: text(inputs["dir"]),
    env: { ...environment, ...(inputs["environment"] as Record<string, string>) },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${name}: ${command}\n${stdout}${stderr}`);
  return { stdout, stderr };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function digest(value: string, length: number): string {
  return createHash("sha1").update(value).digest("hex").slice(0, length);
}
