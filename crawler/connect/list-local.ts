import type { AttemptResult, InputDeclaration } from '#db/types.ts';
import { AttemptFailure, formatBytes, startClock } from './attempt-failure.ts';
import { complainsAboutNetwork, servesHttpInstead, waitsForLogin } from './demands.ts';
import { explainFailure } from './explain-failure.ts';
import { type Listed, listTools } from './list-tools.ts';
import type { ConnectorEvent, ConnectorLimits } from './options.ts';
import { fileKind, type PlaceholderFiles } from './placeholders.ts';
import type { Mount, Sandbox } from './sandbox/index.ts';
import { firstPlan, nextPlan, type PlanInputs, type StartPlan } from './start-plan.ts';
import { createStdioTransport } from './stdio-transport.ts';

/** A program on this machine that may be an MCP server. */
export interface LocalProgram {
  /** What a person calls it. */
  label: string;
  /** Command before the arguments, as seen inside the sandbox. */
  command: string[];
  args: string[];
  declared: InputDeclaration[];
  mounts: Mount[];
  hidden: string[];
  cwd?: string;
  packageVersion?: string;
  /** What a reading of it should say of how it was installed. */
  notes: string[];
  sourceVariables: () => Promise<string[]>;
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
  log: (event: ConnectorEvent) => void;
}

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
      new AttemptFailure(
        'handshake-timeout',
        'The server waits for somebody to log in with a browser.',
        'Its tools can be read from source.',
      ),
  },
  {
    shows: complainsAboutNetwork,
    graceMs: 6_000,
    failure: () =>
      new AttemptFailure(
        'handshake-timeout',
        'The server waits for the network.',
        'Its tools can be read from source.',
      ),
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
    files: parts.files,
    own: parts.sandbox.places,
    sourceVariables: program.sourceVariables,
  };
  const total = startClock(limits.totalTimeoutMs);
  const within = AbortSignal.any([signal, total.signal]);
  const tried = new Set<string>();
  let plan: StartPlan | undefined = firstPlan(inputs);
  let last: { plan: StartPlan; result: StartResult } | undefined;
  for (let start = 1; plan !== undefined && start <= limits.maxStarts && !within.aborted; start += 1) {
    log({ kind: 'server-started', server: program.label, start, envNames: Object.keys(plan.env), args: plan.args });
    const result = await startOnce(parts, program, plan, within);
    log({ kind: 'server-stopped', server: program.label, start, outcome: result.failure?.outcome ?? 'listed' });
    if (result.listed) {
      total.stop();
      return toListed(result, result.listed, plan, program, begunAt);
    }
    // A total time that ran out says nothing about this start; what an earlier one said is kept.
    if (within.aborted && last !== undefined && !signal.aborted) break;
    last = { plan, result };
    if (within.aborted || isFinal(result.failure)) break;
    plan = await nextPlan(plan, { ...result, outcome: result.failure?.outcome ?? 'exited' }, inputs, tried);
  }
  total.stop();
  const durationMs = Math.round(performance.now() - begunAt);
  const failure =
    last?.result.failure ??
    new AttemptFailure('interrupted', 'The attempt was stopped before it began.', 'Run it again.');
  const explained =
    signal.aborted || isFinal(failure)
      ? failure
      : explainFailure(failure, {
          text: last?.result.text ?? '',
          envNames: Object.keys(last?.plan.env ?? {}),
          args: last?.plan.args ?? [],
          missingAddon: last?.plan.missingAddon,
        });
  return {
    outcome: explained.outcome,
    reason: explained.message,
    todo: explained.todo,
    ...(last?.result.stderrTail && { stderrTail: last.result.stderrTail }),
    durationMs,
  };
}

/** Outcomes that no placeholder changes. */
function isFinal(failure: AttemptFailure | undefined): boolean {
  return failure !== undefined && ['too-large', 'interrupted', 'sandbox-unavailable'].includes(failure.outcome);
}

async function startOnce(
  parts: LocalParts,
  program: LocalProgram,
  plan: StartPlan,
  signal: AbortSignal,
): Promise<StartResult> {
  const { limits, sandbox } = parts;
  const begunAt = performance.now();
  const started = await sandbox.start({
    argv: withOwnFiles([...program.command, ...plan.args], plan.ownFiles, parts.files),
    env: {
      NO_COLOR: '1',
      ...(plan.missingAddon !== undefined && { NODE_OPTIONS: `--import=${parts.addonStandIn}` }),
      ...plan.env,
    },
    readOnly: [...program.mounts, ...parts.fileMounts],
    hidden: program.hidden,
    ...(program.cwd !== undefined && { cwd: program.cwd }),
    network: 'none',
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
    const sign = hopelessSigns.find(({ shows }) => shows(text));
    if (sign === undefined) return;
    clearInterval(watch);
    grace = setTimeout(() => hopeless.abort(sign.failure()), sign.graceMs);
  }, lookMs);
  const { tap, result } = listTools(transport, {
    limits,
    signal: AbortSignal.any([signal, hopeless.signal]),
    era: plan.era,
    probeTimeoutMs: plan.patient ? limits.startTimeoutMs : Math.min(limits.probeTimeoutMs, limits.startTimeoutMs),
  });
  try {
    const listed = await result;
    listed.notes.push(...program.notes, ...transport.sideTalk.notes());
    if (plan.missingAddon !== undefined)
      listed.notes.push(`Listed without ${plan.missingAddon}, a native addon that was not built; it was stood in for.`);
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
    await started.kill();
    const exit = await started.exited;
    const failure = sharpen(thrown, transport.failure(), exit.breach, transport.sideTalk.halfMessage(), limits);
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
  breach: 'memory' | 'processes' | undefined,
  halfMessage: boolean,
  limits: ConnectorLimits,
): AttemptFailure {
  if (thrown.outcome === 'interrupted') return thrown;
  if (transportFailure) return transportFailure;
  const todo = 'Report this to the author, or raise the limit if you trust the server.';
  if (breach === 'memory') {
    return new AttemptFailure(
      'too-large',
      `The server was ended for using more than ${formatBytes(limits.memoryBytes)} of memory.`,
      todo,
    );
  }
  if (breach === 'processes') {
    return new AttemptFailure(
      'too-large',
      `The server was ended for running more than ${limits.processes} processes.`,
      todo,
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
      provenance: 'live',
      ...listed,
      ...(program.packageVersion !== undefined && { packageVersion: program.packageVersion }),
      args: plan.args,
      envNames: Object.keys(plan.env).sort(),
      durationMs: result.durationMs,
    },
    durationMs: since(begunAt),
  };
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
