import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { findJava, whereIs } from "./java.ts";
import { parts, version, type Part } from "./parts.ts";

const run = promisify(execFile);
const cache = join(import.meta.dirname, "../../.cache/opensearch");
const home = join(cache, version);
const ready = join(cache, `${version}-ready`);

/** A node that can be started. */
export interface Assembled {
  java: string;
  home: string;
}

/** Puts a node together out of its parts, once. Throws an error that says what is missing. */
export async function assemble(): Promise<Assembled> {
  const there = await assembled();
  if (there) return there;
  const java = await findJava();
  const maven = await whereIs("mvn");
  if (!maven) throw new Error("there is no Maven (mvn)");
  await rm(home, { recursive: true, force: true });
  await fetchParts(maven);
  for (const [name, part] of Object.entries(parts)) await finish(name, part);
  await mkdir(join(home, "bin"), { recursive: true });
  await writeFile(ready, way());
  return { java, home };
}

/** The node that was put together before; none when there is none, or no Java for it. */
export async function assembled(): Promise<Assembled | undefined> {
  const done = await readFile(ready, "utf8").catch(() => undefined);
  if (done !== way()) return undefined;
  const java = await findJava().catch(() => undefined);
  return java === undefined ? undefined : { java, home };
}

function way(): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Maven fetches, so that its own settings say from where: the mirrors of this machine, or Maven Central itself. */
async function fetchParts(maven: string): Promise<void> {
  const project = join(cache, "project");
  await rm(project, { recursive: true, force: true });
  for (const [name, part] of Object.entries(parts)) {
    await mkdir(join(project, name), { recursive: true });
    await writeFile(join(project, name, "pom.xml"), moduleOf(name, part));
  }
  await writeFile(join(project, "pom.xml"), projectOf(Object.keys(parts)));
  try {
    await run(maven, ["--batch-mode", "--quiet", "--file", project, "package"], { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    const reason = /\[ERROR\] (.{0,300})/.exec(said)?.[1] ?? said.slice(0, 300);
    throw new Error(`Maven could not fetch its parts: ${reason}`, { cause: error });
  }
}

/** A part holds nothing that the server has already, or the node refuses to start. */
async function finish(name: string, part: Part): Promise<void> {
  const folder = join(home, part.folder);
  const inServer = new Set(part === parts["server"] ? [] : await readdir(join(home, "lib")));
  for (const file of await readdir(folder)) if (inServer.has(file)) await rm(join(folder, file));
  const descriptor = join(folder, "plugin-descriptor.properties");
  if (part.plugin) await writeFile(descriptor, described(name, part.plugin));
  if (!part.archive) return;
  const brought = await readFile(descriptor, "utf8");
  await writeFile(descriptor, brought.replace(/^(extended\.plugins=.*?),?transport-grpc/m, "$1"));
}

function described(name: string, plugin: string): string {
  const lines = { name, description: name, version, classname: plugin, "opensearch.version": version };
  const fixed = { "java.version": "21", "has.native.controller": "false", "extended.plugins": "" };
  return Object.entries({ ...lines, ...fixed })
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}

function projectOf(names: readonly string[]): string {
  const modules = names.map((name) => `<module>${name}</module>`).join("");
  return pom(`<artifactId>node</artifactId><version>1</version><modules>${modules}</modules>`);
}

function moduleOf(name: string, { folder, packages = [], alone = [], archive }: Part): string {
  const dependencies = [
    ...packages.map((one) => `<dependency>${coordinates(one)}</dependency>`),
    ...alone.map((one) => `<dependency>${coordinates(one)}${withoutTheirs}</dependency>`),
  ].join("");
  const to = `<outputDirectory>${join(home, folder)}</outputDirectory>`;
  const copy = execution("copy-dependencies", `<includeScope>runtime</includeScope>${to}`);
  const item = archive && `<artifactItem>${coordinates(archive)}<type>zip</type></artifactItem>`;
  const unpack = item ? execution("unpack", `<artifactItems>${item}</artifactItems>${to}`) : "";
  return pom(`<artifactId>${name}</artifactId><version>1</version><dependencies>${dependencies}</dependencies>
    <build><plugins><plugin>${coordinates("org.apache.maven.plugins:maven-dependency-plugin:3.6.1")}
    <executions>${copy}${unpack}</executions></plugin></plugins></build>`);
}

const withoutTheirs = "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>";

function execution(goal: string, configuration: string): string {
  return `<execution><id>${goal}</id><phase>package</phase><goals><goal>${goal}</goal></goals>
    <configuration>${configuration}</configuration></execution>`;
}

function coordinates(named: string): string {
  const [group, name, of] = named.split(":");
  return `<groupId>${group}</groupId><artifactId>${name}</artifactId><version>${of}</version>`;
}

function pom(content: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
    <groupId>docent</groupId><packaging>pom</packaging>${content}</project>`;
}
