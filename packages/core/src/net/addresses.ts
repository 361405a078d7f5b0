import { BlockList, isIP } from "node:net";

/** Addresses that no request of a stranger's choice may reach: this machine, the networks around it, and the odd ones. */
const inside = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  inside.addSubnet(network, bits, "ipv4");
}

/** Of IPv6 only global unicast is outside, without the parts of it that carry an IPv4 address or stand for documentation. */
const outside6 = new BlockList();
outside6.addSubnet("2000::", 3, "ipv6");
const inside6 = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  inside6.addSubnet(network, bits, "ipv6");
}

/** Machines that hand out credentials to whoever asks from inside: never, whoever allows what. */
const metadata = new BlockList();
metadata.addSubnet("169.254.0.0", 16, "ipv4");
metadata.addAddress("100.100.100.200", "ipv4");
metadata.addAddress("fd00:ec2::254", "ipv6");
metadata.addSubnet("fe80::", 10, "ipv6");
metadata.addSubnet("64:ff9b::", 96, "ipv6");

/** Whether a numeric address is on the public internet. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inside.check(address, "ipv4");
  return family === 6 && outside6.check(address, "ipv6") && !inside6.check(address, "ipv6");
}

/** Whether a numeric address belongs to a cloud's metadata service or to the link itself. */
export function isMetadata(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return metadata.check(mapped, "ipv4");
  return metadata.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
