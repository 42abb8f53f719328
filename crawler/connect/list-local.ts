import { basename, join } from 'node:path/posix';
import type { AttemptResult, InputDeclaration, LaunchSpec } from '#db/types.ts';
import { AttemptFailure, sourceInstead, startClock } from './attempt-failure.ts';
import { complainsAboutNetwork, servesHttpInstead, waitsForLogin, wasKeptGoing } from './demands.ts';
import { explainFailure } from './explain-failure.ts';
import { type Listed, listTools } from './list-tools.ts';
import type { ConnectorEvent, ConnectorLimits } from './options.ts';
import type { Lack } from './package-manager.ts';
import { fileKind, type PlaceholderFiles } from './placeholders.ts';
import { runFromCopy } from './run-from-copy.ts';
import { type Breach, describeBreach, type Mount, type Sandbox } from './sandbox/index.ts';
import { firstPlan, lastPlan, nextPlan, type OtherProgram, type PlanInputs, type StartPlan } from './start-plan.ts';
import { createStdioTransport } from './stdio-transport.ts';

/** A program on this machine that may be an MCP server. */
export interface LocalProgram {
  /** How it was asked for. */
  spec: LaunchSpec;
  /** What a person calls it. */
  label: string;
  /** Command before the arguments, as seen inside the sandbox. */
  command: string[];
  args: string[];
  declared: InputDeclaration[];
  /** Real values of variables, which stand in the place of placeholders. */
  given: Readonly<Record<string, string>>;
  mounts: Mount[];
  hidden: string[];
  cwd?: string;
  packageVersion?: string;
  /** What a reading of it should say of how it was installed. */
  notes: string[];
  /** What it had to be installed without. */
  lacks?: Lack;
  sourceVariables: () => Promise<string[]>;
  /** Other ways to start it. */
  otherStarts: () => Promise<readonly OtherProgram[]>;
  /** Whether its files are still those that were installed; asked before each start. Absent where nobody knows. */
  isIntact?: () => Promise<boolean>;
}

/** What listing a local program works with. */
export interface LocalParts {
  sandbox: Sandbox;
  limits: ConnectorLimits;
  /** Placeholder files as seen inside the sandbox, and how they get there. */
  files: PlaceholderFiles;
  fileMounts: Mount[];
  /** What makes Node.js stand in for native addons that are not there, as seen inside the sandbox. */
  addonStandIn: string;
  /** What makes Node.js go on where a server ends itself, as seen inside the sandbox. */
  keepGoing: string;
  /** What stands in for the network, as seen inside the sandbox. */
  networkStandIn: Mount;
  /** What asks servers over HTTP, as seen inside the sandbox. */
  httpBridge: Mount;
  log: (event: ConnectorEvent) => void;
}

/** Starts beside the limit that a server has once its network is stood in for, or its end is held back. */
const aidedStarts = 3;
/** How long a server that says its list may change is given to change it, milliseconds: those seen do so within 300. */
const settleMs = 500;
/** How often a server's output is looked at for signs that waiting is in vain, milliseconds. */
const lookMs = 250;
/** What a server may print that makes an answer unlikely, and how long it may still give one, milliseconds. */
const hopelessSigns = [
  {
    shows: servesHttpInstead,
    graceMs: 2_000,
    failure: () =>
      new AttemptFailure(
        'handshake-timeout',
        'The server waits for HTTP requests instead of messages on its standard input.',
        'Start it with the option that makes it speak over stdio.',
      ),
  },
  {
    shows: waitsForLogin,
    graceMs: 6_000,
    failure: () =>
      new AttemptFailure('handshake-timeout', 'The server waits for somebody to log in with a browser.', sourceInstead),
  },
  {
    shows: wasKeptGoing,
    graceMs: 4_000,
    failure: () => new AttemptFailure('exited', 'It ended before it answered.', sourceInstead),
  },
  {
    shows: complainsAboutNetwork,
    graceMs: 6_000,
    failure: () => new AttemptFailure('handshake-timeout', 'The server waits for the network.', sourceInstead),
  },
];

/** One start and how it ended. */
interface StartResult {
  listed?: Listed;
  failure?: AttemptFailure;
  text: string;
  stderrTail: string;
  diedOfProbe: boolean;
  refusedOldHandshake: boolean;
  durationMs: number;
}

