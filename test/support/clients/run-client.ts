/** Runs an agent program without a terminal, a login or a network: a policy, a server and a stand-in for its model. */
import { execFile, spawn } from 'node:child_process';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { claudeName } from '#crawler/policy/formats/claude-code.ts';
import { copilotName } from '#crawler/policy/formats/copilot-cli.ts';
import { geminiName } from '#crawler/policy/formats/gemini.ts';
import { opencodeName } from '#crawler/policy/formats/opencode.ts';
import type { Json, ToolDefinition } from '#db/types.ts';
import { startMockModel } from './mock-model.ts';

/** Where and with what a program runs. */
export interface Stage {
  /** A folder that is its home. */
  home: string;
  /** The project it works in, empty but for its settings. */
  project: string;
  /** Folder that has the programs’ `node_modules`. */
  programs: string;
  serverKey: string;
  /** How the server under test is started. */
  server: { command: string; args: string[] };
  port: number;
}

export interface Program {
  id: string;
  /** The name the program gives a tool. */
  nameOf(serverKey: string, tool: string): string;
  isOurs(serverKey: string): (shown: string) => boolean;
  /** True where the model was shown the tool, by the names it was shown. */
  shows(shown: ReadonlySet<string>, serverKey: string, tool: string): boolean;
  /** True where it shows a tool by a name that its own rules do not know, so that it asks. */
  renames?(serverKey: string, tool: string): boolean;
  /** True where what should ask does not run even with its most permissive flag. */
  asksWhateverItsFlags?: true;
  /**
   * Writes its configuration as a user has it, and puts the policy where the format's page says.
   * @returns command and environment; `permissive` is its most permissive flag
   */
  prepare(
    stage: Stage,
    policy: string,
    permissive: boolean,
  ): Promise<{ command: string; args: string[]; env?: Record<string, string> }>;
  /** How it is given the hook; absent where it has none. */
  hook?: {
    /** What the hook calls it. */
    client: string;
    /** Rules of its own that say nothing. */
    noRules: string;
    /** Puts what the hook says belongs there into the settings. */
    install(stage: Stage, settings: string): Promise<void>;
    /** True where the hook can refuse and nothing else: what asks is asked by the program's own rules. */
    leavesAsking?: true;
    /** Flags that a person’s trust in the hook stands for. */
    flags?: string[];
  };
}

/** How long the server may take to start on a busy machine, milliseconds. */
const startupMs = 60_000;

const json = (value: unknown) => JSON.stringify(value);

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const claude: Program = {
  id: 'claude-code',
  nameOf: (key, tool) => `mcp__${claudeName(key)}__${claudeName(tool)}`,
  isOurs: () => (shown) => shown.startsWith('mcp__'),
  shows: (shown, key, tool) => shown.has(claude.nameOf(key, tool)),
  asksWhateverItsFlags: true,
  hook: {
    client: 'claude',
    noRules: '{}',
    install: ({ project }, settings) => put(join(project, '.claude/settings.json'), settings),
  },
  async prepare({ home, project, programs, serverKey, server, port }, policy, permissive) {
    await put(join(project, '.claude/settings.json'), policy);
    await put(
      join(home, '.claude.json'),
      json({ hasCompletedOnboarding: true, projects: { [project]: { hasTrustDialogAccepted: true } } }),
    );
    await put(join(home, 'mcp.json'), json({ mcpServers: { [serverKey]: server } }));
    const flags = ['--mcp-config', join(home, 'mcp.json'), '--strict-mcp-config', '--model', 'claude-mock'];
    return {
      command: join(programs, 'node_modules/@anthropic-ai/claude-code-linux-x64/claude'),
      args: ['-p', 'go', ...flags, ...(permissive ? ['--permission-mode', 'bypassPermissions'] : [])],
      env: {
        ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
        ANTHROPIC_API_KEY: 'x',
        ENABLE_TOOL_SEARCH: 'false',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_TELEMETRY: '1',
        DISABLE_AUTOUPDATER: '1',
        DISABLE_ERROR_REPORTING: '1',
        IS_SANDBOX: '1',
      },
    };
  },
};

