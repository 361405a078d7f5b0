/// <reference path="../.sst/platform/config.d.ts" />
import type { Network } from "./network";
import type { Stage } from "./stage";

/** Where the search domain is; functions reach it by their own role. */
export interface Search {
  endpoint: $util.Input<string>;
  arn: $util.Input<string>;
  domain?: aws.opensearch.Domain;
}

/**
 * OpenSearch in the VPC, or the company's own. Made without SST's component, which puts the domain on the internet and
 * hands every function one password: here each signs with its role, and the domain's policy leaves the decision to IAM.
 */
export function search(stage: Stage, net: Network): Search {
  if (stage.own.search) return stage.own.search;
  const { partition, region, accountId } = net;
  const { instance, count, storageGb } = stage.search;
  const name = `docent-${$app.stage}`.slice(0, 28);
  const group = new aws.ec2.SecurityGroup("SearchAccess", {
    vpcId: net.vpcId,
    description: "The search domain, from the functions of the desk",
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: net.securityGroups }],
  });
  const domain = new aws.opensearch.Domain(
    "Search",
    {
      domainName: name,
      engineVersion: "OpenSearch_3.1",
      clusterConfig: {
        instanceType: `${instance}.search`,
        instanceCount: count,
        zoneAwarenessEnabled: count > 1,
        ...(count > 1 && { zoneAwarenessConfig: { availabilityZoneCount: 2 } }),
      },
      ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: storageGb },
      vpcOptions: {
        subnetIds: $util.output(net.privateSubnets).apply((subnets) => subnets.slice(0, count > 1 ? 2 : 1)),
        securityGroupIds: [group.id],
      },
      encryptAtRest: { enabled: true },
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
      accessPolicies: aws.iam.getPolicyDocumentOutput({
        statements: [
          {
            principals: [{ type: "AWS", identifiers: [$interpolate`arn:${partition}:iam::${accountId}:root`] }],
            actions: ["es:ESHttp*"],
            resources: [$interpolate`arn:${partition}:es:${region}:${accountId}:domain/${name}/*`],
          },
        ],
      }).json,
    },
    { retainOnDelete: stage.prod, protect: stage.prod },
  );
  return { endpoint: $interpolate`https://${domain.endpoint}`, arn: domain.arn, domain };
}
