/** `toolrisk policy install` and `uninstall`: rules into a client’s own settings, and out again. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, platform, tmpdir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { parse as parseJson } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { StopRun } from '#crawler/errors.ts';
import { safePart } from '#crawler/policy/formats/format.ts';
import { findFormat } from '#crawler/policy/formats/index.ts';
import { type Placed, placeSettings, removeSettings } from '#crawler/policy/merge-settings.ts';
import { addToYamlLists, appendText, removePieces } from '#crawler/policy/merge-text.ts';
import { spreadLimits } from '#crawler/policy/policy.ts';
import { readPolicy } from '#crawler/policy/read-policy.ts';
import type { Surroundings } from './operations.ts';
import { readSettingsFile, refuseLinkedFolders, writeSettingsFile } from './settings-file.ts';
import { printable } from './text.ts';

type Around = Pick<Surroundings, 'print' | 'tell' | 'endWith'>;

/** Where each client keeps its rules, and how they get there. */
interface Place {
  path(home: string, serverKey: string): string;
  /**
   * `own`: the whole file is ours. `merged`: settings go into the user’s JSON. `lists`: names go into lists of the user’s
   * YAML. `appended`: text goes to the end of the user’s file.
   */
  how: 'own' | 'merged' | 'lists' | 'appended';
  /** Which format is written, where it is not called like the client. */
  format?: string;
  /** The client that the hook is for: the program is put into the home, and its settings here. */
  hook?: string;
  /** True where the entry of the server has to be there already, with our list in the place of its own. */
  intoServer?: true;
}

/** The folder of Visual Studio Code’s own files, by operating system. */
const codeFolder = (home: string): string =>
  platform() === 'darwin'
    ? join(home, 'Library/Application Support/Code')
    : platform() === 'win32'
      ? join(home, 'AppData/Roaming/Code')
      : join(home, '.config/Code');

const places: Record<string, Place> = {
  'claude-code': { path: () => '.claude/settings.json', how: 'merged' },
  opencode: { path: () => 'opencode.json', how: 'merged' },
  cursor: { path: () => '.cursor/cli.json', how: 'merged' },
  'cursor-ide': { path: () => '.cursor/permissions.json', how: 'merged' },
  vscode: { path: () => '.vscode/settings.json', how: 'merged' },
  zed: { path: (home) => join(home, '.config/zed/settings.json'), how: 'merged' },
  cline: {
    path: (home) =>
      join(codeFolder(home), 'User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json'),
    how: 'merged',
    intoServer: true,
  },
  goose: { path: (home) => join(home, '.config/goose/permission.yaml'), how: 'lists' },
  'copilot-mcp': {
    path: (home) => join(home, '.copilot/mcp-config.json'),
    how: 'merged',
    format: 'copilot-agent',
    intoServer: true,
  },
  gemini: { path: (home, key) => join(home, `.gemini/policies/toolrisk-${safePart(key)}.toml`), how: 'own' },
  codex: { path: (home) => join(home, '.codex/toolrisk.config.toml'), how: 'own' },
  'copilot-cli': { path: () => 'copilot-guarded.sh', how: 'own' },
  'claude-hook': { path: () => '.claude/settings.json', how: 'merged', hook: 'claude' },
  'codex-hook': { path: (home) => join(home, '.codex/config.toml'), how: 'appended', hook: 'codex' },
  'gemini-hook': { path: (home) => join(home, '.gemini/settings.json'), how: 'merged', hook: 'gemini' },
  'copilot-hook': {
    path: (home, key) => join(home, `.copilot/hooks/toolrisk-${safePart(key)}.json`),
    how: 'own',
    hook: 'copilot',
  },
  'cursor-hook': { path: () => '.cursor/hooks.json', how: 'merged', hook: 'cursor' },
  'vscode-hook': { path: (_, key) => `.github/hooks/toolrisk-${safePart(key)}.json`, how: 'own', hook: 'vscode' },
};

/** What stands beside a file that was changed, so that it can be taken out again. */
interface Receipt {
  /** SHA-256 of the file as it was written, hex. */
  after: string;
  /** Whether there was a file, of which a copy stands beside it. */
  existed: boolean;
  placed: Placed[];
  /** Pieces of text that were put in, where the file is no JSON. */
  pieces?: string[];
}

