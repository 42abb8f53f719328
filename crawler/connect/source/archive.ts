/** Reads archives that strangers made, in memory and within bounds. Nothing is written to disk, and no link is followed. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { type Entry, fromBufferPromise } from 'yauzl';
import { formatBytes } from '#crawler/connect/attempt-failure.ts';
import { plainTar } from '#crawler/connect/plain-tar.ts';
import type { SourceCollector } from './files.ts';

/** Bounds on one archive. */
export interface ArchiveLimits {
  /** As it is sent, bytes. */
  maxBytes: number;
  /** Unpacked, bytes, whatever of it is kept. */
  maxExpandedBytes: number;
  /** Files, folders and links in it. */
  maxEntries: number;
}

/** Larger than the repositories of all but a few servers, and read in seconds. */
export const archiveLimits: ArchiveLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxExpandedBytes: 512 * 1024 * 1024,
  maxEntries: 50_000,
};

/** An archive that is broken, or larger than the bounds. The message is a sentence for people. */
export class BadArchive extends Error {
  override name = 'BadArchive';
}

/**
 * Reads a `.tar.gz`. The one folder that everything in it lies in is taken off the paths. Only plain files are read.
 * @throws BadArchive; what `body` throws; the reason of the signal
 */
export async function readTarball(
  body: AsyncIterable<Uint8Array>,
  collector: SourceCollector,
  { signal, limits = archiveLimits }: { signal?: AbortSignal; limits?: ArchiveLimits } = {},
): Promise<void> {
  let entries = 0;
  let problem: Error | undefined;
  const parser = new Parser({
    // Only plain tar is expected here: it is unpacked outside, where its size is counted.
    brotli: false,
    zstd: false,
    onReadEntry(entry) {
      entries += 1;
      if (entries > limits.maxEntries) problem ??= tooMany(limits);
      readEntry(entry, collector);
    },
    onwarn(code, message) {
      if (code === 'TAR_BAD_ARCHIVE' || code === 'TAR_ABORT') problem ??= broken(String(message));
    },
  });
  const gunzip = createGunzip();
  const source = Readable.from(bounded(body, limits));
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let expanded = 0;
  let begun = false;
  try {
    for await (const chunk of plainTar(gunzip, () => broken('packed twice'))) {
      signal?.throwIfAborted();
      expanded += chunk.length;
      if (expanded > limits.maxExpandedBytes) {
        throw new BadArchive(`It holds more than ${formatBytes(limits.maxExpandedBytes)} unpacked.`);
      }
      begun = true;
      const flows = parser.write(chunk);
      if (problem !== undefined) throw problem;
      if (!flows) await once(parser, 'drain');
    }
    parser.end();
    if (problem !== undefined) throw problem;
    if (!begun) throw broken('empty');
  } catch (error) {
    signal?.throwIfAborted();
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw code.startsWith('Z_') ? broken(message) : error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

function readEntry(entry: ReadEntry, collector: SourceCollector): void {
  const path = safePath(entry.path.slice(entry.path.indexOf('/') + 1));
  const isFile = ['File', 'OldFile', 'ContiguousFile'].includes(entry.type);
  if (!isFile || path === undefined || !collector.take(path, entry.size)) {
    entry.resume();
    return;
  }
  const chunks: Buffer[] = [];
  entry.on('data', (chunk) => chunks.push(chunk));
  entry.on('end', () => collector.add(path, Buffer.concat(chunks).toString('utf8')));
}

/**
 * Reads a `.zip` (a wheel is one).
 * @throws BadArchive; the reason of the signal
 */
export async function readZip(
  body: AsyncIterable<Uint8Array>,
  collector: SourceCollector,
  { signal, limits = archiveLimits }: { signal?: AbortSignal; limits?: ArchiveLimits } = {},
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bounded(body, limits)) {
    signal?.throwIfAborted();
    chunks.push(chunk);
  }
  try {
    const zip = await fromBufferPromise(Buffer.concat(chunks), { strictFileNames: true });
    if (zip.entryCount > limits.maxEntries) throw tooMany(limits);
    let expanded = 0;
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      const path = safePath(entry.fileName);
      if (!isPlainFile(entry) || path === undefined || !collector.take(path, entry.uncompressedSize)) continue;
      expanded += entry.uncompressedSize;
      if (expanded > limits.maxExpandedBytes) {
        throw new BadArchive(`It holds more than ${formatBytes(limits.maxExpandedBytes)} unpacked.`);
      }
      // The library ends a file that turns out larger than it was said to be.
      const stream = await zip.openReadStreamPromise(entry);
      collector.add(path, Buffer.concat(await stream.toArray()).toString('utf8'));
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof BadArchive ? error : broken((error as Error).message);
  }
}

/** Neither a folder nor, by the rights a Unix program noted, a link or device; not encrypted; packed as usual. */
function isPlainFile(entry: Entry): boolean {
  const kind = (entry.externalFileAttributes >>> 28) & 0xf;
  return (
    !entry.fileName.endsWith('/') && (kind === 0 || kind === 8) && entry.canDecodeFileData() && !entry.isEncrypted()
  );
}

/** A path as it is, or nothing where it leads out of its folder or cannot be one. */
function safePath(path: string): string | undefined {
  const parts = path.split('/');
  const isPlain = !/[\\\0]|^[a-z]:/i.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  return isPlain ? path : undefined;
}

async function* bounded(body: AsyncIterable<Uint8Array>, limits: ArchiveLimits): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > limits.maxBytes) throw new BadArchive(`It is larger than ${formatBytes(limits.maxBytes)}.`);
    yield chunk;
  }
}

const broken = (why: string) => new BadArchive(`It is no whole archive (${why}).`);
const tooMany = ({ maxEntries }: ArchiveLimits) => new BadArchive(`It holds more than ${maxEntries} files.`);
