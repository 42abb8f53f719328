/** Documents about packages, cleaned, kept on disk for an hour: most servers want the same dependencies. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { InstallLimits } from './limits.ts';
import { cleanForm, cleanPackument, type Dist, type ForeignDependency } from './packument.ts';
import type { RegistryClient } from './registry-client.ts';
import { trimFolder } from './tree.ts';

/** How long a document is believed without asking again, milliseconds: one hour, as for the newest version of a server. */
const freshMs = 3_600_000;
const gzipLevel = 5;
const accept = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
const compress = promisify(gzip);

/** One document as it is kept. */
export interface KeptPackument {
  /** What installers see, as JSON packed with gzip. */
  packed: Buffer;
  tags: Record<string, string>;
  /** By the stand-in name an installer asks for. */
  foreign: Record<string, ForeignDependency>;
  /** Where a version lies and what it must be; undefined where there is no such version. */
  dist(version: string): Dist | undefined;
  /** Oldest first, as the registry gives them. */
  versions(): string[];
}

/** A registry's word on a package, or that it has none. */
export type PackumentAnswer = { status: 'found'; packument: KeptPackument } | { status: 'refused'; code: number };

/** How one document is read. */
export interface ReadOptions {
  /** Ask the registry whether it changed, however new it is here. */
  fresh: boolean;
  signal: AbortSignal;
  limits: Pick<InstallLimits, 'maxPackumentBytes' | 'maxPackumentValues'>;
  /** Called with every piece that comes, bytes; throws where it is too much. */
  spend?: (bytes: number) => void;
}

/** Documents of one registry. */
export interface PackumentStore {
  /**
   * The document of a package.
   * @throws what the registry client throws, and Error with a sentence where the answer is no such document
   */
  read(name: string, options: ReadOptions): Promise<PackumentAnswer>;
  /** Removes the oldest documents until what is left fits, bytes; how much that is. */
  trim(maxBytes: number): Promise<number>;
}

/** What stands in the first line of the index beside a document. */
interface IndexHead {
  /** Number of the form it was cleaned to. */
  form: number;
  etag?: string;
  tags: Record<string, string>;
  foreign: Record<string, ForeignDependency>;
}

/** Opens the folder documents are kept in. Only this program writes there; no installer sees it. */
export async function openPackumentStore(folder: string, client: RegistryClient): Promise<PackumentStore> {
  await mkdir(folder, { recursive: true });
  const underWay = new Map<string, Promise<PackumentAnswer>>();

  async function fetchDocument(
    name: string,
    path: string,
    { signal, limits, spend }: ReadOptions,
  ): Promise<PackumentAnswer> {
    const known = await readKept(path);
    const url = new URL(name.replace('/', '%2f'), client.registry);
    const answer = await client.get(url, { accept, etag: known?.etag, signal, maxBytes: limits.maxPackumentBytes });
    if (answer.status === 304 && known) {
      const now = new Date();
      await utimes(`${path}.index`, now, now).catch(() => {});
      return { status: 'found', packument: known };
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of answer.body) {
      spend?.(piece.byteLength);
      pieces.push(piece);
    }
    if (answer.status !== 200) return { status: 'refused', code: answer.status };
    const body = Buffer.concat(pieces);
    if (hasMoreValues(body, limits.maxPackumentValues))
      throw new Error(`it has more than ${limits.maxPackumentValues} values`);
    const { served, dists, foreign } = cleanPackument(name, JSON.parse(body.toString('utf8')));
    const head: IndexHead = {
      form: cleanForm,
      etag: answer.headers.get('etag')?.slice(0, 200) ?? undefined,
      tags: served['dist-tags'],
      foreign: Object.fromEntries(foreign),
    };
    // The hashes are most of a document and no concern of an installer's: they stand in a file of their own, a line each.
    const lines = [...dists].map(([version, dist]) => `${version}\t${JSON.stringify(dist)}`);
    const index = Buffer.from(`${JSON.stringify(head)}\n${lines.join('\n')}\n`);
    const packed = await compress(JSON.stringify(served), { level: gzipLevel });
    await writeWhole(`${path}.gz`, packed);
    await writeWhole(`${path}.index`, index);
    return { status: 'found', packument: kept(packed, index) };
  }

  return {
    async read(name, options) {
      const path = join(
        folder,
        createHash('sha256').update(`${client.registry.href}\0${name}`).digest('hex').slice(0, 32),
      );
      const index = await stat(`${path}.index`).catch(() => undefined);
      if (!options.fresh && index !== undefined && Math.abs(Date.now() - index.mtimeMs) < freshMs) {
        const known = await readKept(path);
        if (known) return { status: 'found', packument: known };
      }
      // Servers that are installed side by side ask for the same documents at the same time.
      const running = underWay.get(path);
      if (running) return running.catch(() => fetchDocument(name, path, options));
      const asking = fetchDocument(name, path, options);
      underWay.set(path, asking);
      return asking.finally(() => underWay.delete(path));
    },
    trim: (maxBytes) => trimFolder(folder, maxBytes),
  };
}

async function readKept(path: string): Promise<(KeptPackument & IndexHead) | undefined> {
  try {
    const known = kept(await readFile(`${path}.gz`), await readFile(`${path}.index`));
    return known.form === cleanForm ? known : undefined;
  } catch {
    return undefined;
  }
}

function kept(packed: Buffer, index: Buffer): KeptPackument & IndexHead {
  const head = JSON.parse(index.toString('utf8', 0, index.indexOf('\n'))) as IndexHead;
  return {
    packed,
    ...head,
    versions: () => [...index.toString('utf8').matchAll(/^([^\t{]+)\t/gm)].map((match) => match[1] as string),
    dist(version) {
      const at = index.indexOf(`\n${version}\t`);
      if (at < 0) return undefined;
      const start = at + version.length + 2;
      return JSON.parse(index.toString('utf8', start, index.indexOf('\n', start))) as Dist;
    },
  };
}

/** Whether commas and colons, in strings or not, stand for more values than so many. */
function hasMoreValues(json: Uint8Array, most: number): boolean {
  let count = 0;
  for (const byte of json) if ((byte === 0x2c || byte === 0x3a) && ++count > most) return true;
  return false;
}

/** Writes a file that nobody ever sees half of. */
async function writeWhole(path: string, data: Buffer): Promise<void> {
  const part = `${path}.${process.pid}-${randomUUID()}`;
  await writeFile(part, data);
  await rename(part, path);
}