/** Read strictly: in a stranger's project it may be a stranger's. */
const receiptSchema: z.ZodType<Receipt> = z.strictObject({
  after: z.string(),
  existed: z.boolean(),
  placed: z.array(
    z.union([
      z.strictObject({ kind: z.literal('item'), path: z.array(z.string()), item: z.json() }),
      z.strictObject({
        kind: z.literal('value'),
        path: z.array(z.string()),
        value: z.json(),
        before: z.json().optional(),
      }),
    ]),
  ) as z.ZodType<Placed[]>,
  pieces: z.array(z.string()).optional(),
}) as z.ZodType<Receipt>;

/** The rules and the hook of one client go into the same file, and have a receipt and a copy each. */
const kindOf = (client: string) => (client.endsWith('-hook') ? '-hook' : '');
const receiptOf = (file: string, client: string) => `${file}.toolrisk-undo${kindOf(client)}.json`;
const backupOf = (file: string, client: string) => `${file}.toolrisk-backup${kindOf(client)}`;
/** Where the program of a hook is; never what a receipt says, which may be a stranger's. */
const guardOf = (client: string, server: string) =>
  join(homedir(), '.toolrisk/guards', `${client}-${safePart(server)}.mjs`);
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** Adds the commands below `policy`. */
export function addPolicyInstall(policy: Command, around: Around): void {
  const names = Object.keys(places).join(', ');
  policy
    .command('install')
    .description('Put a policy into a client’s own settings: shows the difference, keeps a copy, and can be undone')
    .argument('<client>', names)
    .argument('<policy>', 'a policy file, as for “policy explain”')
    .requiredOption('--server <key>', 'what the server is called in the client’s configuration')
    .option('--file <path>', 'the settings, where they are not in their usual place')
    .option('--yes', 'write it; without this the difference is shown and nothing is changed')
    .action((client: string, file: string, flags: { server: string; file?: string; yes?: boolean }) =>
      install(client, file, flags, around),
    );
  policy
    .command('uninstall')
    .description('Take out what “policy install” put in; what was changed since stays')
    .argument('<client>', names)
    .option('--server <key>', 'what the server is called in the client’s configuration', 'server')
    .option('--file <path>', 'the settings, where they are not in their usual place')
    .action((client: string, flags: { server: string; file?: string }) => uninstall(client, flags, around));
}

function placeOf(client: string): Place {
  if (Object.hasOwn(places, client)) return places[client]!;
  throw new StopRun(
    `There is no client ${printable(client, 80)} to install into. There are: ${Object.keys(places).join(', ')}.`,
  );
}

/** Where the settings are; no folder on the way from the project or the home folder is a link, unless the user names it. */
async function targetOf(place: Place, { server, file }: { server: string; file?: string }): Promise<string> {
  if (file !== undefined) return resolve(file);
  const path = place.path(homedir(), server);
  const target = resolve(path);
  await refuseLinkedFolders(isAbsolute(path) ? homedir() : process.cwd(), target);
  return target;
}

