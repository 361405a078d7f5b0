import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sourceTable, versionTable } from "@docent/core/db/schema";
import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import * as Search from "@docent/core/knowledge/search";
import type { Scope } from "@docent/core/scope";
import * as BucketTry from "@docent/core/sources/bucket-try";
import * as Source from "@docent/core/sources/source";
import { reach } from "@docent/core/sources/source-reach";
import { sourceRules } from "@docent/core/sources/source-rules";
import * as Sync from "@docent/core/sources/sync";
import { readAwsEnvironment } from "@docent/functions/compose/aws-environment";
import { bucketServer, refusal, type BucketServer, type Fault } from "../fakes/bucket-server.ts";
import { testScope, type TestScope } from "../scope.ts";
import { countsOf, failuresOf, finished } from "../source-account.ts";

let s3: BucketServer;
let scope: TestScope;
let libraryId: string;
let bucket: string;
let buckets = 0;

const key = { accessKeyId: "test", secretAccessKey: "test" };
const rules = sourceRules({ folders: [], networks: ["127.0.0.1"], delayMs: 0, retries: 1 });

beforeAll(async () => {
  s3 = await bucketServer();
});
afterAll(() => s3[Symbol.asyncDispose]());
beforeEach(async () => {
  s3.breakBy();
  s3.asked.length = 0;
  bucket = s3.bucket(`handbook-${++buckets}`);
  scope = await testScope({ sourceRules: rules });
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await scope.close();
});

const atAws = () => ({ kind: "s3" as const, bucket, prefix: "", region: "us-east-1" });
const settings = (more: object = {}) => ({ ...atAws(), endpoint: s3.url, ...more });

async function add(more: object = {}, by: Scope = scope, withKey: object | null = key): Promise<string> {
  const input = { libraryId, settings: settings(more), key: withKey };
  const { id } = await Source.create(by, Source.Create.parse(input));
  await scope.settle();
  return id;
}

async function again(id: string): Promise<void> {
  s3.asked.length = 0;
  await Source.sync(scope, { id });
  await scope.settle();
}

const attempt = (more: object = {}, by: Scope = scope, rest: object = { key }) =>
  BucketTry.run(by, BucketTry.Try.parse({ libraryId, settings: settings(more), ...rest }));

const counts = (id: string) => countsOf(scope, libraryId, id);
const failures = (id: string) => failuresOf(scope, libraryId, id);

async function names(): Promise<string[]> {
  const { items } = await Document.list(scope, Document.List.parse({ libraryId, pageSize: 200 }));
  return items.map(({ name }) => name.replace(bucket, "bucket")).toSorted();
}

async function titles(text: string): Promise<string[]> {
  return (await Search.run(scope, { text })).hits.map(({ title }) => title);
}

