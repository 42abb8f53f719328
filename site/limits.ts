/** How often one address may ask for what costs much. */

/** Addresses that are remembered; the one that asked longest ago is forgotten first. */
const maxAddresses = 10_000;

/**
 * Makes a limit: a burst, refilled at an even rate.
 * @param perMinute how many requests one address may make in a minute; as many may come at once
 * @returns for an address, the seconds until it may ask again; 0 where it may now
 */
export function createLimit(perMinute: number, now: () => number = Date.now): (address: string) => number {
  const buckets = new Map<string, { left: number; at: number }>();
  const perMs = perMinute / 60_000;
  return (address) => {
    const time = now();
    const known = buckets.get(address);
    const left = known ? Math.min(perMinute, known.left + (time - known.at) * perMs) : perMinute;
    buckets.delete(address);
    buckets.set(address, { left: left < 1 ? left : left - 1, at: time });
    if (buckets.size > maxAddresses) buckets.delete(buckets.keys().next().value!);
    return left < 1 ? Math.ceil((1 - left) / perMs / 1000) : 0;
  };
}
