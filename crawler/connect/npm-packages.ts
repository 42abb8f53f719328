import { join } from 'node:path';
import { isNpmName, isNpmVersion } from '#crawler/discover/package-spec.ts';
import { cleanLine, cutText } from '#crawler/text/clean.ts';
import { AttemptFailure, formatMs, sourceInstead } from './attempt-failure.ts';
import type { GatewayRefusals } from './npm/gateway.ts';
import type { InstallKit, Lock } from './npm/install-kit.ts';
import { exactVersion } from './npm/packument.ts';
import { aliasForm, type UnmetWish } from './npm/relax.ts';
import type { Installer } from './npm/resolve.ts';
import type { InstallPlace, Lack, PackageManager, PackageNames } from './package-manager.ts';

/** Most wishes within one package that are fulfilled by another version. */
const maxRelaxed = 3;
/** Most packages one does without, since the registry has them not. */
const maxLeftOut = 5;
/** Most dependencies without a fitting version that are told by name. */
const maxUnmetTold = 5;
/** Longest message of an installer that is told, characters. */
const maxSaidChars = 240;

/** Names of the npm registry. */
export const npmNames: PackageNames = {
  title: 'npm',
  accepts: (name, wanted) => isNpmName(name) && isNpmVersion(wanted),
  cacheName: (name) => name,
  isExact: (wanted) => exactVersion.test(wanted),
};

/** What installing npm packages works with. */
export interface NpmParts {
  kit: InstallKit;
  /** In the order they are asked. */
  installers: readonly Installer[];
  /** Folder for the sockets of gateways; short, for paths of sockets are. */
  socketDir: string;
}

/**
 * npm packages. An installer that reaches nothing but documents of the registry decides on versions; the archives are
 * fetched, checked and laid out here. Nothing of a package is run, or seen by an installer.
 */
export function npmPackages({ kit, installers, socketDir }: NpmParts): PackageManager {
  let orders = 0;
  return {
    ...npmNames,
    async resolve(name, wanted) {
      // Documents answer for tags; what a range leads to is for the installer to say.
      return kit.versionOf(name, wanted).catch(() => undefined);
    },
    async install(name, wanted, place) {
      orders += 1;
      const order = { id: String(orders), name, wanted, socket: join(socketDir, `${orders}.sock`) };
      await kit.open(order);
      const stop = () => void kit.close(order.id);
      const clock = AbortSignal.timeout(place.timeoutMs);
      const within = AbortSignal.any([place.signal, clock]);
      within.addEventListener('abort', stop, { once: true });
      try {
        const { lock, ...told } = await decide({ kit, installers }, order, wanted, { ...place, signal: within });
        return { ...(await kit.build(order.id, lock, place.folder)), ...told };
      } catch (error) {
        place.signal.throwIfAborted();
        if (clock.aborted) throw tooSlow(name, wanted, place.timeoutMs);
        throw error instanceof AttemptFailure ? error : notInstalled(name, wanted, (error as Error).message);
      } finally {
        within.removeEventListener('abort', stop);
        await kit.close(order.id);
      }
    },
  };
}

/** What an installer arranged, and what a reading should say of it. */
interface Decision {
  lock: Lock;
  notes: string[];
  lacks?: Lack;
}

/**
 * Asks one installer after the other. What the registry does not have, no other installer would find; then the next is
 * not asked. Where one arranges packages so that some find a version they do not ask for, the next may do better; where
 * none does, the first arrangement is taken, and it is said.
 */
