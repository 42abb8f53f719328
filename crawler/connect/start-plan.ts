import type { InputDeclaration } from '#db/types.ts';
import {
  complainsAboutArguments,
  complainsAboutCredentials,
  complainsAboutNetwork,
  type Demand,
  demandedArguments,
  demandedFiles,
  mentionedVariables,
  missesPlaceholderFile,
  missingAddon,
  type OwnFolders,
  packageWrittenTo,
  readsPlaceholderAsJson,
  refusedPorts,
  refusesAddress,
  refusesPlaceholder,
  requiredTogether,
  servesHttpInstead,
  wantedField,
  wantsListBelow,
  wantsLists,
  wantsUnnamedVariables,
} from './demands.ts';
import type { OtherStart } from './other-starts.ts';
import {
  addressedPorts,
  fileKind,
  fillShown,
  type PlaceholderFiles,
  placeholder,
  placeholderFor,
  placeholderJson,
  requiredLength,
  requiredPrefix,
  requiredShape,
  textOfPattern,
} from './placeholders.ts';

/** How the next start of a server differs from a bare one. */
export interface StartPlan {
  /** Arguments after the program. */
  args: string[];
  env: Record<string, string>;
  era: 'auto' | 'legacy';
  /** Give the newer handshake the whole start time instead of a short while. */
  patient: boolean;
  /** Placeholder files put into the server's own folders, as paths inside. */
  ownFiles: string[];
  /** The package, as its folder inside, that it is given a copy of to write to. */
  ownCopy?: string;
  /** The native addon that was not built, if one was missing: such addons are stood in for. */
  missingAddon?: string;
  /** Where another way to start it was found, and the command it has then. */
  other?: OtherProgram;
  /** Whether it is asked over HTTP, inside the sandbox, for it waits for requests. */
  overHttp?: true;
  /** Whether its own end is held back, for it ended itself in every other start. */
  keepsGoing?: true;
  /** How the network is stood in for, where the server asked something of it before it answered. */
  standIn?: StandIn;
}

/** Another way to start a server, its file as a command. */
export interface OtherProgram extends Omit<OtherStart, 'file'> {
  /** Command before the arguments, as seen inside the sandbox; the server's own where absent. */
  command?: string[];
}

/** What a stand-in for the network does. */
export interface StandIn {
  /** Ports it answers on, under whatever name or address they are sought. */
  ports: readonly number[];
  /** What it answers where nothing says what is wanted, JSON: an empty object, an empty list, or an object of empty lists. */
  answer: string;
  /** Whether whatever a server looks for in that answer is there, as an empty list. */
  isAllLists?: true;
}

/** Ports of HTTP and HTTPS. */
const webPorts = [80, 443];

/** What one failed start showed. */
export interface FailedStart {
  /** Everything the server printed beside the protocol, and the client's message. Hostile text. */
  text: string;
  outcome: string;
  /** It ended after the question for the newest revision and before the older handshake was begun. */
  diedOfProbe: boolean;
  /** It never answered the newest revision's question in the short time it had, and then refused the older handshake. */
  refusedOldHandshake: boolean;
}

/** What makes a server that serves HTTP by default speak over stdio, commonest first. */
const stdioSwitches = [['--stdio'], ['--transport', 'stdio'], ['stdio'], ['--transport=stdio'], ['--mode', 'stdio']];

/** What plans are made from. */
export interface PlanInputs {
  args: readonly string[];
  declared: readonly InputDeclaration[];
  /** Real values of variables: never replaced. */
  given: Readonly<Record<string, string>>;
  files: PlaceholderFiles;
  /** The server's own folders, which it may be given files in. */
  own: OwnFolders;
  /** Credential variables the package's source reads; asked for only when nothing else helps. */
  sourceVariables: () => Promise<string[]>;
  /** Other ways to start it; asked for only when its own did not do. */
  otherStarts: () => Promise<readonly OtherProgram[]>;
  /** Whether it has a network of its own with no way out: only there can the network be stood in for, and its own ports be asked. */
  isApart: boolean;
  /** Whether Node.js runs it: only there can its end be held back. */
  isNode: boolean;
}

