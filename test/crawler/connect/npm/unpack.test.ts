import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installLimits } from '#crawler/connect/npm/limits.ts';
import { hashTree, removeTree, sealTree } from '#crawler/connect/npm/tree.ts';
import { unpackTarball } from '#crawler/connect/npm/unpack.ts';
import { gzipSlowly, type TarEntry, tarOf } from '#test/support/tarball.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-unpack-'));
});
afterEach(() => removeTree(folder));

const signal = new AbortController().signal;
const limits = { ...installLimits, maxFiles: 20, freeUnpackedBytes: 100_000, maxDepth: 10 };
const unpack = (bytes: Buffer) => {
  writeFileSync(join(folder, 'archive'), bytes);
  return unpackTarball(join(folder, 'archive'), join(folder, 'out'), { limits, packedBytes: bytes.length, signal });
};
const pack = (entries: TarEntry[]) => gzipSync(tarOf(entries));

test('files come out under their names without the outer folder, whatever that is called', async () => {
  const files = await unpack(
    pack([
      { path: 'any name/', type: 'Directory' },
      { path: 'any name/package.json', text: '{}' },
      { path: './any name/bin/x', text: '#!/bin/sh', mode: 0o4777 },
      { path: `any name/${'long/'.repeat(2)}${'n'.repeat(150)}`, text: 'x' },
    ]),
  );
  expect(files.map(({ path, runs }) => [path, runs])).toEqual([
    ['package.json', false],
    ['bin/x', true],
    [`long/long/${'n'.repeat(150)}`, false],
  ]);
  expect(readFileSync(join(folder, 'out/bin/x'), 'utf8')).toBe('#!/bin/sh');
  expect(statSync(join(folder, 'out/bin/x')).mode & 0o7077).toBe(0);
});

test('a later file replaces an earlier one, links and devices are not made', async () => {
  const files = await unpack(
    pack([
      { path: 'p/a', text: 'first' },
      { path: 'p/out', type: 'SymbolicLink', linkpath: '/etc' },
      { path: 'p/hard', type: 'Link', linkpath: '/etc/passwd' },
      { path: 'p/null', type: 'CharacterDevice' },
      { path: 'p/a', text: 'second' },
    ]),
  );
  expect(files).toHaveLength(1);
  expect(readdirSync(join(folder, 'out'))).toEqual(['a']);
  expect(readFileSync(join(folder, 'out/a'), 'utf8')).toBe('second');
});

test.each<[string, Buffer, RegExp]>([
  ['a path that climbs', pack([{ path: 'p/../../x' }]), /leads out/],
  ['a path from the root', pack([{ path: '/x' }]), /leads out/],
  [
    'a file through a link',
    pack([{ path: 'p/l', type: 'SymbolicLink', linkpath: '/tmp' }, { path: 'p/l' }, { path: 'p/l/x' }]),
    /as a file and as a folder/,
  ],
  ['a folder where a file is', pack([{ path: 'p/a/b' }, { path: 'p/a' }]), /as a file and as a folder/],
  ['too many files', pack(Array.from({ length: 21 }, (_, at) => ({ path: `p/${at}` }))), /more than 20 files/],
  ['too many folders', pack([{ path: `p/${'a/'.repeat(10)}b` }]), /deeper/],
  ['a bomb', pack([{ path: 'p/a', text: Buffer.alloc(10_000_000) }]), /unpacks to more/],
  ['a bomb of nothing but the end', gzipSync(Buffer.alloc(10_000_000)), /unpacks to more|no whole archive/],
  ['a name too long', pack([{ path: `p/${'n'.repeat(300)}` }]), /longer than/],
  [
    'half of it',
    pack([{ path: 'p/a', text: String(Math.random()).repeat(1_000) }]).subarray(0, 150),
    /no whole archive/,
  ],
  ['nothing', Buffer.alloc(0), /no whole archive/],
  ['no gzip', Buffer.from('hello'), /no whole archive/],
  ['gzip in gzip', gzipSync(pack([{ path: 'p/a' }])), /packed twice/],
  ['gzip in gzip of which one byte comes first', gzipSlowly(pack([{ path: 'p/a' }]), 1), /packed twice/],
  ['gzip in gzip of which three bytes come first', gzipSlowly(pack([{ path: 'p/a' }]), 3), /packed twice/],
  ['Zstandard in gzip', gzipSync(zstdCompressSync(tarOf([{ path: 'p/a' }]))), /packed twice/],
])('%s is refused', async (_, bytes, reason) => {
  await expect(unpack(bytes)).rejects.toThrow(reason);
  expect(existsSync(join(folder, 'x'))).toBe(false);
});

test('a tree has one hash, and another for every change to it', async () => {
  await unpack(
    pack([
      { path: 'p/a', text: 'x' },
      { path: 'p/b/c', text: 'y' },
    ]),
  );
  const out = join(folder, 'out');
  sealTree(out);
  const hash = hashTree(out);
  expect(hashTree(out)).toBe(hash);
  await removeTree(join(out, 'a'));
  expect(hashTree(out)).not.toBe(hash);
  writeFileSync(join(out, 'a'), 'X');
  expect(hashTree(out)).not.toBe(hash);
  writeFileSync(join(out, 'a'), 'x');
  expect(hashTree(out)).toBe(hash);
});
