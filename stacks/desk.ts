/// <reference path="../.sst/platform/config.d.ts" />
import { alarms } from "./alarms";
import { api } from "./api";
import { budget } from "./budget";
import { dashboard } from "./dashboard";
import { database } from "./database";
import type { Parts } from "./functions";
import { jobs, queues } from "./jobs";
import { models } from "./models";
import { network } from "./network";
import { realtime } from "./realtime";
import { search } from "./search";
import { secrets } from "./secrets";
import { stage } from "./stage";
import { storage } from "./storage";
import { telemetry } from "./telemetry";
import { router, web } from "./web";

/** A whole desk, from the network up to the address that people open. */
export function deployDesk() {
  const now = stage();
  const net = network(now);
  const own = secrets(now);
  const front = router(now, net, own);
  const parts: Parts = {
    net,
    secrets: own,
    storage: storage(now),
    database: database(now, net),
    search: search(now, net),
    queues: queues(),
    models: models(now, net),
    site: front?.url ?? `https://${now.own.domain ?? "docent.invalid"}`,
  };
  const sockets = realtime(now, parts, telemetry(now));
  const work = jobs(now, parts);
  const http = api(now, parts, sockets, work);
  const url = web(now, parts, http.gateway, front);
  const watched = { ...parts, api: http, jobs: work, realtime: sockets };
  alarms(now, watched);
  dashboard(watched);
  budget(now);
  const { gateway, setUp, doctor } = http;
  return { url, setUp, doctor, api: gateway.url, sockets: sockets.api.url, files: parts.storage.files.name };
}