/** A page of a listing. */
const listing =
  (contents: string, next?: number): Fault =>
  (request, response) => {
    if (!request.url?.includes("list-type")) return false;
    const more = next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`;
    const truncated = `<IsTruncated>${next !== undefined}</IsTruncated>`;
    response.end(`<?xml version="1.0"?><ListBucketResult>${truncated}${more}${contents}</ListBucketResult>`);
    return true;
  };
const listed = (key: string, more = "") =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"1"</ETag><Size>9</Size>${more}</Contents>`;

const reads = () => s3.asked.filter((line) => line.startsWith("GET") && !line.includes("list-type"));

describe("a bucket", () => {
  test("brings what is below its prefix; what is as it was is not read again, what changed is, what is gone goes", async () => {
    await s3.put(bucket, "hr/leave.md", "# Leave\n\nThe zebra has thirty days.");
    await s3.put(bucket, "hr/rules.txt", "The okapi rules.");
    await s3.put(bucket, "hr/old.txt", "The tapir was here.");
    await s3.put(bucket, "it/secret.md", "The quagga is not meant.");
    const id = await add({ prefix: "hr/" });
    expect(await counts(id)).toEqual({ ...finished, added: 3 });
    expect(await names()).toEqual(["bucket/hr/leave.md", "bucket/hr/old.txt", "bucket/hr/rules.txt"]);

    await s3.put(bucket, "hr/leave.md", "# Leave\n\nThe giraffe has forty days.");
    await s3.remove(bucket, "hr/old.txt");
    await again(id);

    expect(await counts(id)).toEqual({ ...finished, changed: 1, unchanged: 1, removed: 1 });
    expect(reads()).toHaveLength(1);
    expect([await titles("giraffe"), await titles("zebra"), await titles("tapir")]).toEqual([["Leave"], [], []]);
  });

  test("has keys in any writing", async () => {
    const keys = ["人事/差旅 报销+制度.md", "a b/c+d & e=f.md", "100%25 sure?.md", "quote's (1).md"];
    for (const name of keys) await s3.put(bucket, name, `The ${name} tells.`);
    const id = await add();
    expect(await counts(id)).toEqual({ ...finished, added: 4 });
    expect(await names()).toEqual(keys.map((name) => `bucket/${name}`).toSorted());
    const { items } = await Document.list(scope, Document.List.parse({ libraryId }));
    const details = await Promise.all(items.map(({ id }) => Document.get(scope, id)));
    expect(new Set(details.map(({ origin }) => origin))).toEqual(new Set(keys.map((name) => `s3://${bucket}/${name}`)));
    await again(id);
    expect(await counts(id)).toEqual({ ...finished, unchanged: 4 });
  });

  test("leaves folders and what file managers leave alone, and says of each file that it cannot read why", async () => {
    for (const name of ["a.md", "film.mp4", "teach.examples"]) await s3.put(bucket, name);
    await s3.put(bucket, "hr/", "");
    await s3.put(bucket, "hr_$folder$", "");
    for (const name of [".DS_Store", "hr/Thumbs.db", ".git/config"]) await s3.put(bucket, name);
    const id = await add();
    expect(await counts(id)).toEqual({ ...finished, added: 1, failed: 2 });
    expect(await failures(id)).toEqual([
      { address: `s3://${bucket}/film.mp4`, code: "file.unsupported" },
      { address: `s3://${bucket}/teach.examples`, code: "file.examples" },
    ]);
    expect(reads()).toHaveLength(1);
  });

  test("that holds nothing under its prefix any more removes nothing", async () => {
    await s3.put(bucket, "hr/a.md");
    const id = await add({ prefix: "hr/" });
    await s3.remove(bucket, "hr/a.md");
    await again(id);
    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "source.bucket_empty", removed: 0 });
    expect(await names()).toHaveLength(1);
  });

  test("whose listing breaks off in the middle removes nothing and adds nothing", async () => {
    for (let at = 0; at < 5; at++) await s3.put(bucket, `${at}.md`);
    const id = await add();
    await s3.put(bucket, "5.md");
    const short: Fault = (request) => {
      request.url = request.url?.replace("max-keys=1000", "max-keys=2");
      return false;
    };
    s3.breakBy(short);
    await again(id);
    expect(await counts(id)).toEqual({ ...finished, added: 1, unchanged: 5 });

    let pages = 0;
    const third = refusal(403, "AccessDenied");
    s3.breakBy((request, response) => (short(request, response), ++pages > 2 && third(request, response)));
    await again(id);
    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "source.bucket_refused", removed: 0 });
    expect(await names()).toHaveLength(6);
  });
});

