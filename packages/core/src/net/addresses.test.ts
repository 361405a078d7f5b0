import { expect, test } from "vitest";
import { isMetadata, isPublic } from "./addresses.ts";

test("addresses of the public internet are public", () => {
  for (const address of ["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"]) {
    expect([address, isPublic(address)]).toEqual([address, true]);
  }
});

test("this machine, private networks, links and odd forms are not", () => {
  const inside =
    "127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1 255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:8.8.8.8 64:ff9b::7f00:1 fe80::1 fc00::1 fd00:ec2::254 ff02::1 2002:7f00:1:: 2001:db8::1 nonsense";
  for (const address of inside.split(" ")) expect([address, isPublic(address)]).toEqual([address, false]);
});

test("the machines that hand out credentials are known in every form", () => {
  for (const address of [
    "169.254.169.254",
    "169.254.170.2",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "fd00:ec2::254",
  ]) {
    expect([address, isMetadata(address)]).toEqual([address, true]);
  }
  expect(isMetadata("192.168.1.1")).toBe(false);
});
