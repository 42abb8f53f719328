import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AttemptFailure } from './attempt-failure.ts';
import type { Npm, NpmResult } from './npm.ts';
import type { PackageManager, PackageNames } from './package-manager.ts';

/** Names npm accepts; anything else (a path, a URL, an option) is refused before npm sees it. */
const packageName = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/i;
/** Versions, ranges and tags; no URL, no path, no option. */
const packageWish = /^[\w.^~<>=|* -]{0,100}$/;
const exactVersion = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/** Any release, however new; npm reads `*` as no override at all. */
const anyVersion = '>=0.0.0';
/** Most dependencies of one package that are taken in another version than it wants. */
const maxOverrides = 3;

/** Names of the npm registry. */
export const npmNames: PackageNames = {
  title: 'npm',
  accepts: (name, wanted) => packageName.test(name) && packageWish.test(wanted) && !wanted.startsWith('-'),
  cacheName: (name) => name,
  isExact: (wanted) => exactVersion.test(wanted),
};

/** npm packages, installed without their scripts. */
export function npmPackages(npm: Npm): PackageManager {
  return {
    ...npmNames,
    async resolve(name, wanted, place) {
      const view = await npm.run(['view', `${name}@${wanted}`, 'version', '--json'], place);
      return view.ok ? newestOf(view.stdout) : undefined;
    },
    async install(name, wanted, place) {
      const manifest = join(place.folder, 'package.json');
      await writeFile(manifest, '{"private":true}');
      const args = ['install', `${name}@${wanted}`, '--ignore-scripts', '--no-package-lock', '--omit=dev'];
      if (exactVersion.test(wanted)) args.push('--prefer-offline');
      const deadline = performance.now() + place.timeoutMs;
      let result = await npm.run(args, place);
      // A registry that lags behind lacks the version a dependency is wanted in; the newest it has is mostly good enough.
      const overrides: Record<string, string> = {};
      for (
        let missing = missingDependency(name, result);
        missing !== undefined && result.code === 'ETARGET' && !(missing in overrides);
        missing = missingDependency(name, result)
      ) {
        place.signal.throwIfAborted();
        if (Object.keys(overrides).length === maxOverrides) break;
        overrides[missing] = anyVersion;
        await writeFile(manifest, JSON.stringify({ private: true, overrides }));
        result = await npm.run(args, { ...place, timeoutMs: deadline - performance.now() });
      }
      place.signal.throwIfAborted();
      if (!result.ok) throw explain(name, wanted, result);
      return installedVersion(place.folder, name);
    },
  };
}

/** Says of which of its dependencies an installed package was given another version than it asks for. */
export async function noteOverrides(folder: string): Promise<string[]> {
  const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  const { overrides } = JSON.parse(manifest) as { overrides?: Record<string, string> };
  const names = Object.keys(overrides ?? {});
  return names.length === 0 ? [] : [`Installed with another version than it asks for of ${names.join(', ')}.`];
}

/** `npm view` prints one version, or a list of all that satisfy a range, oldest first. */
function newestOf(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    const newest = Array.isArray(value) ? value.at(-1) : value;
    return typeof newest === 'string' ? newest : undefined;
  } catch {
    return undefined;
  }
}

async function installedVersion(folder: string, name: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as {
    version?: unknown;
  };
  if (typeof manifest.version === 'string') return manifest.version;
  throw new AttemptFailure('install-failed', `${name} says no version of itself.`, 'Report this to the author.');
}

/** The package that npm did not find for the sake of another, which is there. */
function missingDependency(name: string, { code, reason }: Pick<NpmResult, 'code' | 'reason'>): string | undefined {
  const found =
    code === 'ETARGET'
      ? /No matching version found for (\S+)@/.exec(reason)?.[1]
      : code === 'E404'
        ? /\/((?:@[\w.~-]+%2f)?[\w.~-]+)(?=\s|$)/i.exec(reason)?.[1]?.replace(/%2f/i, '/')
        : undefined;
  return found !== undefined && found !== name && packageName.test(found) ? found : undefined;
}

/** npm's failure in words, with what to do. */
function explain(name: string, wanted: string, { code, reason }: NpmResult): AttemptFailure {
  const fail = (why: string, todo: string) => new AttemptFailure('install-failed', why, todo);
  const full = `${name}@${wanted}`;
  const missing = missingDependency(name, { code, reason });
  if (missing !== undefined) {
    return fail(
      `${name} depends on ${missing}, ${code === 'E404' ? 'which is not in the npm registry' : 'of which the npm registry lacks the version it wants'}.`,
      'Report this to the author, or set the registry it is in.',
    );
  }
  if (code === 'E404')
    return fail(
      `There is no package ${name} in the npm registry.`,
      'Correct the package name, or set the registry it is in.',
    );
  if (code === 'ETARGET') return fail(`npm has no version ${wanted} of ${name}.`, 'Choose another version.');
  if (/^E40[13]$/.test(code))
    return fail(
      `The registry wants a login for ${name}.`,
      'Private packages are not installed: no token of yours is handed to npm.',
    );
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN\w*|ETIMEDOUT|ERR_SOCKET_TIMEOUT)$/.test(code)) {
    const elsewhere = /https?:\/\/(?:www\.)?(?:github|gitlab|bitbucket|codeload\.github)\.(?:com|org)\/[^\s,]+/.exec(
      reason,
    )?.[0];
    if (elsewhere !== undefined)
      return fail(
        `${name} depends on ${elsewhere}, which is not in the npm registry and could not be reached.`,
        'Check the network, then run it again.',
      );
    return fail(
      `The npm registry could not be reached for ${full}: ${reason}.`,
      'Check the network and the proxy settings of npm, then run it again.',
    );
  }
  if (code === 'ENOSPC') return fail(`No disk space was left to install ${full}.`, 'Free some disk space.');
  if (code === 'EBADPLATFORM')
    return fail(`${full} is not made for this machine: ${reason}.`, 'Run it on the platform it is made for.');
  return fail(`npm could not install ${full}: ${reason}.`, 'Try npm install by hand to see the whole message.');
}