describe("S3", () => {
  test.each<[string, Fault, string]>([
    ["has no such bucket", refusal(404, "NoSuchBucket"), "source.bucket_missing"],
    ["refuses the listing", refusal(403, "AccessDenied"), "source.bucket_refused"],
    ["does not know the key", refusal(403, "InvalidAccessKeyId"), "source.bucket_key"],
    ["finds the signature wrong", refusal(403, "SignatureDoesNotMatch"), "source.bucket_key"],
    ["finds the key expired", refusal(400, "ExpiredToken"), "source.bucket_key_expired"],
    ["finds the clock wrong", refusal(403, "RequestTimeTooSkewed"), "source.bucket_clock"],
    ["says that the bucket has moved", refusal(301, "PermanentRedirect"), "source.bucket_elsewhere"],
    ["asks to wait and wait", refusal(503, "SlowDown"), "source.bucket_busy"],
    ["breaks", refusal(500, "InternalError"), "source.bucket_broken"],
    ["hangs up", (request) => (request.destroy(), true), "source.bucket_unreachable"],
    [
      "is a page of a web site",
      (_, response) => (response.end("<!doctype html><p>Hello"), true),
      "source.bucket_garbled",
    ],
    ["is no page at all", (_, response) => (response.end("{}"), true), "source.bucket_garbled"],
  ])("that %s is told so, and loses nothing", async (_, fault, code) => {
    await s3.put(bucket, "a.md");
    const id = await add();
    s3.breakBy(fault);
    await again(id);
    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: code, removed: 0 });
    expect(await attempt()).toMatchObject({ ok: false, code });
    expect(await names()).toHaveLength(1);
  });

  test("that says where the bucket is passes that on", async () => {
    s3.breakBy(refusal(301, "PermanentRedirect", "", { "x-amz-bucket-region": "eu-central-1" }));
    expect(await attempt()).toEqual({ ok: false, code: "source.bucket_elsewhere", region: "eu-central-1" });
    s3.breakBy(refusal(400, "AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"));
    expect(await attempt()).toEqual({ ok: false, code: "source.bucket_elsewhere", region: "eu-west-1" });
  });

  test("that is busy for a moment is asked again", async () => {
    for (const name of ["a.md", "b.md"]) await s3.put(bucket, name);
    let asked = 0;
    s3.breakBy((request, response) => asked++ % 2 === 0 && refusal(503, "SlowDown")(request, response));
    const id = await add();
    expect(await counts(id)).toEqual({ ...finished, added: 2 });
    expect(asked).toBe(6);
  });

  test("that keeps one object back brings the others, and says why", async () => {
    const faults: Record<string, Fault> = {
      "archived.md": refusal(403, "InvalidObjectState"),
      "broken.md": refusal(500, "InternalError"),
      "forbidden.md": refusal(403, "AccessDenied"),
      "sealed.md": refusal(400, "KMS.DisabledException"),
    };
    for (const name of [...Object.keys(faults), "zebra.md"]) await s3.put(bucket, name);
    s3.breakBy((request, response) => {
      const fault = Object.entries(faults).find(([name]) => request.url?.includes(name))?.[1];
      return fault?.(request, response) ?? false;
    });
    const id = await add();
    expect(await counts(id)).toEqual({ ...finished, added: 1, failed: 4 });
    expect((await failures(id)).map(({ code }) => code)).toEqual([
      "file.archived",
      "file.broken_off",
      "file.bucket_refused",
      "file.kms_refused",
    ]);
  });

  test("that breaks for three objects in a row is not asked for the others", async () => {
    for (const name of ["a.md", "b.md", "c.md", "d.md", "e.md"]) await s3.put(bucket, name);
    const id = await add({ prefix: "a" });
    await Source.change(scope, {
      id,
      settings: Source.Change.parse({ id, settings: settings(), schedule: "never" }).settings,
      key,
      schedule: "never",
    });
    s3.breakBy((request) => {
      if (request.url?.includes("list-type")) return false;
      request.destroy();
      return true;
    });
    await again(id);
    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "source.bucket_unreachable", unchanged: 1 });
    expect(new Set(reads().map((line) => line.split("?")[0])).size).toBe(3);
    expect(await names()).toEqual(["bucket/a.md"]);
  });

  test("lists what is archived, which is not asked for until it is brought back", async () => {
    const archived = "<StorageClass>DEEP_ARCHIVE</StorageClass>";
    const restored = "<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress></RestoreStatus>";
    for (const name of ["a.md", "b.md"]) await s3.put(bucket, name);
    s3.breakBy(listing(listed("a.md", archived) + listed("b.md", archived + restored)));
    const leftOut = [{ code: "file.archived", count: 1 }];
    expect(await attempt()).toEqual({ ok: true, found: { files: 1, leftOut, more: false } });
    const id = await add();
    expect(await counts(id)).toEqual({ ...finished, added: 1, failed: 1 });
    expect(await failures(id)).toEqual([{ address: `s3://${bucket}/a.md`, code: "file.archived" }]);
  });

  test("that lists for ever is not listened to for ever", async () => {
    let page = 0;
    s3.breakBy((request, response) => listing("", ++page)(request, response));
    const id = await add();
    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "source.bucket_too_large" });
  });
});

