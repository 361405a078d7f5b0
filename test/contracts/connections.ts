import { expect, test } from "vitest";
import { newId } from "@docent/core/id";
import type { Connections } from "@docent/core/realtime/connections";

/** Every adapter passes the same promises; an adapter's own file only says how to build it. */
export function connectionsContract(name: string, make: () => Connections) {
  const plain = { connectedAt: new Date(), expectsParams: false };
  const connection = () => newId("run");

  test(`${name}: a subscription is taken on once by each function of its chain`, async () => {
    const connections = make();
    const id = connection();
    await connections.open(id, plain);

    const claims = await Promise.all([1, 2, 3].map(() => connections.claim(id, "1", 0)));

    expect(claims.toSorted()).toEqual(["duplicate", "duplicate", "ok"]);
    expect(await connections.claim(id, "1", 1)).toBe("ok");
    expect(await connections.claim(id, "1", 0)).toBe("duplicate");
    expect(await connections.claim(id, "2", 0)).toBe("ok");
    expect(await connections.claim(connection(), "1", 0)).toBe("ok");
  });

  test(`${name}: a stop is known, also when it came before anybody took the subscription on`, async () => {
    const connections = make();
    const id = connection();
    await connections.cancel(id, "1");

    expect(await connections.claim(id, "1", 0)).toBe("cancelled");
    expect(await connections.isCancelled(id, "1")).toBe(true);
    expect(await connections.isCancelled(id, "2")).toBe(false);
  });

  test(`${name}: everything that a closed connection was sent is cancelled`, async () => {
    const connections = make();
    const id = connection();
    await connections.open(id, plain);
    await connections.claim(id, "1", 0);
    expect(await connections.isCancelled(id, "1")).toBe(false);

    await connections.close(id);

    expect(await connections.isCancelled(id, "1")).toBe(true);
  });

  test(`${name}: something is done once for a connection`, async () => {
    const connections = make();
    const id = connection();

    const firsts = await Promise.all([1, 2, 3].map(() => connections.once(id, "reconnect")));

    expect(firsts.filter(Boolean)).toHaveLength(1);
    expect(await connections.once(id, "else")).toBe(true);
  });

  test(`${name}: parameters that were announced are waited for, and no others`, async () => {
    const connections = make();
    const [announced, silent, broken] = [connection(), connection(), connection()];
    await connections.open(announced, { ...plain, expectsParams: true });
    await connections.open(silent, plain);
    await connections.open(broken, { ...plain, expectsParams: true });

    const waiting = connections.params(announced, 5_000);
    await connections.setParams(announced, { tenant: "t1" });

    expect(await waiting).toEqual({ tenant: "t1" });
    expect(await connections.params(silent, 5_000)).toBeNull();
    await expect(connections.params(broken, 50)).rejects.toThrow("never came");
  });

  test(`${name}: a subscription is deserted when nobody is at work for it any more`, async () => {
    const connections = make();
    const [asked, ended, stopped] = [connection(), connection(), connection()];
    await connections.request(asked, "1");
    await connections.request(ended, "1");
    await connections.finish(ended, "1");
    await connections.request(stopped, "1");
    await connections.cancel(stopped, "1");
    const later = new Date(Date.now() + 60_000);

    expect(await connections.isDeserted(asked, later)).toBe(true);
    expect(await connections.isDeserted(asked, new Date(Date.now() - 60_000))).toBe(false);
    expect(await connections.isDeserted(ended, later)).toBe(false);
    expect(await connections.isDeserted(stopped, later)).toBe(false);
    expect(await connections.isDeserted(connection(), later)).toBe(false);
  });

  test(`${name}: whoever is at work says so, and is not missed`, async () => {
    const connections = make();
    const id = connection();
    await connections.request(id, "1");
    await connections.claim(id, "1", 0);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const between = new Date();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await connections.isDeserted(id, between)).toBe(true);

    await connections.renew(id, "1");

    expect(await connections.isDeserted(id, between)).toBe(false);
  });
}
