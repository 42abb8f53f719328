/** Archives as npm makes them, and as no honest program would. */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { Header, Pax } from 'tar';

/** One entry of an archive. */
export interface TarEntry {
  path: string;
  /** Content; empty where absent. */
  text?: string | Buffer;
  /** Default a plain file. */
  type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';
  linkpath?: string;
  /** Default 0o644. */
  mode?: number;
  /** What the header says of its size, where that is not the truth, bytes. */
  claims?: number;
}

/** A tar archive of entries, in their order. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap(({ path, text = '', type = 'File', linkpath, mode = 0o644, claims }) => {
    const body = Buffer.from(text);
    const fields = { path, type, linkpath, mode, size: claims ?? body.length, mtime: new Date(0), uid: 0, gid: 0 };
    const header = new Header(fields);
    const block = Buffer.alloc(512);
    const isLong = header.encode(block, 0);
    const extra = isLong ? [new Pax({ path, linkpath }).encode()] : [];
    return [...extra, block, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** A package as `npm pack` makes it: every file in the folder `package`. */
export function packageTarball(files: Readonly<Record<string, string>>): Buffer {
  return gzipSync(tarOf(Object.entries(files).map(([path, text]) => ({ path: `package/${path}`, text }))));
}

/**
 * Packs so that of the content whoever reads in blocks of 64 KiB gets so many bytes first, and the rest later: a long name
 * in the header, then a block of their own.
 */
export function gzipSlowly(content: Buffer, first: number): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255]);
  const stored = Buffer.from([0, first, 0, 255 - first, 255, ...content.subarray(0, first)]);
  const name = Buffer.alloc(65_536 - header.length - 1 - stored.length, 'n');
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(content), 0);
  end.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, name, Buffer.from([0]), stored, deflateRawSync(content.subarray(first)), end]);
}