/**
 * Starts a program in the sandbox and lists its tools, starting it again with placeholders while it says what it
 * misses. Never throws for the program's fault.
 */
export async function listLocal(parts: LocalParts, program: LocalProgram, signal: AbortSignal): Promise<AttemptResult> {
  const { limits, log } = parts;
  const begunAt = performance.now();
  const inputs: PlanInputs = {
    args: program.args,
    declared: program.declared,
    given: program.given,
    files: parts.files,
    own: parts.sandbox.places,
    sourceVariables: program.sourceVariables,
    otherStarts: program.otherStarts,
    isApart: parts.sandbox.kind === 'bubblewrap',
    isNode: basename(program.command[0] ?? '') === 'node',
  };
  const total = startClock(limits.totalTimeoutMs);
  const within = AbortSignal.any([signal, total.signal]);
  const tried = new Set<string>();
  let plan: StartPlan | undefined = firstPlan(inputs);
  // The last start with nothing of ours in its way: what the server said then is what it lacks.
  let last: { plan: StartPlan; result: StartResult } | undefined;
  const mayStart = (start: number, next: StartPlan) => start <= limits.maxStarts + (isAided(next) ? aidedStarts : 0);
  for (let start = 1; plan !== undefined && !within.aborted; start += 1) {
    log({
      kind: 'server-started',
      server: program.label,
      start,
      envNames: placeholdersOf(plan, program),
      args: plan.args,
    });
    const result = await startOnce(parts, program, plan, within);
    log({ kind: 'server-stopped', server: program.label, start, outcome: result.failure?.outcome ?? 'listed' });
    if (result.listed && !isAided(plan)) {
      total.stop();
      return toListed(result, result.listed, plan, program, begunAt);
    }
    if (result.listed) {
      // A list that was asked of the network is as empty as its answers; who was kept from ending may not have come to its own.
      if (result.listed.tools.length === 0) break;
      total.stop();
      const unaided = explainLast(last, program, signal);
      return { ...toListed(result, result.listed, plan, program, begunAt), unaided };
    }
    // A total time that ran out says nothing about this start; what an earlier one said is kept.
    if (within.aborted && last !== undefined && !signal.aborted) break;
    if (!isAided(plan)) last = { plan, result };
    if (within.aborted || isFinal(result.failure)) break;
    const failed = { ...result, outcome: result.failure?.outcome ?? 'exited' };
    const next = await nextPlan(plan, failed, inputs, tried);
    plan = next !== undefined && mayStart(start + 1, next) ? next : lastPlan(plan, failed, inputs);
  }
  total.stop();
  return {
    ...explainLast(last, program, signal),
    ...(last?.result.stderrTail && { stderrTail: last.result.stderrTail }),
    durationMs: since(begunAt),
  };
}

/** Why a server was not listed, by its last start. */
function explainLast(
  last: { plan: StartPlan; result: StartResult } | undefined,
  program: LocalProgram,
  signal: AbortSignal,
): Pick<AttemptResult, 'outcome' | 'reason' | 'todo'> {
  const failure =
    last?.result.failure ??
    new AttemptFailure('interrupted', 'The attempt was stopped before it began.', 'Run it again.');
  const { lacks } = program;
  const text = last?.result.text ?? '';
  if (!signal.aborted && lacks?.names.some((name) => text.includes(name)))
    return { outcome: 'install-failed', reason: lacks.reason, todo: lacks.todo };
  const { outcome, message, todo } =
    signal.aborted || isFinal(failure)
      ? failure
      : explainFailure(failure, {
          text,
          spec: program.spec,
          envNames: placeholdersOf(last?.plan, program),
          givenNames: Object.keys(program.given),
          args: last?.plan.args ?? [],
          missingAddon: last?.plan.missingAddon,
        });
  return { outcome, reason: message, todo };
}

/** Variables that were given placeholders. */
function placeholdersOf(plan: StartPlan | undefined, { given }: LocalProgram): string[] {
  return Object.keys(plan?.env ?? {}).filter((name) => !Object.hasOwn(given, name));
}

/** Outcomes that no placeholder changes. */
function isFinal(failure: AttemptFailure | undefined): boolean {
  return (
    failure !== undefined &&
    ['too-large', 'interrupted', 'install-failed', 'sandbox-unavailable'].includes(failure.outcome)
  );
}

