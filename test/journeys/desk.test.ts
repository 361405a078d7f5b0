import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { administrator, cookieOf, signIn, testDesk, trySignIn, visitor, type Person, type TestDesk } from "../desk.ts";

let desk: TestDesk;
let admin: Person;
beforeAll(async () => {
  desk = await testDesk();
  admin = await desk.setUp();
});
afterAll(async () => {
  admin.close();
  await desk.end();
});

const someone = (() => {
  let count = 0;
  return async (role: "member" | "editor" | "admin") => {
    const email = `person${++count}@example.org`;
    const password = "another long password";
    const { id } = await admin.client.user.create.mutate({
      name: `Person ${count}`,
      email,
      role,
      password,
      keepsPassword: true,
    });
    return { id, email, password };
  };
})();

test("the first administrator is made once, and only with the code that was printed", async () => {
  const setup = visitor(desk.url).client.session.setup;

  await expect(setup.mutate({ ...administrator, code: "guess" })).rejects.toMatchObject({
    data: { code: "setup.wrong_code", httpStatus: 403 },
  });
  const code = new URL(desk.setUpUrl ?? "").hash.slice(1);
  await expect(setup.mutate({ ...administrator, email: "second@example.org", code })).rejects.toMatchObject({
    data: { code: "user.already_set_up", httpStatus: 409 },
  });
  expect(await visitor(desk.url).client.session.me.query()).toEqual({
    user: null,
    company: null,
    setupNeeded: false,
    ways: { signUp: false, services: [] },
  });
});

test("a person signs in, is known, and is nobody again after signing out", async () => {
  const response = await trySignIn(desk.url, administrator.email, administrator.password);
  expect(response.headers.getSetCookie().join()).toMatch(/HttpOnly.*SameSite=Lax/i);
  const cookie = cookieOf(response);

  const me = await visitor(desk.url, cookie).client.session.me.query();
  expect(me).toMatchObject({ user: { email: administrator.email, role: "admin" }, company: { name: "Test" } });

  await fetch(`${desk.url}/api/auth/sign-out`, {
    method: "POST",
    headers: { cookie, origin: desk.url, "content-type": "application/json" },
    body: "{}",
  });
  expect((await visitor(desk.url, cookie).client.session.me.query()).user).toBeNull();
});

test("an unknown account and a wrong password get the same answer", async () => {
  const wrong = await trySignIn(desk.url, administrator.email, "not the password");
  const unknown = await trySignIn(desk.url, "nobody@example.org", "not the password");

  expect(unknown.status).toBe(wrong.status);
  expect(await unknown.json()).toEqual(await wrong.json());
});

test("somebody drops a document in, asks, and watches a cited answer arrive", async () => {
  const library = await admin.client.library.create.mutate({ name: "Handbook" });
  const content =
    "# Leave\n\nEverybody gets thirty days of paid leave a year.\n\n# Canteen\n\nThe canteen opens at noon.";
  const documentId = await admin.add(library.id, "handbook/leave.md", content);

  const events = await admin.ask("How many days of paid leave do I get a year?");

  const last = events.at(-1);
  expect(last).toMatchObject({ type: "finished", outcome: { tier: "answer" } });
  const outcome = last?.type === "finished" ? last.outcome : undefined;
  expect(outcome?.text).toMatch(/thirty days.*\[1\]/s);
  expect(outcome?.sources[0]).toMatchObject({ n: 1, documentId, cited: true, headings: ["Leave"] });
  const streamed = events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  expect(streamed).toBe(outcome?.text);
});

test("what the documents do not say is refused, with the nearest passages", async () => {
  const events = await admin.ask("Which airline flies from Oslo to Nairobi on Sundays?");

  expect(events.at(-1)).toMatchObject({ type: "finished", outcome: { tier: "refused" } });
});

test("a conversation is there after a reload, can be renamed, and is gone after deleting", async () => {
  const conversationId = `con_${"a".repeat(26)}`;
  await admin.ask("When does the canteen open?", { conversationId });

  const { turns } = await admin.client.conversation.get.query({ id: conversationId });
  expect(turns).toMatchObject([{ question: "When does the canteen open?", state: "finished" }]);
  await admin.client.conversation.rename.mutate({ id: conversationId, title: "Lunch" });
  expect((await admin.client.conversation.list.query()).map((one) => one.title)).toContain("Lunch");
  await admin.client.conversation.remove.mutate({ id: conversationId });
  await expect(admin.client.conversation.get.query({ id: conversationId })).rejects.toMatchObject({
    data: { code: "conversation.not_found", httpStatus: 404 },
  });
});