describe("an endpoint inside a private network", () => {
  test("is not connected to unless the operator named it, in whatever spelling", async () => {
    await s3.put(bucket, "a.md");
    const strict = { ...scope, sourceRules: sourceRules({ folders: [], networks: [], delayMs: 0 }) };
    const { port } = new URL(s3.url);
    s3.asked.length = 0;
    for (const host of ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "localhost", "[::ffff:127.0.0.1]"]) {
      for (const pathStyle of [true, false]) {
        const tried = await attempt({ endpoint: `http://${host}:${port}`, pathStyle }, strict);
        expect([host, pathStyle, tried.ok]).toEqual([host, pathStyle, false]);
      }
    }
    expect(await attempt({}, strict)).toEqual({ ok: false, code: "source.bucket_private" });
    expect(s3.asked).toEqual([]);
  });

  test("is not reached by a redirect either", async () => {
    let reached = false;
    const inside = await bucketServer();
    inside.breakBy(() => ((reached = true), false));
    try {
      const location = `${inside.url.replace("127.0.0.1", "127.0.0.2")}/${bucket}`;
      s3.breakBy(refusal(307, "TemporaryRedirect", `<Endpoint>${location}</Endpoint>`, { location }));
      expect(await attempt()).toMatchObject({ ok: false });
      expect(reached).toBe(false);
    } finally {
      await inside[Symbol.asyncDispose]();
    }
  });
});

describe("the desk's own right at AWS", () => {
  const create = (by: Scope, place: object) =>
    Source.create(by, Source.Create.parse({ libraryId, settings: place, schedule: "never" }));
  const allowing = (...names: string[]): Scope => ({
    ...scope,
    sourceRules: sourceRules({ folders: [], buckets: names, networks: [], delayMs: 0 }),
  });

  test("opens only buckets that the operator named, for administrators, and goes to no other server", async () => {
    const notAllowed = { code: "source.bucket_not_allowed" };
    await expect(create(scope, atAws())).rejects.toMatchObject(notAllowed);
    await expect(create(allowing(`${bucket}-other`), atAws())).rejects.toMatchObject(notAllowed);
    await expect(create(allowing(bucket), settings())).rejects.toMatchObject(notAllowed);
    const tried = BucketTry.run(scope, BucketTry.Try.parse({ libraryId, settings: atAws() }));
    await expect(tried).rejects.toMatchObject(notAllowed);
    const editor = { ...(await scope.as("editor")), sourceRules: allowing(bucket).sourceRules };
    await expect(create(editor, atAws())).rejects.toMatchObject({ code: "actor.role_required" });
    expect(reach(editor)).toEqual({ mayAdd: false, folders: [], buckets: [] });
    expect(reach(allowing(bucket))).toEqual({ mayAdd: true, folders: [], buckets: [bucket] });
    expect(s3.asked).toEqual([]);
  });

  test("reads a bucket that the operator named", async () => {
    // where the operator says that S3 is, and by what right the desk acts, as on a stage
    vi.stubEnv("AWS_ENDPOINT_URL_S3", s3.url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "desk");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "desk");
    await s3.put(bucket, "a.md");
    const { id } = await create(allowing(bucket), atAws());
    const [source] = await Source.list(scope, { libraryId });
    await Sync.run(allowing(bucket), source?.sync?.id ?? "");
    expect(await counts(id)).toEqual({ ...finished, added: 1 });
  });

  test("never opens the bucket that a stage keeps the files of all companies in", () => {
    const stage = {
      DATABASE_URL: "postgres://127.0.0.1/docent",
      DOCENT_PUBLIC_URL: "https://docent.example.org",
      DOCENT_OPENSEARCH_URL: "https://search.example.org",
      DOCENT_FILES_BUCKET: "files",
      DOCENT_LIVE_TABLE: "live",
      DOCENT_QUEUES: "https://sqs.example.org/docent-",
    };
    const named = readAwsEnvironment({ ...stage, DOCENT_SOURCE_BUCKETS: "handbook, wiki" });
    expect(named.DOCENT_SOURCE_BUCKETS).toEqual(["handbook", "wiki"]);
    expect(() => readAwsEnvironment({ ...stage, DOCENT_SOURCE_BUCKETS: "handbook,files" })).toThrow(
      "DOCENT_SOURCE_BUCKETS: must not name the desk's own bucket",
    );
  });

  test("is not used any more for a bucket that the operator took off the list", async () => {
    const { id } = await create(allowing(bucket), atAws());
    await scope.settle();
    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "source.bucket_not_allowed" });
    expect(s3.asked).toEqual([]);
  });
});