async function startOnce(
  parts: LocalParts,
  program: LocalProgram,
  plan: StartPlan,
  signal: AbortSignal,
): Promise<StartResult> {
  const { limits, sandbox } = parts;
  const begunAt = performance.now();
  if (program.isIntact !== undefined && !(await program.isIntact())) return changedSinceInstalled(program, begunAt);
  const started = await sandbox.start({
    argv: withOwnFiles(
      [
        ...bridgeCommand(parts, plan),
        ...standInCommand(parts, plan),
        ...runFromCopy([...(plan.other?.command ?? program.command), ...plan.args], plan.ownCopy, sandbox.places.home),
      ],
      plan.ownFiles,
      parts.files,
    ),
    env: {
      NO_COLOR: '1',
      ...plan.env,
      ...loadedFirst(parts, plan),
    },
    readOnly: [
      ...[...program.mounts, ...parts.fileMounts],
      ...(plan.standIn ? [parts.networkStandIn] : []),
      ...(plan.overHttp ? [parts.httpBridge] : []),
    ],
    hidden: program.hidden,
    ...(program.cwd !== undefined && { cwd: program.cwd }),
    memoryBytes: limits.memoryBytes,
    processes: limits.processes,
    scratchBytes: limits.scratchBytes,
    cpuSeconds: Math.ceil((limits.startTimeoutMs + limits.listTimeoutMs) / 1000) * 2,
  });
  const transport = createStdioTransport(started, limits.maxListBytes);
  const hopeless = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const watch = setInterval(() => {
    const text = transport.sideTalk.text();
    const sign = hopelessSigns.find(({ shows }) => shows(text) && !(plan.overHttp && shows === servesHttpInstead));
    if (sign === undefined) return;
    clearInterval(watch);
    grace = setTimeout(() => hopeless.abort(sign.failure()), sign.graceMs);
  }, lookMs);
  const { tap, result } = listTools(transport, {
    limits,
    signal: AbortSignal.any([signal, hopeless.signal]),
    era: plan.era,
    settleMs,
    probeTimeoutMs: plan.patient ? limits.startTimeoutMs : Math.min(limits.probeTimeoutMs, limits.startTimeoutMs),
  });
  try {
    const listed = await result;
    listed.notes.push(...program.notes, ...transport.sideTalk.notes());
    if (plan.missingAddon !== undefined)
      listed.notes.push(`Listed without ${plan.missingAddon}, a native addon that was not built; it was stood in for.`);
    if (plan.keepsGoing) listed.notes.push('Listed though it would have ended itself: its end was held back.');
    if (plan.standIn !== undefined)
      listed.notes.push('Listed with a stand-in for the network: what it asked for was answered with nothing.');
    if (plan.overHttp)
      listed.notes.push('Asked over HTTP, inside the sandbox, since it does not answer on its standard input.');
    if (plan.other !== undefined) listed.notes.push(`Started ${plan.other.how}, since it did not list otherwise.`);
    if (plan.ownCopy !== undefined)
      listed.notes.push('Started from a copy of its package, for it writes beside itself.');
    if (plan.ownFiles.length > 0) listed.notes.push(`Listed with placeholder files at ${plan.ownFiles.join(', ')}.`);
    return {
      listed,
      text: '',
      stderrTail: '',
      diedOfProbe: false,
      refusedOldHandshake: false,
      durationMs: since(begunAt),
    };
  } catch (error) {
    const thrown =
      error instanceof AttemptFailure
        ? error
        : new AttemptFailure('protocol-error', String(error), '', { cause: error });
    // Asked before it is ended here: what has not ended by itself may only be slow.
    const stoppedHalfway = transport.sideTalk.halfMessage();
    await started.kill();
    const exit = await started.exited;
    const halfMessage = stoppedHalfway || (thrown.outcome === 'exited' && transport.sideTalk.halfMessage());
    const failure = sharpen(thrown, transport.failure(), exit.breach, halfMessage, limits);
    return {
      failure,
      text: [transport.sideTalk.text(), thrown.outcome === 'protocol-error' ? thrown.message : '']
        .filter(Boolean)
        .join('\n'),
      stderrTail: transport.sideTalk.stderrTail(),
      diedOfProbe: failure.outcome === 'exited' && !tap.probeAnswered(),
      refusedOldHandshake: tap.initializeRefused(),
      durationMs: since(begunAt),
    };
  } finally {
    clearInterval(watch);
    clearTimeout(grace);
    await started.kill();
  }
}

