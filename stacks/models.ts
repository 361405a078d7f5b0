/// <reference path="../.sst/platform/config.d.ts" />
import type { Network } from "./network";
import type { Stage } from "./stage";

/** Public weights behind the text-embeddings container that AWS keeps; docs/guide/sagemaker.md connects them. */
const served = { Embedder: "BAAI/bge-m3", Reranker: "BAAI/bge-reranker-v2-m3" };
const instanceType = "ml.g5.xlarge";
const container = "tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04";

export interface Models {
  permissions: sst.aws.FunctionPermissionArgs[];
  endpoints: Record<string, $util.Output<string>>;
}

/**
 * What the desk may ask of models. Which of them answer is decided in the console, so Bedrock's are allowed as a whole,
 * but only to be invoked.
 */
export function models(stage: Stage, net: Network): Models {
  const permissions: sst.aws.FunctionPermissionArgs[] = [];
  const endpoints: Models["endpoints"] = {};
  const { partition, region, accountId } = net;
  if (stage.models.bedrock)
    permissions.push(
      {
        actions: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        resources: [
          $interpolate`arn:${partition}:bedrock:*::foundation-model/*`,
          $interpolate`arn:${partition}:bedrock:${region}:${accountId}:inference-profile/*`,
          $interpolate`arn:${partition}:bedrock:${region}:${accountId}:application-inference-profile/*`,
        ],
      },
      {
        actions: ["bedrock:ApplyGuardrail"],
        resources: [$interpolate`arn:${partition}:bedrock:${region}:${accountId}:guardrail/*`],
      },
      {
        actions: ["bedrock:Retrieve"],
        resources: [$interpolate`arn:${partition}:bedrock:${region}:${accountId}:knowledge-base/*`],
      },
    );
  if (stage.models.sageMaker) {
    const role = executionRole(stage, net);
    for (const [name, model] of Object.entries(served)) endpoints[name] = serve(stage, net, role, name, model);
    const named = [...Object.values(endpoints), "docent-*"]; // chat endpoints are made where their licence is accepted
    permissions.push({
      actions: ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"],
      resources: named.map((name) => $interpolate`arn:${partition}:sagemaker:${region}:${accountId}:endpoint/${name}`),
    });
  }
  return { permissions, endpoints };
}

function executionRole(stage: Stage, { partition, region, accountId }: Network) {
  return new aws.iam.Role("ModelsRole", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "sagemaker.amazonaws.com" }),
    inlinePolicies: [
      {
        name: "run",
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [
            {
              actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
              resources: [
                $interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/sagemaker/Endpoints/*`,
              ],
            },
            {
              actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
              resources: [$interpolate`arn:${partition}:ecr:${region}:${registry(stage)}:repository/tei`],
            },
          ],
        }).json,
      },
    ],
  });
}

function serve(stage: Stage, net: Network, role: aws.iam.Role, name: string, model: string) {
  const domain = stage.china ? "amazonaws.com.cn" : "amazonaws.com";
  const hosted = new aws.sagemaker.Model(`${name}Model`, {
    executionRoleArn: role.arn,
    primaryContainer: {
      image: $interpolate`${registry(stage)}.dkr.ecr.${net.region}.${domain}/${container}`,
      environment: { HF_MODEL_ID: model },
    },
    vpcConfig: { subnets: net.privateSubnets, securityGroupIds: net.securityGroups },
  });
  const config = new aws.sagemaker.EndpointConfiguration(`${name}Config`, {
    productionVariants: [
      {
        variantName: "AllTraffic",
        modelName: hosted.name,
        initialInstanceCount: 1,
        instanceType,
        initialVariantWeight: 1,
      },
    ],
  });
  return new aws.sagemaker.Endpoint(`${name}Endpoint`, { endpointConfigName: config.name }).name;
}

/** The account that keeps AWS's deep-learning containers. */
function registry({ china }: Stage): string {
  return china ? "727897471807" : "763104351884";
}
