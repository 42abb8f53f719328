import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AttemptFailure, sourceInstead } from '#crawler/connect/attempt-failure.ts';
import type { InstallKit } from '#crawler/connect/npm/install-kit.ts';
import { chooseProgram } from '#crawler/connect/package-entry.ts';
import { newest, type PackageManager, type PackageNames } from '#crawler/connect/package-manager.ts';
import type { Mount } from '#crawler/connect/sandbox/index.ts';
import { packageIdentity } from '#crawler/discover/identity.ts';
import { cutText } from '#crawler/text/clean.ts';
import { environmentOf, readDistribution } from './distribution.ts';
import { interpreterMounts, isMachineCode, usesOneOf } from './interpreter.ts';
import type { Uv } from './uv.ts';

/** Names PyPI accepts (PEP 508); anything else is refused before uv sees it. */
const packageName = /^[a-z0-9](?:[\w.-]*[a-z0-9])?$/i;
/** Versions (PEP 440); no range, no address, no option. */
const packageVersion = /^v?\d[\w.!+-]{0,60}$/;

/** Names of the Python Package Index. */
export const pypiNames: PackageNames = {
  title: 'the Python Package Index',
  accepts: (name, wanted) => packageName.test(name) && (wanted === newest || packageVersion.test(wanted)),
  cacheName: (name) => packageIdentity({ registry: 'pypi', name }),
  // A version has other spellings (1.0 for 1.0.0); only this form has none.
  isExact: (wanted) => /^\d+\.\d+\.\d+$/.test(wanted),
};

/** PyPI packages, each in an environment of its own, as uvx would make it, from wheels only. */
export function pypiPackages(uv: Uv, kit: Pick<InstallKit, 'seal'>): PackageManager {
  return {
    ...pypiNames,
    async install(name, wanted, place) {
      const requirement = wanted === newest ? name : `${name}==${wanted}`;
      const { ok, reason } = await uv.runTool(['install', requirement, '--no-build'], place);
      place.signal.throwIfAborted();
      if (!ok) throw explain(requirement, reason);
      // Links to programs at the place where they were installed, which they leave now.
      await rm(join(place.folder, 'bin'), { recursive: true, force: true });
      if (!usesOneOf(environmentOf(place.folder, name), uv.interpreters))
        throw new AttemptFailure(
          'install-failed',
          `${requirement}, or something it needs, replaces the Python it was installed for.`,
          'Report this to the author.',
        );
      const installed = await readDistribution(place.folder, name);
      if (installed !== undefined)
        return { version: installed.version, ...(await kit.seal(place.folder)), parts: [], notes: [] };
      throw new AttemptFailure('install-failed', `${name} says no version of itself.`, 'Report this to the author.');
    },
  };
}

/** The program of an installed Python package. */
export interface PythonEntry {
  /** Command relative to the folder of the package cache. */
  command: string[];
  /** What its interpreter needs besides. */
  mounts: Mount[];
  /** The package's own files. */
  sourceFolder: string;
}

/**
 * Finds the program of an installed package, chosen as for npm packages.
 * @throws AttemptFailure `not-launchable`
 */
export async function findPythonEntry(folder: string, name: string, bin?: string): Promise<PythonEntry> {
  const environment = environmentOf(folder, name);
  const distribution = await readDistribution(folder, name);
  const program = chooseProgram(distribution?.programs ?? [], name, bin);
  if (distribution === undefined || program === undefined) throw noProgram(name);
  const relative = (path: string) => path.slice(folder.length + 1);
  const file = join(environment, 'bin', program);
  const python = join(environment, 'bin', 'python');
  const [top = ''] = distribution.files
    .filter((path) => /^[^/]+\/__init__\.py$/.test(path))
    .map((path) => path.split('/')[0]);
  return {
    command: isMachineCode(file) ? [relative(file)] : [relative(python), relative(file)],
    mounts: interpreterMounts(python).filter(({ inside }) => inside !== environment),
    sourceFolder: join(distribution.sitePackages, top),
  };
}

function noProgram(name: string): AttemptFailure {
  return new AttemptFailure(
    'not-launchable',
    `${name} installs no program that could be started.`,
    'It is a library; name the package that holds the server.',
  );
}

/** uv's failure in words, with what to do. */
function explain(requirement: string, reason: string): AttemptFailure {
  const fail = (why: string, todo: string) => new AttemptFailure('install-failed', why, todo);
  const name = requirement.split('==')[0] as string;
  if (/no executables are provided/i.test(reason)) return noProgram(name);
  const python =
    /(?:satisfy|requires?)\s+Python\s*(>=?\s*\d+\.\d+)/i.exec(reason)?.[1] ??
    /No interpreter found for (Python[^,.]*\d[\d.]*)/i.exec(reason)?.[1];
  if (python !== undefined) {
    return new AttemptFailure(
      'unsupported-runtime',
      `${requirement} needs Python ${python.replace(/^Python\s*/i, '')}, which is not installed here.`,
      `Run uv python install ${/\d+\.\d+/.exec(python)?.[0] ?? ''}.`,
    );
  }
  if (/not found in the package registry/i.test(reason))
    return fail(
      `The Python index has no package for ${requirement}, or lacks one it needs: ${cutText(reason, 200)}`,
      'Correct the package name, or set the index it is in.',
    );
  if (/no version of/i.test(reason))
    return fail(`The Python index has no fitting version: ${cutText(reason, 240)}`, 'Choose another version.');
  if (/usable wheels|no wheels|building from source is disabled|wheels are required/i.test(reason))
    return fail(
      `${requirement}, or something it needs, has no wheel for this machine, and nothing is built: ${cutText(reason, 200)}`,
      sourceInstead,
    );
  if (/\b40[13]\b|credentials/i.test(reason))
    return fail(
      `The Python index wants a login for ${requirement}.`,
      'Private packages are not installed: no credentials of yours are handed to uv.',
    );
  if (
    /dns error|failed to lookup|connection (?:refused|reset)|timed out|error sending request|failed to fetch/i.test(
      reason,
    )
  )
    return fail(
      `The Python index could not be reached for ${requirement}: ${cutText(reason, 200)}`,
      'Check the network and the index set for uv, then run it again.',
    );
  if (/no space left/i.test(reason))
    return fail(`No disk space was left to install ${requirement}.`, 'Free some disk space.');
  return fail(
    `uv could not install ${requirement}: ${cutText(reason, 240)}`,
    'Try uv tool install by hand to see the whole message.',
  );
}
