/** What an installer decided: which version of which package lies where. Pure; everything it wrote is checked. */
import { parse } from 'jsonc-parser';
import semver from 'semver';
import { isNpmName } from '#crawler/discover/package-spec.ts';
import { exactVersion, type Need } from './packument.ts';

/** One folder of `node_modules`. */
export interface Placement {
  /** Names from the top: `['a', 'b']` lies at `node_modules/a/node_modules/b`. */
  at: string[];
  name: string;
  version: string;
}

/** Deepest nesting of one `node_modules` in another, levels. */
const maxLevels = 32;
/** How ranges are read: as generously as installers do. */
const reading = { loose: true, includePrerelease: true };

/**
 * Reads a `bun.lock`.
 * @throws Error with a sentence where it holds anything but packages of the registry
 */
export function readBunLock(text: string): Placement[] {
  const lock = parse(text, [], { allowTrailingComma: true }) as { packages?: Record<string, unknown> } | undefined;
  return Object.entries(lock?.packages ?? {}).map(([key, entry]) => {
    const id = Array.isArray(entry) ? String(entry[0]) : '';
    const at = id.lastIndexOf('@');
    return check({ at: splitNames(key), name: id.slice(0, at), version: id.slice(at + 1) }, key);
  });
}

/**
 * Reads a `package-lock.json` of version 3.
 * @throws Error with a sentence where it holds anything but packages of the registry
 */
export function readNpmLock(text: string): Placement[] {
  const lock = JSON.parse(text) as {
    packages?: Record<string, { name?: string; version?: string; inBundle?: boolean }>;
  };
  return Object.entries(lock.packages ?? {})
    .filter(([key, entry]) => key !== '' && entry.inBundle !== true)
    .map(([key, { name, version = '' }]) => {
      const at = key.replace(/^node_modules\//, '').split('/node_modules/');
      return check({ at, name: name ?? at.at(-1) ?? '', version }, key);
    });
}

/**
 * What packages would look for as Node.js does, from their own folder upwards, and not find in a version that fits.
 * Wishes that are tags fit any version.
 * @param needsOf what a version needs; only what it cannot do without counts
 * @returns names as they are looked for, each once
 */
export function findUnmet(
  placements: readonly Placement[],
  needsOf: (name: string, version: string) => readonly Need[],
): string[] {
  const places = new Map(placements.map((placement) => [placement.at.join('/'), placement]));
  const fits = (at: readonly string[], [name, wanted, soughtAs = name]: Need) => {
    for (let depth = at.length; depth >= 0; depth -= 1) {
      const found = places.get([...at.slice(0, depth), soughtAs].join('/'));
      if (found === undefined) continue;
      const isInRange = semver.validRange(wanted, reading) === null || semver.satisfies(found.version, wanted, reading);
      return found.name === name && isInRange;
    }
    return false;
  };
  const unmet = placements.flatMap(({ at, name, version }) =>
    needsOf(name, version).flatMap((need) => (need[2] === undefined || fits(at, need) ? [] : [need[2]])),
  );
  return [...new Set(unmet)];
}

/** Whether a package is for a platform: npm's lists, where `!` excludes. */
export function suits(wanted: readonly string[] | undefined, have: string | undefined): boolean {
  if (wanted === undefined || have === undefined) return true;
  if (wanted.includes(`!${have}`)) return false;
  const named = wanted.filter((item) => !item.startsWith('!'));
  return named.length === 0 || named.includes(have) || named.includes('any');
}

function check(placement: Placement, key: string): Placement {
  const { at, name, version } = placement;
  const isSound = isNpmName(name) && exactVersion.test(version) && at.every(isNpmName);
  if (isSound && at.length > 0 && at.length <= maxLevels) return placement;
  throw new Error(`the installer placed something that is no package of the registry (${key.slice(0, 100)})`);
}

/** `a/@b/c` is `a`, then `@b/c`. */
function splitNames(key: string): string[] {
  return key.match(/@[^/]*\/[^/]*|[^/]+/g) ?? [];
}
