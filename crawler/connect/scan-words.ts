/** The `toolrisk scan` of a server, as somebody would type it. Pure. */
import { quote } from 'shell-quote';
import type { LaunchSpec } from '#db/types.ts';

/** What is added to a plain scan. */
export interface ScanAdditions {
  /** Variables taken from the environment of who types it. */
  env?: readonly string[];
  /** Further arguments for the server. */
  args?: readonly string[];
  /** A header with a word to fill in. */
  header?: string;
  /** Without a sandbox: with the user's own rights and network. */
  noSandbox?: boolean;
}

/** Most variables that are spelled out. */
const maxEnv = 6;

/**
 * A line for a shell that scans this server: `toolrisk scan --env ACME_KEY a-mcp`. It works as it stands, once the
 * variables are set.
 */
export function scanLine(
  spec: LaunchSpec,
  { env = [], args = [], header, noSandbox = false }: ScanAdditions = {},
): string {
  const plain = env.filter((name) => /^[A-Za-z_]\w*$/.test(name)).slice(0, maxEnv);
  const options = [
    ...(noSandbox ? ['--no-sandbox'] : []),
    ...plain.flatMap((name) => ['--env', name]),
    ...(header === undefined ? [] : ['--header', header]),
  ];
  return `toolrisk scan ${quote([...options, ...targetWords(spec, args)])}`;
}

function targetWords(spec: LaunchSpec, more: readonly string[]): string[] {
  switch (spec.kind) {
    case 'remote':
      return [spec.url];
    case 'command':
      return ['--', spec.command, ...spec.args, ...more];
    case 'npm':
    case 'pypi': {
      const args = [...spec.args, ...more];
      const name = spec.kind === 'npm' ? spec.package : `pypi:${spec.package}`;
      if (spec.bin === undefined) return [...args.map((arg) => `--arg=${arg}`), name];
      const starter = spec.kind === 'npm' ? ['npx', '-p'] : ['uvx', '--from'];
      return ['--', ...starter, spec.package, spec.bin, ...args];
    }
  }
}