/** The first start: as declared, required values and published defaults only. Mutually exclusive variables break servers. */
export function firstPlan(inputs: PlanInputs): StartPlan {
  const env: Record<string, string> = {};
  for (const input of inputs.declared) {
    if (input.required) env[input.name] = placeholderFor(input.name, inputs.files, input.default);
  }
  return { args: [...inputs.args], env: { ...env, ...inputs.given }, era: 'auto', patient: false, ownFiles: [] };
}

/**
 * The next start after a failed one, changed in one respect, or undefined when there is nothing left to try.
 * `tried` remembers across starts what was tried already.
 */
export async function nextPlan(
  plan: StartPlan,
  failed: FailedStart,
  inputs: PlanInputs,
  tried: Set<string>,
): Promise<StartPlan | undefined> {
  const once = (key: string): boolean => !tried.has(key) && tried.add(key) !== undefined;
  const withEnv = (names: readonly string[]): StartPlan => {
    const env = { ...plan.env };
    for (const name of names) {
      const declared = inputs.declared.find((input) => input.name === name);
      env[name] = placeholderFor(name, inputs.files, declared?.default, failed.text);
    }
    return { ...plan, env: { ...env, ...inputs.given } };
  };

  const addon = missingAddon(failed.text);
  if (addon !== undefined) return plan.missingAddon === undefined ? { ...plan, missingAddon: addon } : undefined;

  /** The first other way of some kind that is not what was tried. */
  const another = async (isKind: (start: OtherProgram) => boolean): Promise<StartPlan | undefined> => {
    const isNew = ({ command, args }: OtherProgram) =>
      JSON.stringify([command, args]) !== JSON.stringify([plan.other?.command, plan.args]);
    const starts = (await inputs.otherStarts()).map((start) => ({
      ...start,
      args: fillShown(start.args, inputs.files),
    }));
    const start = starts.find((start) => isKind(start) && isNew(start) && once(`other ${JSON.stringify(start)}`));
    return (
      start && {
        ...withEnv(start.env.filter((name) => plan.env[name] === undefined)),
        args: [...start.args],
        other: start,
      }
    );
  };
  /** As its author shows it, where whoever asked for it gave no words of their own. */
  const shown = async () =>
    inputs.args.length > 0 ? undefined : another(({ how }) => how !== 'by another of its programs');

  const given = new Set(Object.keys(plan.env));
  const wantsArguments = complainsAboutArguments(failed.text);
  const argument = wantsArguments
    ? demandedArguments(failed.text, plan.args).find((demand) => !tried.has(JSON.stringify(demand)))
    : undefined;
  const named = mentionedVariables(failed.text, given).find((name) => !tried.has(`env ${name}`));

  if (failed.outcome === 'handshake-timeout' && servesHttpInstead(failed.text) && plan.overHttp === undefined) {
    const asShown = await shown();
    if (asShown !== undefined) return asShown;
    const before = tried.has(`stdio ${stdioSwitches[0]!.join(' ')}`);
    if (before && inputs.isApart && once('over HTTP')) {
      const { other: _, ...bare } = plan;
      return { ...bare, args: [...inputs.args], era: 'legacy', overHttp: true };
    }
    const way = stdioSwitches.find((args) => once(`stdio ${args.join(' ')}`));
    return way && { ...plan, args: [...inputs.args, ...way] };
  }

  const misshapen = misshapenVariable(plan, failed, inputs, named === undefined, once);
  if (misshapen !== undefined) return withEnv([misshapen]);
  const revalued = revalue(plan, failed, inputs, once);
  if (revalued !== undefined) return revalued;
  const argumentFirst = argument !== undefined && isUsageOnly(failed.text);
  if (named !== undefined && !argumentFirst) {
    const together = requiredTogether(failed.text, given).filter((name) => once(`env ${name}`));
    if (together.length > 0) return withEnv(together);
    if (once(`env ${named}`)) return withEnv([named]);
  }
  const supplied = withOwn(plan, failed.text, inputs.own, once);
  if (supplied !== undefined) return supplied;
  const standIn = inputs.isApart ? nextStandIn(plan, failed) : undefined;
  if (standIn !== undefined && once(`stand-in ${JSON.stringify(standIn)}`)) return { ...plan, standIn };
  const asShown = await shown();
  if (asShown !== undefined) return asShown;
  if (argument !== undefined && once(JSON.stringify(argument))) {
    return { ...plan, args: [...plan.args, ...argumentsFor(argument, inputs.files, failed.text)] };
  }
  if (failed.refusedOldHandshake && once('patient')) return { ...plan, patient: true };
  if (failed.diedOfProbe && plan.era === 'auto' && once('legacy')) return { ...plan, era: 'legacy' };
  if (!failed.refusedOldHandshake) {
    const server = await another(({ how }) => how === 'by another of its programs');
    if (server !== undefined) return server;
  }
  if (failed.outcome === 'handshake-timeout') return undefined;

  const undeclaredYet = inputs.declared.filter((input) => !given.has(input.name) && !tried.has(`env ${input.name}`));
  const secret = undeclaredYet.find((input) => input.secret) ?? undeclaredYet[0];
  if (secret !== undefined && once(`env ${secret.name}`)) return withEnv([secret.name]);

  // What cannot reach its network does not say what else it misses.
  if (complainsAboutNetwork(failed.text)) return undefined;
  const fromSource = (await inputs.sourceVariables()).filter((name) => !given.has(name));
  const left = fromSource.filter((name) => !tried.has(`env ${name}`));
  const next = wantsUnnamedVariables(failed.text) ? left : left.slice(0, 1);
  for (const name of next) once(`env ${name}`);
  return next.length === 0 ? undefined : withEnv(next);
}

