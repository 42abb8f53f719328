/** Shared by the tests of connecting: a connector in temporary folders, and looking for what was left behind. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connector, type ConnectorOptions, createConnector } from '#crawler/connect/index.ts';
import { hashTree, measureTree, removeTree, sealTree } from '#crawler/connect/npm/tree.ts';
import type { CacheKit } from '#crawler/connect/package-cache.ts';
import type { InputDeclaration, LaunchSpec } from '#db/types.ts';

/** A connector with short limits in a folder of its own. */
export interface TestConnector extends Connector {
  scratchDir: string;
  folder: string;
  /** Closes it and removes its folder. */
  dispose(): Promise<void>;
}

export async function openTestConnector(options: Partial<ConnectorOptions> = {}): Promise<TestConnector> {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-connect-'));
  const scratchDir = join(folder, 'scratch');
  const connector = await createConnector({
    cacheDir: join(folder, 'cache'),
    scratchDir,
    sandbox: 'required',
    ...options,
    limits: {
      startTimeoutMs: 15_000,
      probeTimeoutMs: 1_000,
      listTimeoutMs: 10_000,
      totalTimeoutMs: 40_000,
      ...options.limits,
    },
  });
  return {
    ...connector,
    folder,
    scratchDir,
    async dispose() {
      await connector.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a package cache asks of, without a store: every tree's files are its own. */
export const plainKit: CacheKit = {
  hashTree: async (folder) => hashTree(folder),
  removeTree,
  dropPart: async () => {},
  listParts: async () => [],
  trimDownloads: async () => 0,
};

/** What is to be said of a tree that a test laid out by hand. */
export function describeTree(folder: string, version: string) {
  sealTree(folder);
  const { bytes, diskBytes } = measureTree(folder);
  return { version, hash: hashTree(folder), parts: [], bytes, ownBytes: diskBytes, notes: [] };
}

/** How to start a program of `test/fixtures`. */
export function fixture(path: string, args: string[] = [], env: InputDeclaration[] = []): LaunchSpec {
  return {
    kind: 'command',
    command: process.execPath,
    args: [join(import.meta.dirname, '../../fixtures', path), ...args],
    env,
  };
}

/** Command lines of living processes that contain a text. */
export function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(text) ? [`${pid}: ${line}`] : [];
      } catch {
        return [];
      }
    });
}
