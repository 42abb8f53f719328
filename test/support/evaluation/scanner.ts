/**
 * A published scanner beside ours, on what both look for: text in a definition that works on the model instead of
 * describing the tool. It gives no categories, so that nothing else of it can be compared.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { extract } from 'tar';
import type { ToolDefinition } from '#db/types.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');

/** The scanner and its version: the newest on the day the comparison was written. */
export const scanner = { package: 'agent-security-scanner-mcp', version: '4.5.9' } as const;

/** The file of the scanner that judges definitions. It needs nothing but zod, which this project has. */
const scannerFile = (folder: string): string =>
  join(folder, `scanner-${scanner.version}/package/src/tools/scan-mcp.js`);

/** Whether the scanner was fetched. */
export const hasScanner = (folder: string): boolean => existsSync(scannerFile(folder));

/**
 * Fetches the scanner's package with npm and unpacks it; nothing of it is run.
 * @param folder the benchmark's cache
 * @throws what npm says where the package cannot be had
 */
export const fetchScanner = async (folder: string): Promise<void> => {
  const into = join(folder, `scanner-${scanner.version}`);
  mkdirSync(into, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--silent', `${scanner.package}@${scanner.version}`], { cwd: into });
  const archive = join(into, stdout.trim().split('\n').at(-1)!);
  // The rest of the package, 27 MB of it, serves other purposes.
  await extract({ file: archive, cwd: into, filter: (path) => /^package\/(src\/|package\.json$)/.test(path) });
  rmSync(archive);
};

/** What the scanner accuses, as indexes of tools. */
export interface Accusations {
  /** By findings it calls errors. */
  errors: Set<number>;
  /** By findings of any severity. */
  any: Set<number>;
}

/** Judges folder after folder, each with one tool, and prints the severities found, one line of JSON a folder. */
const driver = `
const [file, base, count] = process.argv.slice(1);
const { scanMcpServer } = await import(file);
for (let at = 0; at < Number(count); at++) {
  const { content } = await scanMcpServer({ server_path: base + '/' + at, manifest: true, verbosity: 'full' });
  console.log(JSON.stringify((JSON.parse(content[0].text).findings ?? []).map((finding) => finding.severity)));
}`;

/**
 * Runs the scanner over definitions, each as a manifest of its own: in one manifest it reports each kind of finding once.
 * It runs in a process that may read its own files, zod and the manifests, and may write and start nothing.
 * @param folder the benchmark's cache, with the scanner in it
 */
export const runScanner = async (folder: string, tools: readonly ToolDefinition[]): Promise<Accusations> => {
  const base = mkdtempSync(join(tmpdir(), 'toolrisk-scanner-'));
  try {
    for (const [index, tool] of tools.entries()) {
      mkdirSync(join(base, String(index)));
      writeFileSync(join(base, String(index), 'server.json'), JSON.stringify({ tools: [tool] }));
    }
    const readable = [join(folder, `scanner-${scanner.version}`), join(root, 'node_modules/zod'), base];
    const { stdout } = await run(
      process.execPath,
      [
        '--permission',
        ...readable.map((path) => `--allow-fs-read=${path}`),
        '--input-type=module',
        '--eval',
        driver,
        pathToFileURL(scannerFile(folder)).href,
        base,
        String(tools.length),
      ],
      { maxBuffer: 64 * 1024 * 1024, env: {} },
    );
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string[]);
    const indexes = (test: (severities: string[]) => boolean) =>
      new Set(found.flatMap((severities, index) => (test(severities) ? [index] : [])));
    return { errors: indexes((s) => s.includes('ERROR')), any: indexes((s) => s.length > 0) };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
};