async function decide(
  { kit, installers }: Pick<NpmParts, 'kit' | 'installers'>,
  order: { id: string; name: string; socket: string },
  wanted: string,
  place: InstallPlace,
): Promise<Decision> {
  const { name, socket } = order;
  let said = 'there is no installer on this machine';
  let flawed: Decision | undefined;
  const relaxed: UnmetWish[] = [];
  const leftOut: string[] = [];
  for (const [rank, installer] of installers.entries()) {
    for (;;) {
      const { signal, timeoutMs } = place;
      const resolved = await installer.resolve({ socket, name, wanted, signal, timeoutMs });
      signal.throwIfAborted();
      if (resolved.ok) {
        const { lock } = resolved;
        const unmet = await kit.findUnmet(order.id, lock);
        const names = [...new Set(relaxed.map((wish) => wish.name))];
        const notes = notesOf(installer, rank > 0, { relaxed: names, unmet, leftOut });
        const decided = { lock, notes, ...(leftOut.length > 0 && { lacks: lackOf(name, leftOut) }) };
        if (unmet.length === 0) return decided;
        flawed ??= decided;
        break;
      }
      if (flawed !== undefined) break;
      const refusals = await kit.refusals(order.id);
      const absent = absentOf(name, refusals);
      const failure = explain(name, wanted, {
        ...refusals,
        missing: refusals.missing.filter((one) => !absent.includes(one.name)),
      });
      if (failure) throw failure;
      if (absent.length > 0) {
        // A server often starts without what only its build, or one of its tools, needs.
        leftOut.push(...absent);
        if (leftOut.length > maxLeftOut) throw notThere(name, absent[0]!);
        await kit.leaveOut(order.id, absent);
        continue;
      }
      said = condense(resolved.said);
      // A registry that lags behind lacks the version a dependency is wanted in; the newest it has is mostly good enough.
      const missing = missingVersion(resolved.said);
      if (missing?.name === name)
        throw new AttemptFailure(
          'install-failed',
          `npm has no version ${wanted} of ${name}.`,
          'Choose another version.',
        );
      const isKnown = relaxed.some((wish) => wish.name === missing?.name && wish.range === missing?.range);
      if (missing === undefined || isKnown) break;
      if (relaxed.length === maxRelaxed) throw lacksVersion(name, missing.name);
      relaxed.push(missing);
      await kit.relax(order.id, missing);
    }
  }
  if (flawed !== undefined) return flawed;
  throw notInstalled(name, wanted, said);
}

/** What of the packages an installer missed can be done without: dependencies the registry has not. */
function absentOf(name: string, { missing }: GatewayRefusals): string[] {
  return [...new Set(missing.filter((one) => one.code === 404 && one.name !== name).map((one) => one.name))];
}

function lackOf(name: string, names: string[]): Lack {
  const { message: reason, todo } = notThere(name, names[0]!);
  return { names, reason, todo };
}

function notesOf(
  installer: Installer,
  isFallback: boolean,
  { relaxed, unmet, leftOut }: { relaxed: string[]; unmet: string[]; leftOut: string[] },
): string[] {
  return [
    ...(isFallback ? [`Installed as ${installer.id} arranges it, since the usual installer could not.`] : []),
    ...(relaxed.length > 0 ? [`Installed with another version than it asks for of ${relaxed.join(', ')}.`] : []),
    ...(leftOut.length > 0 ? [`Installed without what the npm registry does not have: ${leftOut.join(', ')}.`] : []),
    ...(unmet.length > 0
      ? [`Installed without a fitting version, for all that need it, of ${unmet.slice(0, maxUnmetTold).join(', ')}.`]
      : []),
  ];
}

