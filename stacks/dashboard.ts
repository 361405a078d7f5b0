/// <reference path="../.sst/platform/config.d.ts" />
import type { Api } from "./api";
import type { Database } from "./database";
import type { Jobs, Queues } from "./jobs";
import type { Network } from "./network";
import type { Realtime } from "./realtime";
import type { Search } from "./search";

interface Shown {
  net: Network;
  api: Api;
  jobs: Jobs;
  queues: Queues;
  realtime: Realtime;
  search: Search;
  database: Database;
}

type Metric = [namespace: string, name: string, dimension: string, value: string, options?: { stat: string }];

/** One page in CloudWatch: what people wait for on top, what it runs on below. */
export function dashboard({ net, api, jobs, queues, realtime, search, database }: Shown) {
  const known = $util.output({
    region: net.region,
    apiId: api.gateway.nodes.api.id,
    functions: [api.desk, realtime.answer, realtime.worker, jobs.worker, jobs.recogniser].map(({ name }) => name),
    queueNames: queues.each.map(({ queue }) => queue.name),
    domain: search.domain?.domainName ?? "",
    cluster: database.cluster?.nodes.cluster?.clusterIdentifier ?? "",
  });
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: `docent-${$app.stage}`,
    dashboardBody: known.apply(({ region, apiId, functions, queueNames, domain, cluster }) => {
      const lambda = (metric: string, stat: string): Metric[] =>
        functions.map((name) => ["AWS/Lambda", metric, "FunctionName", name, { stat }]);
      const graphs: [string, Metric[]][] = [
        ["Requests", [["AWS/ApiGateway", "Count", "ApiId", apiId, { stat: "Sum" }]]],
        ["Failed requests", [["AWS/ApiGateway", "5xx", "ApiId", apiId, { stat: "Sum" }]]],
        ["How long functions take", lambda("Duration", "p95")],
        ["Functions that failed", lambda("Errors", "Sum")],
        [
          "Jobs waiting",
          queueNames.map((name) => [
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            "QueueName",
            name,
            { stat: "Maximum" },
          ]),
        ],
        ...(domain
          ? [
              ["Search domain", [["AWS/ES", "CPUUtilization", "DomainName", domain, { stat: "Average" }]]] as [
                string,
                Metric[],
              ],
            ]
          : []),
        ...(cluster
          ? [
              ["Database", [["AWS/RDS", "ACUUtilization", "DBClusterIdentifier", cluster, { stat: "Average" }]]] as [
                string,
                Metric[],
              ],
            ]
          : []),
      ];
      const widgets = graphs.map(([title, metrics], at) => ({
        type: "metric",
        x: (at % 2) * 12,
        y: Math.floor(at / 2) * 6,
        width: 12,
        height: 6,
        properties: { title, metrics, region, period: 300, view: "timeSeries" },
      }));
      return JSON.stringify({ widgets });
    }),
  });
}
