import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Assembled } from "./assemble.ts";

/** A node of OpenSearch that runs until it is disposed of, with all it holds. */
export interface Node extends AsyncDisposable {
  url: string;
  process: ChildProcess;
  /** Where its index lies. */
  data: string;
}

/** The node refuses to run as root, so root runs it as a user that may do nothing else. */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;

/** Starts a node on a port that is free, in a folder of its own, and waits until it answers. */
export async function startNode({ java, home }: Assembled, heap = "1g"): Promise<Node> {
  const folder = await mkdtemp(join(tmpdir(), "docent-opensearch-"));
  const place = join(folder, "node");
  await cp(home, place, { recursive: true });
  const config = join(place, "config");
  const data = join(place, "data");
  for (const one of [config, data, join(place, "logs")]) await mkdir(one);
  await writeFile(join(config, "opensearch.yml"), settings);
  await writeFile(join(config, "log4j2.properties"), logging);
  if (isRoot) for (const one of [folder, config, data, join(place, "logs")]) await chown(one, nobody, nobody);

  const as = isRoot ? { uid: nobody, gid: nobody } : {};
  const child = spawn(java, argumentsFor(place, heap), {
    ...as,
    env: { ...process.env, HOME: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit");
      child.kill();
      await exited;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: await addressOf(child), process: child, data, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function addressOf(child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream }) {
  const said: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  let address: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    address ??= /HttpServerTransport publish_address \{(\S+)\}/.exec(line)?.[1];
    if (!address || !line.includes("recovered [")) continue;
    child.stdout.resume();
    return `http://${address}`;
  }
  const cause = said.find((line) => /^(Caused by|Likely root cause|OpenJDK|Error:)/.test(line)) ?? said.at(-1);
  throw new Error(`it ended before it answered: ${cause}`);
}

function argumentsFor(place: string, heap: string): string[] {
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    `-Dopensearch.path.home=${place}`,
    `-Dopensearch.path.conf=${join(place, "config")}`,
    "-Dopensearch.distribution.type=tar",
    "-Dopensearch.bundled_jdk=false",
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "-cp",
    join(place, "lib/*"),
    "org.opensearch.bootstrap.OpenSearch",
  ];
}

const settings = `cluster.name: docent
discovery.type: single-node
network.host: 127.0.0.1
http.port: 0
transport.port: 0
cluster.routing.allocation.disk.threshold_enabled: false
`;

const logging = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %p %c{1.} %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`;
