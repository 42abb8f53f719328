/** Unpacks an archive that a stranger made into an empty folder: plain files only, within bounds. Nothing of it is run. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, createReadStream, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { formatBytes } from '#crawler/connect/attempt-failure.ts';
import { plainTar } from '#crawler/connect/plain-tar.ts';
import type { InstallLimits } from './limits.ts';

/** One file of an unpacked package. */
export interface UnpackedFile {
  /** Below the folder of the package, with `/`. */
  path: string;
  bytes: number;
  /** Whether it may be run. */
  runs: boolean;
  /** SHA-256, hexadecimal. */
  hash: string;
}

/** An archive that is broken, leads out of its folder, or is larger than the bounds. The message is a sentence without its subject. */
export class BadPackage extends Error {
  override name = 'BadPackage';
  /** Whether it is too large rather than broken. */
  readonly isTooLarge: boolean;
  constructor(reason: string, isTooLarge = false) {
    super(reason);
    this.isTooLarge = isTooLarge;
  }
}

const ownWrite = 0o600;

/**
 * Unpacks a `.tgz` as npm would: its one outer folder is taken off, links and devices are left out, and of the rights only
 * whether a file may be run is kept. A later file replaces an earlier one of the same path.
 * @throws BadPackage; the signal's reason
 */
export async function unpackTarball(
  archive: string,
  folder: string,
  { limits, packedBytes, signal }: { limits: InstallLimits; packedBytes: number; signal: AbortSignal },
): Promise<UnpackedFile[]> {
  const files = new Map<string, UnpackedFile>();
  const folders = new Set<string>();
  const most = Math.min(limits.maxUnpackedBytes, Math.max(limits.freeUnpackedBytes, packedBytes * limits.maxRatio));
  let problem: Error | undefined;
  let entries = 0;

  const take = (entry: ReadEntry) => {
    entries += 1;
    if (entries > limits.maxFiles) throw new BadPackage(`holds more than ${limits.maxFiles} files`, true);
    const path = pathOf(entry.path, limits);
    // Links and devices are left out as npm does; nothing can be reached through what is not made.
    if (path === undefined || !['File', 'OldFile', 'ContiguousFile'].includes(entry.type)) return void entry.resume();
    const target = join(folder, path);
    const parent = dirname(target);
    if (!folders.has(parent)) {
      mkdirSync(parent, { recursive: true });
      folders.add(parent);
    }
    if (files.has(path)) rmSync(target);
    const file = openSync(target, 'wx', ownWrite);
    const hash = createHash('sha256');
    let bytes = 0;
    entry.on('data', (chunk: Buffer) => {
      try {
        bytes += chunk.length;
        hash.update(chunk);
        for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
      } catch (error) {
        problem ??= error as Error;
      }
    });
    entry.on('end', () => {
      closeSync(file);
      files.set(path, { path, bytes, runs: ((entry.mode ?? 0) & 0o111) !== 0, hash: hash.digest('hex') });
    });
  };

  const parser = new Parser({
    brotli: false,
    zstd: false,
    onReadEntry(entry) {
      try {
        if (problem === undefined) return take(entry);
      } catch (error) {
        problem = error as Error;
      }
      entry.resume();
    },
    onwarn(code, message) {
      if (code === 'TAR_BAD_ARCHIVE' || code === 'TAR_ABORT') problem ??= broken(String(message));
    },
  });
  const source = createReadStream(archive);
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let expanded = 0;
  try {
    for await (const chunk of plainTar(gunzip, () => broken('packed twice'))) {
      signal.throwIfAborted();
      expanded += chunk.length;
      if (expanded > most) throw new BadPackage(`unpacks to more than ${formatBytes(most)}`, true);
      const flows = parser.write(chunk);
      if (problem !== undefined) throw problem;
      if (!flows) await once(parser, 'drain');
    }
    parser.end();
    if (problem !== undefined) throw problem;
    if (expanded === 0) throw broken('empty');
  } catch (error) {
    signal.throwIfAborted();
    throw readable(error as NodeJS.ErrnoException);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  return [...files.values()];
}

/** The path of an entry without the outer folder; undefined for that folder itself. */
function pathOf(given: string, limits: InstallLimits): string | undefined {
  const path = given.replace(/\/+$/, '').replace(/^(?:\.\/)+/, '');
  const inner = path.includes('/') ? path.slice(path.indexOf('/') + 1) : '';
  const parts = path.split('/');
  if (path.startsWith('/') || parts.includes('..')) throw new BadPackage('holds a path that leads out of it');
  if (path.includes('\0')) throw new BadPackage('holds a path that cannot be one');
  if (parts.length > limits.maxDepth) throw new BadPackage(`is nested deeper than ${limits.maxDepth} folders`, true);
  if (Buffer.byteLength(path) > limits.maxPathBytes || parts.some((part) => Buffer.byteLength(part) > 255))
    throw new BadPackage('holds a path longer than a file system takes', true);
  const kept = inner.split('/').filter((part) => part !== '' && part !== '.');
  return kept.length === 0 ? undefined : kept.join('/');
}

function readable(error: NodeJS.ErrnoException): Error {
  const { code = '' } = error;
  if (error instanceof BadPackage) return error;
  if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE') return broken(error.message);
  if (['ENOTDIR', 'EISDIR', 'EEXIST'].includes(code)) return new BadPackage('names one path as a file and as a folder');
  if (['ENAMETOOLONG', 'EINVAL', 'EILSEQ'].includes(code)) return new BadPackage('holds a path that cannot be one');
  return error;
}

const broken = (why: string) => new BadPackage(`is no whole archive (${why})`);
