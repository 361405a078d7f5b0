/// <reference path="../.sst/platform/config.d.ts" />
import type { Stage } from "./stage";

/** Where functions, database and search domain stand, and whose account that is. */
export interface Network {
  privateSubnets: $util.Input<$util.Input<string>[]>;
  /** Of what runs in there; whoever is in it may reach the database and the search domain. */
  securityGroups: $util.Input<$util.Input<string>[]>;
  vpcId: $util.Input<string>;
  partition: $util.Output<string>;
  region: $util.Output<string>;
  accountId: $util.Output<string>;
}

/**
 * Two zones. What needs the database or the search domain runs in the private subnets and reaches the models through
 * NAT: an instance of some three dollars a month, or managed gateways in prod. S3 and DynamoDB go by gateway endpoints,
 * which cost nothing. A company's own VPC is used as it is: its private subnets need a way out.
 */
export function network(stage: Stage): Network {
  const account = {
    partition: aws.getPartitionOutput().partition,
    region: aws.getRegionOutput().region,
    accountId: aws.getCallerIdentityOutput().accountId,
  };
  if (stage.own.vpc) return { ...account, ...ownVpc(stage.own.vpc) };
  const vpc = new sst.aws.Vpc("Vpc", { az: 2, nat: stage.prod ? "managed" : "ec2" });
  for (const service of ["s3", "dynamodb"])
    new aws.ec2.VpcEndpoint(`Reach${service}`, {
      vpcId: vpc.id,
      serviceName: $interpolate`${stage.china ? "cn.com.amazonaws" : "com.amazonaws"}.${account.region}.${service}`,
      vpcEndpointType: "Gateway",
      routeTableIds: vpc.nodes.privateRouteTables.apply((tables) => tables.map(({ id }) => id)),
    });
  flowLogs(stage, vpc);
  return { ...account, vpcId: vpc.id, privateSubnets: vpc.privateSubnets, securityGroups: vpc.securityGroups };
}

function ownVpc({ id, subnetIds }: NonNullable<Stage["own"]["vpc"]>) {
  const group = new aws.ec2.SecurityGroup("DeskAccess", {
    vpcId: id,
    description: "The functions of the desk",
    ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, self: true }],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  });
  return { vpcId: id, privateSubnets: subnetIds, securityGroups: [group.id] };
}

function flowLogs(stage: Stage, vpc: sst.aws.Vpc) {
  const group = new aws.cloudwatch.LogGroup("FlowLogs", { retentionInDays: stage.logDays });
  const role = new aws.iam.Role("FlowLogsRole", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "vpc-flow-logs.amazonaws.com" }),
    inlinePolicies: [
      {
        name: "write",
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [
            { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [$interpolate`${group.arn}:*`] },
          ],
        }).json,
      },
    ],
  });
  new aws.ec2.FlowLog("FlowLog", {
    vpcId: vpc.id,
    trafficType: stage.prod ? "ALL" : "REJECT",
    logDestination: group.arn,
    iamRoleArn: role.arn,
  });
}