/**
 * The start that is left where nothing else is: a server that ends itself over its settings often lists its tools when it
 * cannot. Undefined where that was tried, for what did not end by itself, and where somebody gave it values of their own:
 * those should know that it ends over them.
 */
export function lastPlan(plan: StartPlan, { outcome }: FailedStart, inputs: PlanInputs): StartPlan | undefined {
  const mayBeHeld = inputs.isNode && Object.keys(inputs.given).length === 0;
  return mayBeHeld && outcome === 'exited' && !plan.keepsGoing ? { ...plan, keepsGoing: true } : undefined;
}

/** The stand-in for the network that a server may be content with, or undefined where the one it had is all there is. */
function nextStandIn({ standIn, env, args }: StartPlan, { text, outcome }: FailedStart): StandIn | undefined {
  const addressed = addressedPorts([...Object.values(env), ...args]);
  if (standIn === undefined) {
    // Who looks for a database may look longer than is waited for.
    const isSought = complainsAboutNetwork(text) || (outcome === 'handshake-timeout' && addressed.length > 0);
    return isSought
      ? { ports: [...new Set([...webPorts, ...addressed, ...refusedPorts(text)])], answer: '{}' }
      : undefined;
  }
  const ports = refusedPorts(text).filter((port) => !standIn.ports.includes(port));
  if (ports.length > 0) return { ...standIn, ports: [...standIn.ports, ...ports] };
  if (standIn.answer === '[]') return undefined;
  const fields = { ...(JSON.parse(standIn.answer) as Record<string, never[]>) };
  const field = wantedField(text);
  if (field !== undefined && !Object.hasOwn(fields, field))
    return { ...standIn, answer: JSON.stringify({ ...fields, [field]: [] }) };
  if (wantsListBelow(text) && !standIn.isAllLists) return { ...standIn, isAllLists: true };
  return wantsLists(text) ? { ...standIn, answer: '[]' } : undefined;
}

