/** The agent programs that policies are tried on, installed once into a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Packages in the versions that the formats name. Platform packages are named so that no install script has to run. */
export const clientPackages = [
  '@google/gemini-cli@0.61.0',
  '@google/gemini-cli-core@0.61.0',
  '@openai/codex@0.171.0',
  '@anthropic-ai/claude-code@2.1.332',
  '@github/copilot-linux-x64@1.0.102',
  'opencode-ai@1.18.33',
  '@cedar-policy/cedar-wasm',
  '@marcbachmann/cel-js',
] as const;

/**
 * Installs what is not there yet; about a minute and 2 GB.
 * @returns the folder that has `node_modules`
 */
export async function installClients(folder = join(process.cwd(), '.toolrisk', 'clients')): Promise<string> {
  const wanted = JSON.stringify(clientPackages);
  const mark = join(folder, 'installed.json');
  const known = await readFile(mark, 'utf8').catch(() => '');
  if (known === wanted) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
  await promisify(execFile)('npm', [...flags, ...clientPackages], { cwd: folder, maxBuffer: 64 << 20 });
  await writeFile(mark, wanted);
  return folder;
}

if (import.meta.main) await installClients(process.env.TOOLRISK_CLIENTS_FOLDER);
