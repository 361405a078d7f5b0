/// <reference path="../.sst/platform/config.d.ts" />
import type { Api } from "./api";
import type { Database } from "./database";
import type { Jobs, Queues } from "./jobs";
import type { Realtime } from "./realtime";
import type { Search } from "./search";
import type { Stage } from "./stage";

interface Watched {
  api: Api;
  jobs: Jobs;
  queues: Queues;
  realtime: Realtime;
  search: Search;
  database: Database;
}

interface Alarm {
  namespace: string;
  metric: string;
  statistic: "Sum" | "Average" | "Maximum";
  threshold: number;
  dimensions: Record<string, $util.Input<string>>;
  description: string;
  periods?: number;
}

/** Says by mail when something needs a person: in prod. Each text tells what to look at. */
export function alarms(stage: Stage, { api, jobs, queues, realtime, search, database }: Watched) {
  if (!stage.prod) return;
  const topic = new sst.aws.SnsTopic("Alarms");
  if (stage.own.alarmMail)
    new aws.sns.TopicSubscription("AlarmMail", { topic: topic.arn, protocol: "email", endpoint: stage.own.alarmMail });
  const watch = (name: string, { metric, periods = 1, description, ...alarm }: Alarm) =>
    new aws.cloudwatch.MetricAlarm(name, {
      ...alarm,
      metricName: metric,
      alarmDescription: description,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      evaluationPeriods: periods,
      period: 300,
      treatMissingData: "notBreaching",
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    });
  for (const { id, job, failed } of queues.each)
    watch(`${id}GivenUp`, {
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      threshold: 1,
      dimensions: { QueueName: failed.name },
      description: `Jobs of the kind ${job} were given up. Health in the console tells why and begins them anew.`,
    });
  const functions = {
    Answer: realtime.answer,
    SocketWorker: realtime.worker,
    Jobs: jobs.worker,
    Recogniser: jobs.recogniser,
    Desk: api.desk,
  };
  for (const [name, { name: FunctionName }] of Object.entries(functions))
    watch(`${name}Errors`, {
      namespace: "AWS/Lambda",
      metric: "Errors",
      statistic: "Sum",
      threshold: 5,
      dimensions: { FunctionName },
      description: `The function ${name} failed five times within five minutes. Its log tells why.`,
    });
  watch("ApiFaults", {
    namespace: "AWS/ApiGateway",
    metric: "5xx",
    statistic: "Sum",
    threshold: 10,
    dimensions: { ApiId: api.gateway.nodes.api.id },
    description: "The API failed ten times within five minutes. docent doctor tells what is out of reach.",
  });
  if (search.domain)
    watch("SearchRed", {
      namespace: "AWS/ES",
      metric: "ClusterStatus.red",
      statistic: "Maximum",
      threshold: 1,
      dimensions: { DomainName: search.domain.domainName },
      description: "The search domain misses shards: questions find less than they should.",
    });
  if (database.cluster)
    watch("DatabaseBusy", {
      namespace: "AWS/RDS",
      metric: "ACUUtilization",
      statistic: "Average",
      threshold: 90,
      periods: 3,
      dimensions: { DBClusterIdentifier: database.cluster.nodes.cluster!.clusterIdentifier },
      description: "The database has been at its upper limit for 15 minutes. Raise max in stacks/stage.ts.",
    });
}
