/** Archives as an attacker would make them. */
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { describe, expect, test } from 'vitest';
import { BadArchive, readTarball, readZip } from '#crawler/connect/source/archive.ts';
import { collectSource } from '#crawler/connect/source/files.ts';
import { gzipSlowly } from '#test/support/tarball.ts';

interface Item {
  path: string;
  text?: string;
  type?: 'File' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO' | 'Directory';
  linkpath?: string;
  /** What the header says, where that is a lie. */
  size?: number;
}

function tar(items: Item[]): Buffer {
  const blocks = items.flatMap(({ path, text = '', type = 'File', linkpath, size }) => {
    const block = Buffer.alloc(512);
    const body = Buffer.from(text);
    new Header({ path, type, linkpath, size: size ?? body.length, mode: 0o644, mtime: new Date(0) }).encode(block, 0);
    return [block, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A zip of stored files; what its directory says about them can be a lie. */
function zip(items: { path: string; text: string; size?: number; mode?: number }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, text, size, mode = 0o100644 } of items) {
    const name = Buffer.from(path);
    const body = Buffer.from(text);
    const fields = (start: number, head: Buffer) => {
      head.writeUInt32LE(body.length, start);
      head.writeUInt32LE(size ?? body.length, start + 4);
      head.writeUInt16LE(name.length, start + 8);
      return head;
    };
    const local = fields(18, Buffer.alloc(30));
    local.writeUInt32LE(0x04034b50, 0);
    const entry = fields(20, Buffer.alloc(46));
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(0x0314, 4);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, name, body);
    directory.push(entry, name);
    offset += 30 + name.length + body.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(items.length, 8);
  end.writeUInt16LE(items.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

/** In pieces of odd lengths, as a network gives them. */
async function* pieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 1_013) yield bytes.subarray(at, at + 1_013);
}
const limits = { maxBytes: 1_000_000, maxExpandedBytes: 2_000_000, maxEntries: 100 };
const untar = async (bytes: Buffer, given = limits) => {
  const collector = collectSource();
  await readTarball(pieces(bytes), collector, { limits: given });
  return Object.fromEntries(collector.files);
};
const unzip = async (bytes: Buffer, given = limits) => {
  const collector = collectSource();
  await readZip(pieces(bytes), collector, { limits: given });
  return Object.fromEntries(collector.files);
};

describe('tarballs', () => {
  test('plain files without the folder that they all lie in, whole whatever the pieces', async () => {
    const long = 'x'.repeat(100_000);
    const items = [
      { path: 'top/', type: 'Directory' as const },
      { path: 'top/main.go', text: 'package main' },
      { path: 'top/sub/long.ts', text: long },
      { path: 'top/logo.png', text: 'no' },
      { path: 'top/node_modules/x/index.js', text: 'no' },
      { path: 'top/last.py', text: 'pass' },
    ];
    expect(await untar(gzipSync(tar(items)))).toEqual({
      'main.go': 'package main',
      'sub/long.ts': long,
      'last.py': 'pass',
    });
  });

  test('nothing that leads out, no link, no device', async () => {
    const items: Item[] = [
      { path: 'top/../../evil.js', text: 'no' },
      { path: 'top/a/../../evil.js', text: 'no' },
      { path: '/etc/evil.js', text: 'no' },
      { path: 'top//etc/evil.js', text: 'no' },
      { path: 'top/c:\\evil.js', text: 'no' },
      { path: 'top/link.js', type: 'SymbolicLink', linkpath: '/etc/passwd' },
      { path: 'top/hard.js', type: 'Link', linkpath: '/etc/passwd' },
      { path: 'top/device.js', type: 'CharacterDevice' },
      { path: 'top/pipe.js', type: 'FIFO' },
      { path: 'top/fine.js', text: 'yes' },
    ];
    const files = await untar(gzipSync(tar(items)));
    expect(Object.keys(files).filter((path) => path.includes('..') || path.startsWith('/'))).toEqual([]);
    expect(files).toMatchObject({ 'fine.js': 'yes' });
    for (const name of ['link.js', 'hard.js', 'device.js', 'pipe.js']) expect(files).not.toHaveProperty([name]);
  });

  test.each([
    ['a bomb', gzipSync(Buffer.alloc(3_000_000)), /unpacked/],
    ['a bomb in one file', gzipSync(tar([{ path: 'a/b.js', text: ' '.repeat(3_000_000) }])), /unpacked/],
    [
      'too many files',
      gzipSync(tar(Array.from({ length: 101 }, (_, at) => ({ path: `a/${at}.js` })))),
      /more than 100/,
    ],
    ['cut off', gzipSync(tar([{ path: 'a/b.js', text: '0.123'.repeat(20_000) }])).subarray(0, -100), /no whole/],
    [
      'cut off within a file',
      gzipSync(tar([{ path: 'a/b.js', text: 'x', size: 900_000 }]).subarray(0, 1024)),
      /no whole/,
    ],
    ['packed twice', gzipSync(gzipSync(Buffer.alloc(100_000))), /packed twice/],
    ['packed twice, its first byte alone', gzipSlowly(gzipSync(Buffer.alloc(100_000)), 1), /packed twice/],
    ['no archive', Buffer.from('<html>not found</html>'), /no whole/],
    ['nothing', Buffer.alloc(0), /no whole/],
  ])('%s is refused', async (_, bytes, words) => {
    const refused = untar(bytes);
    await expect(refused).rejects.toBeInstanceOf(BadArchive);
    await expect(refused).rejects.toThrow(words);
  });

  test('more bytes than a server may send are not waited for', async () => {
    let sent = 0;
    const endless = async function* () {
      for (;;) {
        sent += 10_000;
        yield Buffer.concat([gzipSync(Buffer.alloc(10)), Buffer.alloc(10_000)]);
      }
    };
    await expect(readTarball(endless(), collectSource(), { limits })).rejects.toBeInstanceOf(BadArchive);
    expect(sent).toBeLessThan(2_000_000);
  });

  test('the signal ends it', async () => {
    const reason = new Error('stop');
    const reading = readTarball(pieces(gzipSync(tar([{ path: 'a/b.js', text: 'x' }]))), collectSource(), {
      signal: AbortSignal.abort(reason),
    });
    await expect(reading).rejects.toBe(reason);
  });
});

describe('wheels and other zips', () => {
  test('plain files, no link', async () => {
    const items = [
      { path: 'server/main.py', text: 'pass' },
      { path: 'server/logo.png', text: 'no' },
      { path: 'server/link.py', text: '/etc/passwd', mode: 0o120777 },
    ];
    expect(await unzip(zip(items))).toEqual({ 'server/main.py': 'pass' });
  });

  test.each([
    ['a path that leads out', zip([{ path: '../evil.py', text: 'no' }]), /no whole/],
    ['an absolute path', zip([{ path: '/evil.py', text: 'no' }]), /no whole/],
    ['a size that is a lie', zip([{ path: 'a.py', text: 'x'.repeat(10), size: 5 }]), /no whole/],
    ['too many files', zip(Array.from({ length: 101 }, (_, at) => ({ path: `${at}.py`, text: '' }))), /more than 100/],
    ['too much', zip([{ path: 'a.py', text: ' '.repeat(1_100_000) }]), /larger than/],
    ['cut off', zip([{ path: 'a.py', text: 'x'.repeat(1_000) }]).subarray(0, 900), /no whole/],
    ['no archive', Buffer.from('<html>'), /no whole/],
  ])('%s is refused', async (_, bytes, words) => {
    const refused = unzip(bytes);
    await expect(refused).rejects.toBeInstanceOf(BadArchive);
    await expect(refused).rejects.toThrow(words);
  });

  test('what all files hold together is bounded', async () => {
    const items = Array.from({ length: 4 }, (_, at) => ({ path: `${at}.py`, text: ' '.repeat(200_000) }));
    await expect(unzip(zip(items), { ...limits, maxExpandedBytes: 500_000 })).rejects.toThrow(/unpacked/);
  });
});
