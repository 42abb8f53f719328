/** Lets one wish that no version fits be fulfilled by another, or a package the registry has not be done without. Pure. */
import type { Need, ServedPackument } from './packument.ts';

/** A wish no version in the registry fits, as an installer tells of it: the name it looks for, and the range. */
export interface UnmetWish {
  name: string;
  range: string;
}

/** The same, and what is wished for in its place. */
export interface RelaxedWish extends UnmetWish {
  instead: string;
}

/** An alias: the package it stands for, and the range. */
export const aliasForm = /^npm:(@?[^@]+)@(.*)$/;
const fields = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** The wish among these that a package has; undefined where it has none of them. */
export function wishOf<W extends UnmetWish>(wishes: readonly W[], [name, wanted, soughtAs]: Need): W | undefined {
  return wishes.find((wish) => wish.range === wanted && (wish.name === name || wish.name === soughtAs));
}

/**
 * The document of a package, as an installer sees it, with those of its wishes changed, and without those for packages that
 * are left out. An alias stays one.
 */
export function relax(
  served: ServedPackument,
  wishes: readonly RelaxedWish[],
  leftOut: ReadonlySet<string>,
): ServedPackument {
  const versions = Object.entries(served.versions).map(([version, manifest]) => {
    const changed = fields.flatMap((field) => {
      const wanted = manifest[field] as Record<string, string> | undefined;
      if (wanted === undefined) return [];
      const kept = Object.entries(wanted).filter(([key, value]) => !leftOut.has(aliasForm.exec(value)?.[1] ?? key));
      return [[field, Object.fromEntries(kept.map((one) => relaxOne(one, wishes)))] as const];
    });
    return [version, { ...manifest, ...Object.fromEntries(changed) }] as const;
  });
  return { ...served, versions: Object.fromEntries(versions) };
}

function relaxOne([key, value]: [string, string], wishes: readonly RelaxedWish[]): [string, string] {
  const [, target, range] = aliasForm.exec(value) ?? [];
  const wish = wishOf(wishes, [target ?? key, range ?? value, key]);
  if (wish === undefined) return [key, value];
  return [key, target === undefined ? wish.instead : `npm:${target}@${wish.instead}`];
}