const codex: Program = {
  id: 'codex',
  nameOf: (_, tool) => tool,
  isOurs: () => (shown) => shown.startsWith('mcp__'),
  // It shows `list-shelves` as `list_shelves`, and knows it in its rules as it is.
  shows: (shown, _, tool) => [...shown].some((name) => name.endsWith(tool.replace(/\W/g, '_'))),
  hook: {
    client: 'codex',
    noRules: '',
    install: ({ home }, settings) => appendFile(join(home, '.codex/config.toml'), `\n${settings}`),
    flags: ['--dangerously-bypass-hook-trust'],
  },
  async prepare({ home, programs, serverKey, server, port }, policy, permissive) {
    const config = [
      'model = "mock"',
      'model_provider = "mock"',
      'approval_policy = "on-request"',
      `[mcp_servers.${json(serverKey)}]`,
      `command = ${json(server.command)}`,
      `args = ${json(server.args)}`,
      `startup_timeout_sec = ${startupMs / 1_000}`,
      '[model_providers.mock]',
      'name = "mock"',
      `base_url = "http://127.0.0.1:${port}/v1"`,
      'wire_api = "responses"',
      'env_key = "MOCK_KEY"',
      'request_max_retries = 0',
      'stream_max_retries = 0',
      '[analytics]',
      'enabled = false',
    ];
    await put(join(home, '.codex/config.toml'), `${config.join('\n')}\n`);
    await put(join(home, '.codex/toolrisk.config.toml'), policy);
    return {
      command: join(programs, 'node_modules/.bin/codex'),
      args: [
        'exec',
        '-p',
        'toolrisk',
        '--skip-git-repo-check',
        ...(permissive ? ['--dangerously-bypass-approvals-and-sandbox'] : []),
        'go',
      ],
      env: { CODEX_HOME: join(home, '.codex'), MOCK_KEY: 'x' },
    };
  },
};

const gemini: Program = {
  id: 'gemini',
  nameOf: geminiName,
  isOurs: () => (shown) => shown.startsWith('mcp_'),
  shows: (shown, key, tool) => shown.has(geminiName(key, tool)),
  asksWhateverItsFlags: true,
  hook: {
    client: 'gemini',
    leavesAsking: true,
    noRules: '',
    async install({ home }, settings) {
      const file = join(home, '.gemini/settings.json');
      await put(file, json({ ...JSON.parse(await readFile(file, 'utf8')), ...JSON.parse(settings) }));
    },
  },
  async prepare({ home, programs, serverKey, server, port }, policy, permissive) {
    await put(join(home, '.gemini/policies/toolrisk.toml'), policy);
    await put(
      join(home, '.gemini/settings.json'),
      json({
        security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
        telemetry: { enabled: false },
        privacy: { usageStatisticsEnabled: false },
        general: { enableAutoUpdate: false },
        mcp: { allowed: [serverKey] },
        mcpServers: { [serverKey]: { ...server, trust: true, timeout: startupMs } },
      }),
    );
    return {
      command: process.execPath,
      args: [
        join(programs, 'node_modules/@google/gemini-cli/bundle/gemini.js'),
        '-m',
        'gemini-2.5-pro',
        '-p',
        'go',
        ...(permissive ? ['--approval-mode', 'yolo'] : []),
      ],
      env: {
        GEMINI_CLI_HOME: home,
        GEMINI_API_KEY: 'x',
        GOOGLE_GEMINI_BASE_URL: `http://127.0.0.1:${port}`,
        GEMINI_CLI_TRUST_WORKSPACE: 'true',
      },
    };
  },
};

const opencode: Program = {
  id: 'opencode',
  nameOf: (key, tool) => `${opencodeName(key)}_${opencodeName(tool)}`,
  isOurs: (key) => (shown) => shown.startsWith(`${opencodeName(key)}_`),
  shows: (shown, key, tool) => shown.has(opencode.nameOf(key, tool)),
  async prepare({ home, project, programs, serverKey, server, port }, policy, permissive) {
    const model = { name: 'mock', tool_call: true, limit: { context: 100_000, output: 1_000 } };
    const options = { baseURL: `http://127.0.0.1:${port}/v1`, apiKey: 'x' };
    await put(
      join(project, 'opencode.json'),
      json({
        autoupdate: false,
        share: 'disabled',
        model: 'mock/mock',
        small_model: 'mock/mock',
        provider: { mock: { npm: '@ai-sdk/openai-compatible', name: 'mock', options, models: { mock: model } } },
        mcp: { [serverKey]: { type: 'local', command: [server.command, ...server.args], enabled: true } },
        ...JSON.parse(policy),
      }),
    );
    const dirs = {
      XDG_CONFIG_HOME: '.config',
      XDG_DATA_HOME: '.local/share',
      XDG_STATE_HOME: '.state',
      XDG_CACHE_HOME: '.cache',
    };
    return {
      command: join(programs, 'node_modules/opencode-linux-x64/bin/opencode'),
      args: ['run', '--model', 'mock/mock', ...(permissive ? ['--auto'] : []), 'go'],
      env: {
        ...Object.fromEntries(Object.entries(dirs).map(([name, folder]) => [name, join(home, folder)])),
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
        OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
      },
    };
  },
};

