import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type IdentityFacts, packageFacts, quoting } from '#crawler/discover/identity-facts.ts';
import type { LaunchSpec } from '#db/types.ts';
import { findInstalled } from './install.ts';
import { npmNames } from './npm-packages.ts';
import type { NpmRegistry } from './npm-registry.ts';
import type { PackageCache } from './package-cache.ts';

/**
 * What an npm package says of who it is: its own `package.json` where it is installed, and the registry's metadata of
 * that version, or of the version that would be installed. A source that cannot be read is left out. Never throws.
 */
export async function readPackageIdentity(
  { cache, registry }: { cache: PackageCache; registry: NpmRegistry },
  spec: Extract<LaunchSpec, { kind: 'npm' }>,
  signal: AbortSignal,
): Promise<IdentityFacts> {
  const { package: name, version: wish } = spec;
  const installed = await findInstalled(cache, npmNames, { name, version: wish }).catch(() => undefined);
  const facts: IdentityFacts = {};
  try {
    if (installed) {
      const text = await readFile(join(installed.folder, 'node_modules', name, 'package.json'), 'utf8');
      facts.package = packageFacts(JSON.parse(text), quoting('package', 'package.json'));
    }
  } catch {
    // A manifest that cannot be read says nothing; the registry may.
  } finally {
    await installed?.release();
  }
  const answer = await registry.read({ name, wish: installed?.version ?? wish, signal });
  if (answer.status === 'found') facts.npm = answer.facts;
  return facts;
}
