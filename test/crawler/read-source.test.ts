import { expect, test } from 'vitest';
import type { Connector, SourceAnswer } from '#crawler/connect/index.ts';
import { type ExtractedTools, extractRevision } from '#crawler/extract/index.ts';
import { readSource } from '#crawler/read-source.ts';

const connectorWith = (answer: SourceAnswer, asked: unknown[] = []): Connector => ({
  list: () => Promise.reject(new Error('nothing is listed here')),
  source: async (target, { known }) => {
    asked.push([target, known]);
    return answer;
  },
  close: async () => {},
});
const extracted = (names: string[], rest: Partial<ExtractedTools> = {}): ExtractedTools => ({
  tools: names.map((name) => ({ name })),
  provenance: 'static',
  frameworks: [],
  origins: [],
  notes: [],
  complete: true,
  ...rest,
});
const files: SourceAnswer = {
  kind: 'files',
  version: { from: 'repository', version: 'abcdef0123456789' },
  files: new Map(),
  folder: 'server',
  notes: ['3 files were left out.'],
};
const server = {
  launch: null,
  repositoryUrl: 'https://github.com/acme/x',
  repositoryPath: 'server',
  sourceRead: null,
  toolCount: 0,
};
const { signal } = new AbortController();
const read = (given: Partial<typeof server>, answer: SourceAnswer, result: ExtractedTools) =>
  readSource(connectorWith(answer), { ...server, ...given }, signal, async () => result);
const done = { from: 'repository', version: 'abcdef0123456789', revision: extractRevision };

test('a reading names its source, keeps its notes and is remembered', async () => {
  expect(await read({}, files, extracted(['one'], { notes: ['b.go:1: left out.'] }))).toMatchObject({
    read: done,
    reading: {
      provenance: 'static',
      tools: [{ name: 'one' }],
      notes: ['Read from the repository at commit abcdef0123.', '3 files were left out.', 'b.go:1: left out.'],
    },
  });
});

test('a reading cut short does not replace an earlier one, and is tried again; where there is none it counts', async () => {
  const cut = extracted(['one'], { complete: false });
  expect(await read({ toolCount: 2 }, files, cut)).toEqual({ note: expect.stringContaining('could not be read') });
  expect(await read({}, files, cut)).toMatchObject({ read: done, reading: { tools: [{ name: 'one' }] } });
  expect((await read({}, files, extracted([], { complete: false }))).read).toBeUndefined();
});

test('no tool is remembered with the reason', async () => {
  const note =
    'Its source was read, the repository at commit abcdef0123, and no tool in it is certain (3 files were left out; 1 more).';
  expect(await read({}, files, extracted([], { notes: ['x'] }))).toEqual({ read: { ...done, note }, note });
});

test('what is known is handed on, but not what older readers read', async () => {
  const asked: unknown[] = [];
  const ask = (revision: number) =>
    readSource(
      connectorWith({ kind: 'unchanged' }, asked),
      { ...server, sourceRead: { from: 'npm', version: '1.0.0', revision, note: 'Nothing.' } },
      signal,
    );
  expect(await ask(extractRevision)).toEqual({ note: 'Nothing.' });
  await ask(extractRevision - 1);
  const target = { launch: null, repository: { url: 'https://github.com/acme/x', path: 'server' } };
  expect(asked).toEqual([
    [target, expect.objectContaining({ version: '1.0.0' })],
    [target, undefined],
  ]);
});

test('where there is no source, the reasons are told', async () => {
  expect(await read({}, { kind: 'none', notes: ['Not there.', 'Nor there.'] }, extracted([]))).toEqual({
    note: 'Not there. Nor there.',
  });
  expect(await read({}, { kind: 'none', notes: [] }, extracted([]))).toEqual({});
});