/** The wish an installer found no version for, by its own words. */
function missingVersion(said: string): UnmetWish | undefined {
  const [, bunRange, bunName] = /No version matching "([^"]*)" found for specifier "([^"]+)"/.exec(said) ?? [];
  const [, npmName, npmRange] = /No matching version found for (@?[^@\s]+)@(.*?)\.?\s*$/m.exec(said) ?? [];
  const [, bunTarget, bunTargetRange] = aliasForm.exec(bunRange ?? '') ?? [];
  const [name, range] =
    bunName === undefined ? [npmName, npmRange] : [bunTarget ?? bunName, bunTargetRange ?? bunRange];
  return name !== undefined && range !== undefined && isNpmName(name) ? { name, range } : undefined;
}

/** What the gateway refused, in words, with what to do; undefined where that does not explain a failure. */
function explain(
  name: string,
  wanted: string,
  { foreign, missing, failed, tooMany, tooLarge }: GatewayRefusals,
): AttemptFailure | undefined {
  const fail = (why: string, todo: string) => new AttemptFailure('install-failed', why, todo);
  if (tooLarge !== undefined)
    return new AttemptFailure('too-large', tooLarge, 'It is not installed; report this to the author.');
  if (tooMany)
    return new AttemptFailure(
      'too-large',
      `${name} needs more packages than are installed.`,
      'Report this to the author.',
    );
  const foreignOne = foreign[0];
  if (foreignOne !== undefined) {
    const { by, origin } = foreignOne;
    const words = cutText(cleanLine(`${foreignOne.name}: ${foreignOne.wanted}`), maxSaidChars);
    return fail(
      `${by} depends on something from ${origin} (${words}), and nothing is installed that is not from the registry.`,
      sourceInstead,
    );
  }
  const failedOne = failed.find((one) => one.name === name) ?? failed[0];
  if (failedOne !== undefined) return noUse(failedOne.name, failedOne.reason);
  const missingOne = missing.find((one) => one.name === name) ?? missing.at(-1);
  if (missingOne === undefined) return undefined;
  if (missingOne.reason !== undefined) return noUse(missingOne.name, missingOne.reason);
  if (missingOne.code === 401 || missingOne.code === 403)
    return fail(
      `The registry wants a login for ${missingOne.name}.`,
      'Private packages are not installed: no token of yours is used.',
    );
  if (missingOne.code !== 404)
    return fail(
      `The npm registry could not be reached for ${missingOne.name}@${wanted}: it answered ${missingOne.code}.`,
      'Check the network and the proxy settings of npm, then run it again.',
    );
  if (missingOne.name === name)
    return fail(
      `There is no package ${name} in the npm registry.`,
      'Correct the package name, or set the registry it is in.',
    );
  return notThere(name, missingOne.name);
}

function noUse(name: string, reason: string): AttemptFailure {
  return new AttemptFailure(
    'install-failed',
    `The npm registry gave no answer for ${name} that can be used: ${cutText(cleanLine(reason), maxSaidChars)}.`,
    'Check the network and the registry and proxy settings of npm, then run it again.',
  );
}

function notThere(name: string, missing: string): AttemptFailure {
  return new AttemptFailure(
    'install-failed',
    `${name} depends on ${missing}, which is not in the npm registry.`,
    'Report this to the author, or set the registry it is in.',
  );
}

function lacksVersion(name: string, missing: string): AttemptFailure {
  return new AttemptFailure(
    'install-failed',
    `${name} depends on ${missing}, of which the npm registry lacks the version it wants.`,
    'Report this to the author, or set the registry it is in.',
  );
}

function tooSlow(name: string, wanted: string, timeoutMs: number): AttemptFailure {
  return notInstalled(name, wanted, `it took longer than ${formatMs(timeoutMs)}`);
}

function notInstalled(name: string, wanted: string, why: string): AttemptFailure {
  if (/ENOSPC|no space left/i.test(why))
    return new AttemptFailure('install-failed', `No disk space was left to install ${name}.`, 'Free some disk space.');
  return new AttemptFailure(
    'install-failed',
    `${name}@${wanted} could not be installed: ${cutText(cleanLine(why), maxSaidChars)}.`,
    sourceInstead,
  );
}

/** An installer's message in one line, without its decoration and its repetitions. */
export function condense(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => /^(?:npm (?:ERR!|error)|error:)\s+(.*)$/.exec(line.trim())?.[1]?.trim() ?? '')
    .filter((line) => line !== '' && !/^(?:code|errno|syscall|path|A complete log|Log files|\/)/i.test(line));
  const text = lines.length > 0 ? [...new Set(lines)].slice(0, 2).join('; ') : output.slice(-maxSaidChars);
  return cutText(cleanLine(text) || 'the installer ended without a reason', maxSaidChars).replace(/[.\s]+$/, '');
}
