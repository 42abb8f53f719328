import ipaddr from 'ipaddr.js';

/** Addresses that are public by their range and still lead into a cloud's own machinery. */
const alwaysRefused = new Set(['168.63.129.16']);
/** The only IPv6 range that is routed publicly (RFC 4291, 2.4). */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Why an address must not be connected to, or undefined where it is an ordinary public one. Private, loopback,
 * link-local (the metadata service among them), shared, multicast, reserved and every address that embeds another
 * (mapped, 6to4, Teredo, NAT64) are refused.
 */
export function refuseAddress(address: string, allowLoopback = false): string | undefined {
  let parsed: ipaddr.IPv4 | ipaddr.IPv6;
  try {
    parsed = ipaddr.process(address.replace(/^\[|\]$/g, '').replace(/%.*$/, ''));
  } catch {
    return `${address} is no IP address`;
  }
  const range = parsed.range();
  if (allowLoopback && range === 'loopback') return undefined;
  if (range !== 'unicast') return `${address} is a ${words[range] ?? range} address`;
  if (alwaysRefused.has(parsed.toString())) return `${address} is an internal address of a cloud provider`;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalIpv6)) return `${address} is not a public address`;
  return undefined;
}

/** Range names of the library as a person says them. */
const words: Record<string, string> = {
  linkLocal: 'link-local',
  uniqueLocal: 'private',
  carrierGradeNat: 'shared (carrier)',
  ipv4Mapped: 'embedded IPv4',
  rfc6145: 'embedded IPv4',
  rfc6052: 'embedded IPv4',
  '6to4': 'embedded IPv4',
  teredo: 'embedded IPv4',
};