test("a socket opens with a fresh ticket, once, and not from another site", async () => {
  const { ticket } = await admin.client.session.ticket.mutate();
  const subscribe = async (query: string, origin = desk.url) => {
    const socket = new WebSocket(`${desk.url.replace("http", "ws")}/trpc${query}`, { origin });
    return new Promise<string>((resolve) => {
      socket.on("error", () => resolve("refused"));
      socket.on("open", () => {
        socket.send(JSON.stringify({ id: 1, method: "query", params: { path: "library.list", input: {} } }));
      });
      socket.on("message", (message: Buffer) => {
        const answer = message.toString();
        if (answer === "PING") return;
        resolve(answer.includes('"error"') ? "error" : "answered");
        socket.close();
      });
      socket.on("close", () => resolve("closed"));
    });
  };

  expect(await subscribe(`?ticket=${ticket}`, "http://evil.example")).toBe("refused");
  expect(await subscribe(`?ticket=${ticket}`)).toBe("answered");
  expect(await subscribe(`?ticket=${ticket}`)).not.toBe("answered");
  expect(await subscribe("?ticket=made-up")).not.toBe("answered");
  expect(await subscribe("")).not.toBe("answered");
});

test("an open socket does not keep rights that its person has lost", { timeout: 30_000 }, async () => {
  const { id, email, password } = await someone("editor");
  const editor = await signIn(desk.url, email, password);
  const { ticket } = await editor.client.session.ticket.mutate();
  const socket = new WebSocket(`${desk.url.replace("http", "ws")}/trpc?ticket=${ticket}`, { origin: desk.url });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise((resolve) => socket.on("open", resolve));
  socket.send(JSON.stringify({ id: 1, method: "query", params: { path: "label.list", input: {} } }));
  await new Promise((resolve) => socket.once("message", resolve));

  await admin.client.user.update.mutate({ id, role: "member" });

  expect(await closed).toBe(1012);
  await expect(editor.client.label.list.query({})).rejects.toMatchObject({ data: { httpStatus: 403 } });
  editor.close();
});

test("a member asks and reads, and gets no further", async () => {
  const { email, password } = await someone("member");
  const member = await signIn(desk.url, email, password);
  const [library] = await member.client.library.list.query();

  const forbidden = { data: { httpStatus: 403 } };
  await expect(member.client.library.create.mutate({ name: "Mine" })).rejects.toMatchObject(forbidden);
  await expect(member.client.user.list.query()).rejects.toMatchObject(forbidden);
  await expect(member.client.model.list.query()).rejects.toMatchObject(forbidden);
  expect((await member.upload(library?.id ?? "", "x.md", "x")).status).toBe(403);
  expect((await visitor(desk.url).upload(library?.id ?? "", "x.md", "x")).status).toBe(401);
  member.close();
});

test("a suspended person loses the session and cannot sign in again", async () => {
  const { id, email, password } = await someone("editor");
  const editor = await signIn(desk.url, email, password);

  await admin.client.user.update.mutate({ id, suspended: true });

  await expect(editor.client.library.list.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });
  expect((await trySignIn(desk.url, email, password)).status).toBe(401);
  editor.close();
});

test("a form on another site cannot act for somebody who is signed in", async () => {
  const response = await fetch(`${desk.url}/trpc/library.create`, {
    method: "POST",
    headers: { ...admin.headers, origin: "http://evil.example", "content-type": "application/json" },
    body: JSON.stringify({ name: "Planted" }),
  });

  expect(response.status).toBe(403);
  expect((await admin.client.library.list.query()).map((library) => library.name)).not.toContain("Planted");
});

test("garbage gets a clear error and the desk goes on serving", async () => {
  const post = (path: string, body: string) =>
    fetch(`${desk.url}${path}`, {
      method: "POST",
      headers: { ...admin.headers, "content-type": "application/json" },
      body,
    });

  expect((await post("/trpc/library.create", "{not json")).status).toBe(400);
  expect((await post("/trpc/library.create", JSON.stringify({ name: "" }))).status).toBe(400);
  expect((await post("/trpc/no.such", "{}")).status).toBe(404);
  expect((await fetch(`${desk.url}/api/nowhere`)).status).toBe(404);
  const tooLong = admin.ask("x".repeat(100_000));
  await expect(tooLong).rejects.toThrow(/8,?000/);
  expect((await fetch(`${desk.url}/api/health`)).status).toBe(200);
});

test("an original file comes back as a download that no browser shows in place", async () => {
  const library = await admin.client.library.create.mutate({ name: "Pages" });
  const html = "<html><body><h1>Rules</h1><p>Be kind.</p><script>alert(1)</script></body></html>";
  const id = await admin.add(library.id, "规则.html", html);

  const response = await fetch(`${desk.url}/api/documents/${id}/file`, { headers: admin.headers });

  expect(await response.text()).toBe(html);
  expect(response.headers.get("content-disposition")).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent("规则.html")}`,
  );
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await fetch(`${desk.url}/api/documents/${id}/file`)).status).toBe(401);
});

test("too many wrong passwords are throttled", async () => {
  const statuses = [];
  for (let attempt = 0; attempt < 15; attempt++) {
    statuses.push((await trySignIn(desk.url, "throttled@example.org", "wrong")).status);
  }

  expect(statuses.at(-1)).toBe(429);
});
