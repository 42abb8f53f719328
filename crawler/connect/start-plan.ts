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
  requiredTogether,
  servesHttpInstead,
} from './demands.ts';
import {
  fileKind,
  type PlaceholderFiles,
  placeholder,
  placeholderFor,
  requiredLength,
  requiredPrefix,
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
  /** The native addon that was not built, if one was missing: such addons are stood in for. */
  missingAddon?: string;
}

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
  files: PlaceholderFiles;
  /** The server's own folders, which it may be given files in. */
  own: OwnFolders;
  /** Credential variables the package's source reads; asked for only when nothing else helps. */
  sourceVariables: () => Promise<string[]>;
}

/** The first start: as declared, required values and published defaults only. Mutually exclusive variables break servers. */
export function firstPlan(inputs: PlanInputs): StartPlan {
  const env: Record<string, string> = {};
  for (const input of inputs.declared) {
    if (input.required) env[input.name] = placeholderFor(input.name, inputs.files, input.default);
  }
  return { args: [...inputs.args], env, era: 'auto', patient: false, ownFiles: [] };
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
    return { ...plan, env };
  };

  const addon = missingAddon(failed.text);
  if (addon !== undefined) return plan.missingAddon === undefined ? { ...plan, missingAddon: addon } : undefined;

  const given = new Set(Object.keys(plan.env));
  const wantsArguments = complainsAboutArguments(failed.text);
  const argument = wantsArguments
    ? demandedArguments(failed.text, plan.args).find((demand) => !tried.has(JSON.stringify(demand)))
    : undefined;
  const named = mentionedVariables(failed.text, given).find((name) => !tried.has(`env ${name}`));

  if (failed.outcome === 'handshake-timeout' && servesHttpInstead(failed.text)) {
    const way = stdioSwitches.find((args) => once(`stdio ${args.join(' ')}`));
    return way && { ...plan, args: [...inputs.args, ...way] };
  }

  // A value of the wrong shape: the message names the prefix it wants.
  for (const name of given) {
    const meant = failed.text.includes(name) || (given.size === 1 && named === undefined);
    const prefix = meant ? requiredPrefix(name, failed.text) : undefined;
    if (prefix !== undefined && !plan.env[name]?.startsWith(prefix) && once(`prefix ${name} ${prefix}`)) {
      return withEnv([name]);
    }
    const length = meant ? requiredLength(name, failed.text) : undefined;
    if (plan.env[name] === placeholder && length !== undefined && length > placeholder.length) return withEnv([name]);
  }
  if (missesPlaceholderFile(failed.text) && once('placeholder file')) {
    const file = inputs.files[fileKind(failed.text)];
    const instead = (value: string) => (value === placeholder ? file : value);
    const env = Object.fromEntries(Object.entries(plan.env).map(([name, value]) => [name, instead(value)]));
    return { ...plan, args: plan.args.map(instead), env };
  }
  const argumentFirst = argument !== undefined && isUsageOnly(failed.text);
  if (named !== undefined && !argumentFirst) {
    const together = requiredTogether(failed.text, given).filter((name) => once(`env ${name}`));
    if (together.length > 0) return withEnv(together);
    if (once(`env ${named}`)) return withEnv([named]);
  }
  const files = demandedFiles(failed.text, inputs.own).filter((path) => !plan.ownFiles.includes(path));
  if (files.length > 0 && once(`files ${files.join()}`)) return { ...plan, ownFiles: [...plan.ownFiles, ...files] };
  if (argument !== undefined && once(JSON.stringify(argument))) {
    return { ...plan, args: [...plan.args, ...argumentsFor(argument, inputs.files, failed.text)] };
  }
  if (failed.refusedOldHandshake && once('patient')) return { ...plan, patient: true };
  if (failed.diedOfProbe && plan.era === 'auto' && once('legacy')) return { ...plan, era: 'legacy' };
  if (failed.outcome === 'handshake-timeout') return undefined;

  const undeclaredYet = inputs.declared.filter((input) => !given.has(input.name) && !tried.has(`env ${input.name}`));
  const secret = undeclaredYet.find((input) => input.secret) ?? undeclaredYet[0];
  if (secret !== undefined && once(`env ${secret.name}`)) return withEnv([secret.name]);

  // What cannot reach its network does not say what else it misses.
  if (complainsAboutNetwork(failed.text)) return undefined;
  const fromSource = (await inputs.sourceVariables()).filter((name) => !given.has(name));
  const next = fromSource.find((name) => once(`env ${name}`));
  return next === undefined ? undefined : withEnv([next]);
}

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
