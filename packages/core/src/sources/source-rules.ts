import { BlockList, isIP } from "node:net";
import { isMetadata, isPublic } from "../net/addresses.ts";

/** What the operator lets sources reach, and how gently they ask. */
export interface SourceRules {
  /** Folders of this machine that may be taken in, with all that is below them. */
  folders: readonly string[];
  /** Buckets that may be read by the desk's own right at AWS. */
  buckets: readonly string[];
  /** Whether a numeric address may be connected to. */
  mayReach: (address: string) => boolean;
  /** Least pause between two requests to one host. */
  delayMs: number;
  /** How often a request to a bucket is sent again, later each time, that S3 was too busy for. */
  retries: number;
}

/**
 * Rules by configuration: public addresses, and of private ones only those named, as addresses ("10.1.2.3") or networks
 * ("10.1.0.0/16"). Metadata services may not be asked even so.
 */
export function sourceRules(given: {
  folders: readonly string[];
  buckets?: readonly string[];
  networks: readonly string[];
  delayMs: number;
  retries?: number;
}): SourceRules {
  const named = new BlockList();
  for (const network of given.networks) {
    const [address = "", bits] = network.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) named.addAddress(address, family);
    else named.addSubnet(address, Number(bits), family);
  }
  const isNamed = (address: string) => named.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  return {
    folders: given.folders,
    buckets: given.buckets ?? [],
    delayMs: given.delayMs,
    retries: given.retries ?? 5,
    mayReach: (address) => isPublic(address) || (isNamed(address) && !isMetadata(address)),
  };
}

/** Whether this is the name of an address or a network, as `sourceRules` takes them. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (!family || rest.length) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