/** A start that is not made. */
function changedSinceInstalled({ label }: LocalProgram, begunAt: number): StartResult {
  return {
    failure: new AttemptFailure(
      'install-failed',
      `The files of ${label} are not those that were installed, so it was not started.`,
      'Run it again: it is installed anew.',
    ),
    text: '',
    stderrTail: '',
    diedOfProbe: false,
    refusedOldHandshake: false,
    durationMs: since(begunAt),
  };
}

/** Whether a list is only had with something of ours in the server's way. */
const isAided = ({ standIn, keepsGoing }: StartPlan) => standIn !== undefined || keepsGoing === true;

/** What Node.js loads before the server. */
function loadedFirst(parts: LocalParts, plan: StartPlan): { NODE_OPTIONS?: string } {
  const files = [
    ...(plan.missingAddon === undefined ? [] : [parts.addonStandIn]),
    ...(plan.keepsGoing ? [parts.keepGoing] : []),
  ];
  if (files.length === 0) return {};
  const own = plan.env.NODE_OPTIONS === undefined ? [] : [plan.env.NODE_OPTIONS];
  return { NODE_OPTIONS: [...own, ...files.map((file) => `--import=${file}`)].join(' ') };
}

/** What runs a command beside a stand-in for the network, where one is planned. */
function standInCommand({ sandbox, networkStandIn }: LocalParts, { standIn }: StartPlan): string[] {
  if (standIn === undefined) return [];
  const run = join(networkStandIn.inside, 'run.mts');
  return [sandbox.places.node, run, standIn.ports.join(), standIn.answer, standIn.isAllLists ? 'lists' : 'as-is'];
}

/** What asks a command over HTTP, where that is planned. */
function bridgeCommand({ sandbox, httpBridge }: LocalParts, { overHttp }: StartPlan): string[] {
  return overHttp ? [sandbox.places.node, join(httpBridge.inside, 'run.mts')] : [];
}

/** Lets a command find placeholder files of its own, which it may change, at paths inside its own folders. */
function withOwnFiles(command: string[], paths: readonly string[], files: PlaceholderFiles): string[] {
  if (paths.length === 0) return command;
  const copy = 'while [ "$1" != -- ]; do mkdir -p "$(dirname "$2")"; cat "$1" > "$2"; shift 2; done; shift; exec "$@"';
  return ['/bin/sh', '-c', copy, 'sh', ...paths.flatMap((path) => [files[fileKind(path)], path]), '--', ...command];
}

/** Prefers what the sandbox or the transport know over what the client could see. */
function sharpen(
  thrown: AttemptFailure,
  transportFailure: AttemptFailure | undefined,
  breach: Breach | undefined,
  halfMessage: boolean,
  limits: ConnectorLimits,
): AttemptFailure {
  if (thrown.outcome === 'interrupted') return thrown;
  if (transportFailure) return transportFailure;
  if (breach !== undefined) {
    return new AttemptFailure(
      'too-large',
      `The server was ended: it ${describeBreach(breach, limits)}.`,
      'Report this to the author, or raise the limit if you trust the server.',
    );
  }
  if (halfMessage && (thrown.outcome === 'exited' || thrown.outcome === 'handshake-timeout')) {
    return new AttemptFailure(
      'protocol-error',
      'The server stopped in the midst of a message.',
      'Report this to the author of the server.',
      { cause: thrown },
    );
  }
  return thrown;
}

function toListed(
  result: StartResult,
  listed: Listed,
  plan: StartPlan,
  program: LocalProgram,
  begunAt: number,
): AttemptResult {
  const count = listed.tools.length;
  return {
    outcome: 'listed',
    reason: `Listed ${count} ${count === 1 ? 'tool' : 'tools'}.`,
    todo: '',
    reading: {
      provenance: plan.standIn === undefined ? 'live' : 'stand-in',
      ...listed,
      ...(program.packageVersion !== undefined && { packageVersion: program.packageVersion }),
      args: plan.args,
      envNames: placeholdersOf(plan, program).sort(),
      durationMs: result.durationMs,
    },
    durationMs: since(begunAt),
  };
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