async function install(
  client: string,
  policyFile: string,
  flags: { server: string; file?: string; yes?: boolean },
  around: Around,
): Promise<void> {
  const place = placeOf(client);
  const read = readPolicy(await readFile(policyFile, 'utf8'));
  if (typeof read === 'string') throw new StopRun(`${printable(policyFile, 200)}: ${printable(read, 800)}`);
  const target = await targetOf(place, flags);
  const receipt = receiptOf(target, client);
  if ((await readSettingsFile(receipt)) !== undefined) {
    throw new StopRun(
      `${target} has a policy of ours already. Take it out first: toolrisk policy uninstall ${client}.`,
    );
  }
  const format = findFormat(place.hook ? 'hook' : (place.format ?? client))!;
  const own = place.hook ? read.policy : spreadLimits(read.policy);
  const written = format.write(own, { serverKey: flags.server });
  const found = await readSettingsFile(target);
  const before = found?.text;
  if (place.how === 'own' && found) throw new StopRun(`${target} is there already and not ours; nothing was changed.`);
  const guard = place.hook && guardOf(client, flags.server);
  const settings = guard ? await settingsOfGuard(written, place.hook!, guard) : written;
  const merged = mergeInto(place, before ?? '', settings, flags.server);
  if (typeof merged === 'string') throw new StopRun(`${target}: ${merged}`);
  for (const line of difference(before ?? '', merged.text)) around.print(printable(line, 400));
  for (const line of format.cannot) around.tell(`Note: ${line}`);
  if (!flags.yes) {
    around.tell(`Nothing was changed. To write ${target}, run it again with --yes.`);
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  const backup = backupOf(target, client);
  if (found) await writeSettingsFile(backup, found.text, found.mode);
  if (guard) {
    await refuseLinkedFolders(homedir(), guard);
    await mkdir(dirname(guard), { recursive: true });
    await writeSettingsFile(guard, written);
  }
  const { text, ...put } = merged;
  const undo: Receipt = { after: hash(text), existed: found !== undefined, ...put };
  await writeSettingsFile(receipt, JSON.stringify(undo, null, 2));
  await writeSettingsFile(target, text, found?.mode);
  around.tell(
    `Written to ${target}.${found ? ` As it was: ${backup}.` : ''}${guard ? ` The program it runs: ${guard}.` : ''} To undo: toolrisk policy uninstall ${client}${guard ? ` --server ${printable(flags.server, 80)}` : ''}.`,
  );
}

/** The user’s text with ours in it, and what it takes to take it out; or a sentence that says why not. */
function mergeInto(
  { how, intoServer }: Place,
  before: string,
  written: string,
  serverKey: string,
): { text: string; placed: Placed[]; pieces?: string[] } | string {
  if (how === 'own') return { text: written, placed: [] };
  if (how === 'merged') {
    const settings = withoutComment(JSON.parse(written));
    if (intoServer && !hasServer(before, serverKey))
      return `There is no server ${printable(serverKey, 80)} in it; set it up there first.`;
    return placeSettings(before, settings, { wholeLists: intoServer === true });
  }
  const made =
    how === 'appended' ? appendText(before, written) : addToYamlLists(before, 'user', parseYaml(written).user);
  return typeof made === 'string' ? made : { ...made, placed: [] };
}

function hasServer(text: string, serverKey: string): boolean {
  const servers = parseJson(text, [], { allowTrailingComma: true })?.mcpServers;
  return typeof servers === 'object' && servers !== null && Object.hasOwn(servers, serverKey);
}

/** What the hook says belongs into the settings of a client, for the place where its program will be. */
async function settingsOfGuard(program: string, client: string, guard: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'toolrisk-guard-'));
  try {
    const file = join(folder, 'guard.mjs');
    await writeFile(file, program);
    return (await promisify(execFile)(process.execPath, [file, '--settings', client, guard])).stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function uninstall(client: string, flags: { server: string; file?: string }, around: Around): Promise<void> {
  const target = await targetOf(placeOf(client), flags);
  const receipt = receiptOf(target, client);
  const backup = backupOf(target, client);
  const undo = await readReceipt(receipt, target);
  const found = await readSettingsFile(target);
  const untouched = found !== undefined && hash(found.text) === undo.after;
  const takeOut = (from: string) => (undo.pieces ? removePieces(from, undo.pieces) : removeSettings(from, undo.placed));
  if (untouched && undo.existed) {
    const before = await readSettingsFile(backup);
    await writeSettingsFile(target, before?.text ?? takeOut(found.text), found.mode);
  } else if (untouched) await rm(target);
  else if (found && (undo.placed.length > 0 || undo.pieces))
    await writeSettingsFile(target, takeOut(found.text), found.mode);
  else if (found)
    throw new StopRun(`${target} was changed since and is ours as a whole: look at it and remove it yourself.`);
  if (undo.existed) await rm(backup, { force: true });
  if (placeOf(client).hook) {
    const guard = guardOf(client, flags.server);
    for (const file of [guard, `${guard}.state.json`]) await rm(file, { force: true });
  }
  await rm(receipt);
  around.tell(`Taken out of ${target}.`);
}

async function readReceipt(file: string, target: string): Promise<Receipt> {
  const found = await readSettingsFile(file);
  if (!found) throw new StopRun(`Nothing of ours is in ${target}: ${file} is not there.`);
  let value: unknown;
  try {
    value = JSON.parse(found.text);
  } catch {
    // Said below, as for every other file that is not ours.
  }
  const read = receiptSchema.safeParse(value);
  if (!read.success)
    throw new StopRun(
      `${file} is not as toolrisk writes it. Look at ${target}, take out what you know, and remove it.`,
    );
  return read.data;
}

/** The notes that formats carry as `//` have no place in a user’s settings. */
function withoutComment({ '//': _note, ...settings }: Record<string, never>) {
  return settings;
}

/** Lines that are only in one of two texts, in their order: what a person has to look at. */
export function difference(before: string, after: string): string[] {
  const old = new Set(before.split('\n'));
  const fresh = new Set(after.split('\n'));
  return [
    ...before
      .split('\n')
      .filter((line) => line.trim() !== '' && !fresh.has(line))
      .map((line) => `- ${line}`),
    ...after
      .split('\n')
      .filter((line) => line.trim() !== '' && !old.has(line))
      .map((line) => `+ ${line}`),
  ];
}