/** A variable whose placeholder is of the wrong shape: the message names the prefix, kind or length it wants. */
function misshapenVariable(
  plan: StartPlan,
  failed: FailedStart,
  inputs: PlanInputs,
  namesNoOther: boolean,
  once: (key: string) => boolean,
): string | undefined {
  const names = Object.keys(plan.env).filter((name) => !Object.hasOwn(inputs.given, name));
  return names.find((name) => {
    const isNamed = failed.text.includes(name);
    if (!isNamed && !(names.length === 1 && namesNoOther)) return false;
    const prefix = requiredPrefix(name, failed.text);
    if (prefix !== undefined && !plan.env[name]?.startsWith(prefix) && once(`prefix ${name} ${prefix}`)) return true;
    const shape = isNamed ? requiredShape(name, inputs.files, failed.text) : textOfPattern(failed.text);
    if (shape !== undefined && plan.env[name] !== shape && once(`shape ${name} ${shape.slice(0, 40)}`)) return true;
    const length = requiredLength(name, failed.text);
    return plan.env[name] === placeholder && length !== undefined && length > placeholder.length;
  });
}

/** The same start with files in the server's own folders that it looked for, or a copy of its package there. */
function withOwn(
  plan: StartPlan,
  text: string,
  own: OwnFolders,
  once: (key: string) => boolean,
): StartPlan | undefined {
  const files = demandedFiles(text, own).filter((path) => !plan.ownFiles.includes(path));
  if (files.length > 0 && once(`files ${files.join()}`)) return { ...plan, ownFiles: [...plan.ownFiles, ...files] };
  const ownCopy = packageWrittenTo(text);
  return ownCopy !== undefined && once('own copy') ? { ...plan, ownCopy } : undefined;
}

/** The same start with placeholders of another kind: a file, JSON, a whole address. */
function revalue(
  plan: StartPlan,
  { text }: FailedStart,
  { files, given }: PlanInputs,
  once: (key: string) => boolean,
): StartPlan | undefined {
  const valued = (instead: (value: string) => string): StartPlan => {
    const env = Object.fromEntries(Object.entries(plan.env).map(([name, value]) => [name, instead(value)]));
    return { ...plan, args: plan.args.map(instead), env: { ...env, ...given } };
  };
  const inPlaceOf = (instead: string) => valued((value) => (value === placeholder ? instead : value));
  const pattern = refusesPlaceholder(text) ? textOfPattern(text) : undefined;
  if (pattern !== undefined && once(`pattern ${pattern}`))
    return valued((value) => value.replace(new RegExp(`^(--[\\w-]+=)?${placeholder}$`), `$1${pattern}`));
  if (missesPlaceholderFile(text) && once('placeholder file')) return inPlaceOf(files[fileKind(text)]);
  if (readsPlaceholderAsJson(text) && once('placeholder JSON')) return inPlaceOf(placeholderJson());
  if (refusesAddress(text) && [...Object.values(plan.env), ...plan.args].some(isHost) && once('addresses'))
    return valued((value) => (isHost(value) ? `https://${value}` : value));
  return undefined;
}

/** A host where a whole address may be wanted. */
const isHost = (value: string) => value === 'placeholder.example.com';

/** Whether a text is a usage message and not a complaint about a variable that merely prints its usage too. */
function isUsageOnly(text: string): boolean {
  return !complainsAboutCredentials(text) && !/environment variable/i.test(text);
}

function argumentsFor(demand: Demand, files: PlaceholderFiles, hint: string): string[] {
  if (demand.kind === 'subcommand') return [demand.name];
  if (demand.kind === 'positional')
    return demand.valueNames.map((name) => placeholderFor(name, files, undefined, hint));
  if (demand.kind === 'env') return [];
  return demand.valueName === undefined
    ? [demand.flag]
    : [demand.flag, placeholderFor(demand.flag, files, undefined, hint)];
}
