/** What a package may ask for as a dependency: a version from the registry, and nothing from anywhere else. Pure. */
import { isNpmName, isNpmVersion } from '#crawler/discover/package-spec.ts';

/** Where a dependency that is not from the registry would be from, as a person says it. */
export type ForeignOrigin = 'git' | 'an address' | 'a file or folder' | 'a form that no registry knows';

/** What a dependency asks for. */
export type DependencyWish =
  | { kind: 'registry'; name: string; wanted: string }
  | { kind: 'foreign'; origin: ForeignOrigin };

/**
 * Reads one entry of `dependencies`. What is not plainly a version, range, tag or an alias of those is foreign: no
 * installer ever sees it, whatever it would have made of it.
 */
export function readDependency(name: string, wanted: unknown): DependencyWish {
  if (typeof wanted !== 'string' || !isNpmName(name))
    return { kind: 'foreign', origin: 'a form that no registry knows' };
  const text = wanted.trim();
  if (isNpmVersion(text)) return { kind: 'registry', name, wanted: text };
  const alias = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(text);
  const [, target = '', range = 'latest'] = alias ?? [];
  if (isNpmName(target) && isNpmVersion(range)) return { kind: 'registry', name: target, wanted: range };
  return { kind: 'foreign', origin: originOf(text) };
}

function originOf(wanted: string): ForeignOrigin {
  const text = wanted.replace(/^npm:@?[^@]*@/, '');
  if (/^(?:git\b|(?:github|gitlab|bitbucket|gist):|ssh:)|\.git(?:#|$)|^[\w.-]+@[\w.-]+:/i.test(text)) return 'git';
  if (/^[a-z][\w+.-]*:\/\//i.test(text)) return 'an address';
  if (/^[\w-]+\/[\w.-]+(?:#|$)/.test(text)) return 'git';
  if (/^(?:file|link|portal|workspace|patch):|^[./~]|\.(?:tgz|tar|tar\.gz)$/i.test(text)) return 'a file or folder';
  return 'a form that no registry knows';
}