describe("a key", () => {
  const change = (id: string, more: object, rest: object = {}) =>
    Source.change(scope, Source.Change.parse({ id, settings: settings(more), schedule: "day", ...rest }));

  test("is stored sealed, and told to nobody", async () => {
    await s3.put(bucket, "a.md");
    const id = await add({}, scope, { accessKeyId: "AKIAOKAPI", secretAccessKey: "zebra-secret" });
    const [row] = await scope.db.select().from(sourceTable);
    expect(row?.key).toMatch(/^s1\./);
    const told = JSON.stringify(await Source.list(scope, { libraryId }));
    expect(told).toContain('"hasKey":true');
    expect(told).not.toMatch(/OKAPI|zebra|s1\./);
    await again(id);
    expect(await counts(id)).toMatchObject({ state: "finished" });
  });

  test("goes on being used for less than it was entered for, and for nothing else", async () => {
    await s3.put(bucket, "hr/a.md");
    const id = await add({ prefix: "hr/" });
    await change(id, { prefix: "hr/leave/" });
    await change(id, { prefix: "hr/leave/" }, { schedule: "hour" });
    const more = [{ prefix: "" }, { prefix: "it/" }, { bucket: "payroll" }, { endpoint: "https://elsewhere.example" }];
    for (const wider of [...more, { region: "eu-west-1" }]) {
      await expect(change(id, wider)).rejects.toMatchObject({ code: "source.key_again" });
      await expect(attempt(wider, scope, { id })).rejects.toMatchObject({ code: "source.key_again" });
    }
    expect(await attempt({ prefix: "hr/leave/" }, scope, { id })).toMatchObject({ ok: true, found: { files: 0 } });
    await change(id, { prefix: "" }, { key });
    await again(id);
    expect(await counts(id)).toEqual({ ...finished, unchanged: 1 });
  });
});

test("a look into a bucket says what a run would take in, and takes in nothing", async () => {
  for (const name of ["a.md", "b.pdf", "c.txt", "film.mp4", "sound.mp3", "teach.examples", "hr/"]) {
    await s3.put(bucket, name, name.endsWith("/") ? "" : "x");
  }
  expect(await attempt()).toEqual({
    ok: true,
    found: {
      files: 3,
      leftOut: [
        { code: "file.unsupported", count: 2 },
        { code: "file.examples", count: 1 },
      ],
      more: false,
    },
  });
  s3.breakBy(
    (request, response) => !request.url?.includes("list-type") && refusal(403, "AccessDenied")(request, response),
  );
  expect(await attempt()).toEqual({ ok: false, code: "file.bucket_refused" });
  expect(await names()).toEqual([]);
});

test("ten thousand objects are listed, and what they bring is told by name", async () => {
  const all = 10_500;
  await s3.put(bucket, "0.md", "The okapi.");
  s3.breakBy((request, response) => {
    const from = Number(new URL(request.url ?? "/", s3.url).searchParams.get("continuation-token") ?? 0);
    const to = Math.min(all, from + 1_000);
    const keys = Array.from({ length: to - from }, (_, at) => (from + at ? `film-${from + at}.mp4` : "0.md"));
    const contents = keys.map((name) => listed(name)).join("");
    return listing(contents, to < all ? to : undefined)(request, response);
  });
  expect(await attempt()).toMatchObject({ ok: true, found: { files: 1, more: true } });
  const id = await add();
  expect(await counts(id)).toEqual({ ...finished, added: 1, failed: all - 1 });
  expect(await failures(id)).toHaveLength(200);
  expect(await scope.db.select().from(versionTable)).toHaveLength(1);
});
