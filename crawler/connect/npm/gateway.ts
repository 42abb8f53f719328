/**
 * All that an installer can reach: documents about packages of the registry, cleaned, over a socket of one installation.
 * It serves no archive, takes nothing, and asks the registry for nothing but packages by name.
 */
import { chmod } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import { isNpmName } from '#crawler/discover/package-spec.ts';
import type { Gathering } from './gather.ts';
import type { InstallLimits } from './limits.ts';
import { type ForeignDependency, NothingToInstall, type ServedPackument, standInScope } from './packument.ts';
import { type RelaxedWish, relax } from './relax.ts';

const unpack = promisify(gunzip);
const pack = promisify(gzip);

/** What the installer was refused, in the order it asked. */
export interface GatewayRefusals {
  /** Dependencies that are not from the registry; nothing was fetched for them. */
  foreign: ForeignDependency[];
  /** Packages the registry has not, or does not give out, by name; with why, where it is not the registry that says so. */
  missing: { name: string; code: number; reason?: string }[];
  /** Packages whose document could not be read, with why. */
  failed: { name: string; reason: string }[];
  /** Whether it asked for more packages than one installation may. */
  tooMany: boolean;
  /** In what else it is larger than one installation may be, as a sentence. */
  tooLarge?: string;
}

/** A gateway that is open. */
export interface Gateway {
  refusals: GatewayRefusals;
  /** Wishes that another version fulfils from now on. */
  relaxed: RelaxedWish[];
  /** Packages that nothing wishes for from now on. */
  leftOut: Set<string>;
  close(): Promise<void>;
}

/**
 * Opens a gateway.
 * @param socket path of the socket, which must be free
 */
export async function openGateway(
  { document }: Pick<Gathering, 'document'>,
  { socket, limits }: { socket: string; limits: InstallLimits },
): Promise<Gateway> {
  const foreign = new Map<string, ForeignDependency>();
  const refusals: GatewayRefusals = { foreign: [], missing: [], failed: [], tooMany: false };
  const relaxed: RelaxedWish[] = [];
  const leftOut = new Set<string>();
  let requests = 0;

  const widen = async (packed: Buffer) => {
    const served = JSON.parse((await unpack(packed)).toString('utf8')) as ServedPackument;
    return pack(JSON.stringify(relax(served, relaxed, leftOut)));
  };

  async function answer(name: string, response: ServerResponse): Promise<void> {
    const standsFor = foreign.get(name);
    if (name.startsWith(`${standInScope}/`)) {
      if (standsFor) refusals.foreign.push(standsFor);
      return refuse(response, 404);
    }
    if (!isNpmName(name)) return refuse(response, 404);
    try {
      const read = await document(name);
      if (read.status === 'refused') {
        refusals.missing.push({ name, code: read.code });
        return refuse(response, read.code);
      }
      for (const [standIn, dependency] of Object.entries(read.packument.foreign)) foreign.set(standIn, dependency);
      const isChanged = relaxed.length > 0 || leftOut.size > 0;
      const packed = isChanged ? await widen(read.packument.packed) : read.packument.packed;
      response.writeHead(200, {
        'content-type': 'application/vnd.npm.install-v1+json',
        'content-encoding': 'gzip',
        'content-length': packed.length,
      });
      response.end(packed);
    } catch (error) {
      if (error instanceof AttemptFailure && error.outcome === 'too-large') refusals.tooLarge ??= error.message;
      else if (error instanceof NothingToInstall) refusals.missing.push({ name, code: 404, reason: error.message });
      else refusals.failed.push({ name, reason: reasonOf(error as Error) });
      // No status that installers try again.
      refuse(response, 400);
    }
  }

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 0 }, (request, response) => {
    requests += 1;
    request.resume();
    refusals.tooMany ||= requests > limits.maxRequests;
    if (request.method !== 'GET' || refusals.tooMany) return refuse(response, 405);
    void answer(nameOf(request.url ?? ''), response);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve));
  // Whoever the sandbox runs as may ask; the folder around it decides who can see it.
  await chmod(socket, 0o666);
  return {
    refusals,
    relaxed,
    leftOut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function nameOf(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return '';
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"refused"}');
}

function reasonOf({ message, cause }: Error): string {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? `${code}, ${message}` : message;
}