const copilot: Program = {
  id: 'copilot-cli',
  nameOf: (key, tool) => `${key}-${copilotName(tool)}`,
  isOurs: (key) => (shown) => shown.startsWith(`${key.replace(/[^A-Za-z0-9_-]/g, '_')}-`),
  shows: (shown, key, tool) => shown.has(copilot.nameOf(key, tool)),
  hook: {
    client: 'copilot',
    noRules: '#!/bin/sh\nexec copilot "$@"\n',
    install: ({ home }, settings) => put(join(home, '.copilot/hooks/toolrisk.json'), settings),
  },
  renames: (key, tool) => !(/^[ -~]*$/.test(tool) && `${key}-${tool}`.length <= 64),
  async prepare({ home, project, programs, serverKey, server, port }, policy, permissive) {
    await put(
      join(home, '.copilot/mcp-config.json'),
      json({ mcpServers: { [serverKey]: { type: 'local', ...server, tools: ['*'] } } }),
    );
    await put(join(project, 'copilot-guarded.sh'), policy);
    await put(
      join(home, 'bin/copilot'),
      `#!/bin/sh\nexec ${json(join(programs, 'node_modules/@github/copilot-linux-x64/copilot'))} "$@"\n`,
    );
    await chmod(join(home, 'bin/copilot'), 0o755);
    return {
      command: 'sh',
      args: [
        join(project, 'copilot-guarded.sh'),
        '-p',
        'go',
        '--disable-builtin-mcps',
        ...(permissive ? ['--allow-all-tools'] : []),
      ],
      env: {
        PATH: `${join(home, 'bin')}:${process.env.PATH}`,
        COPILOT_OFFLINE: 'true',
        COPILOT_PROVIDER_BASE_URL: `http://127.0.0.1:${port}/v1`,
        COPILOT_PROVIDER_API_KEY: 'x',
        COPILOT_MODEL: 'mock',
      },
    };
  },
};

/** Programs by the format that is tried on them. */
export const programs: readonly Program[] = [claude, codex, gemini, opencode, copilot];

/** What a run came to. */
export interface ClientRun {
  /** Calls that reached the server, with its own names for the tools. */
  ran: { name: string; args: Json }[];
  /** Names that the model was shown. */
  listed: string[];
  output: string;
  code: number | null;
}

/** How long one run may take, milliseconds. */
const maxRunMs = 270_000;

/** Runs a program once. Everything it writes goes into a folder that is removed. */
export async function runClient(
  program: Program,
  options: {
    folder: string;
    serverKey: string;
    tools: readonly ToolDefinition[];
    policy: string;
    permissive?: boolean;
    argumentsOf?(shown: string): readonly Json[];
    /** Calls in this order, lowest first; by the name the program gives the tool. */
    rank?(shown: string): number;
    /** The text of the hook, for programs that have one. */
    hook?: string;
  },
): Promise<ClientRun> {
  const { folder, serverKey, tools, policy, permissive = false, argumentsOf, rank, hook } = options;
  const home = await mkdtemp(join(tmpdir(), 'toolrisk-client-'));
  const model = await startMockModel({
    isOurs: program.isOurs(serverKey),
    unlisted: tools.map(({ name }) => program.nameOf(serverKey, name)),
    ...(argumentsOf && { argumentsOf }),
    ...(rank && { rank }),
  });
  try {
    const [toolsFile, log] = [join(home, 'tools.json'), join(home, 'calls.jsonl')];
    await put(toolsFile, json(tools));
    await put(log, '');
    await mkdir(join(home, 'project'), { recursive: true });
    const server = { command: process.execPath, args: [join(import.meta.dirname, 'tool-server.ts'), toolsFile, log] };
    const stage = { home, project: join(home, 'project'), programs: folder, serverKey, server, port: model.port };
    const { command, args, env } = await program.prepare(stage, policy, permissive);
    if (hook !== undefined) {
      const guard = join(home, 'guard.mjs');
      await put(guard, hook);
      const { client, install } = program.hook!;
      await install(stage, (await promisify(execFile)(process.execPath, [guard, '--settings', client])).stdout);
      args.push(...(program.hook!.flags ?? []));
    }
    const { output, code } = await run(command, args, {
      cwd: stage.project,
      env: { ...cleanEnvironment(), HOME: home, ...env },
    });
    const calls = (await readFile(log, 'utf8')).split('\n').filter(Boolean);
    return { ran: calls.map((line) => JSON.parse(line)), listed: model.listed, output, code };
  } finally {
    await model.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Only what programs need to start: no keys, no settings of the session that runs the test. */
const cleanEnvironment = () => ({ PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', TERM: 'dumb' });

function run(command: string, args: string[], options: { cwd: string; env: Record<string, string> }) {
  return new Promise<{ output: string; code: number | null }>((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: maxRunMs });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ output: output.slice(-4_000), code }));
  });
}
