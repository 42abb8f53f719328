import { cleanLine, cutText } from '#crawler/text/clean.ts';
import type { LaunchSpec } from '#db/types.ts';
import { AttemptFailure, sourceInstead } from './attempt-failure.ts';
import {
  complainsAboutArguments,
  complainsAboutCredentials,
  complainsAboutNetwork,
  mentionedVariables,
  missingAddon,
  missingModule,
  refusedBySdk,
  servesHttpInstead,
  waitsForLogin,
} from './demands.ts';
import { scanLine } from './scan-words.ts';

/** What is known about the last start of a server that never listed. */
export interface FailureFacts {
  /** What it printed. Hostile text. */
  text: string;
  /** How it was asked for: advice is given for that. */
  spec: LaunchSpec;
  /** Variables that were given placeholders. */
  envNames: readonly string[];
  /** Variables that were given real values. */
  givenNames: readonly string[];
  args: readonly string[];
  /** The native addon that was stood in for, in vain. */
  missingAddon?: string | undefined;
}

/** What a line with the cause in it has. */
const complains = /error|fail|missing|require|must|cannot|invalid/i;
/** Most names spelled out in a sentence. */
const maxNames = 4;

/** Turns what a failed server printed into the outcome and sentence a person can act on. */
export function explainFailure(failure: AttemptFailure, facts: FailureFacts): AttemptFailure {
  const { text } = facts;
  const because = (outcome: AttemptFailure['outcome'], reason: string, todo: string) =>
    new AttemptFailure(outcome, reason, todo, { cause: failure });

  const addon = missingAddon(text) ?? facts.missingAddon;
  if (addon !== undefined) {
    return because(
      'install-failed',
      `It needs ${addon}, a native addon that was not built, because packages are installed without running their scripts.`,
      sourceInstead,
    );
  }
  if (failure.outcome === 'exited') {
    const module = missingModule(text);
    if (module !== undefined) {
      return because(
        'exited',
        `It could not find ${quote(module)}, which it needs to start.`,
        'Install it where the server is, or report to the author that the package is incomplete.',
      );
    }
  }
  const refusal = refusedBySdk(text);
  if (refusal !== undefined) {
    return because(
      failure.outcome,
      `The MCP SDK it is installed with is newer than it was written for: ${refusal}.`,
      `Report to the author that it needs an older SDK. ${sourceInstead}`,
    );
  }
  if (failure.outcome === 'handshake-timeout' && servesHttpInstead(text)) {
    return because('needs-arguments', failure.message, failure.todo);
  }
  if (failure.outcome === 'handshake-timeout' && waitsForLogin(text)) {
    return because(
      'needs-credentials',
      'It waits for somebody to log in with a browser before it lists its tools.',
      `If you trust it, log in with it by hand, then start it with your own rights: ${scanLine(facts.spec, { env: ['HOME'], noSandbox: true })}`,
    );
  }
  const further = mentionedVariables(text, new Set([...facts.envNames, ...facts.givenNames]));
  const trusted = (env: readonly string[]) =>
    `${sourceInstead} If you trust it, start it with your own rights and network: ${scanLine(facts.spec, { env, noSandbox: true })}`;
  if (complainsAboutNetwork(text)) {
    return facts.envNames.length > 0
      ? because(
          'needs-credentials',
          `It checks ${names(facts.envNames)} over the network before it lists its tools, and servers are started without one.`,
          trusted(facts.envNames),
        )
      : because(
          failure.outcome,
          `It needs the network before it lists its tools, and servers are started without one: ${lastLine(text)}`,
          trusted(facts.givenNames),
        );
  }
  if (facts.envNames.length > 0 || further.length > 0 || complainsAboutCredentials(text)) {
    const wanted = [...facts.envNames, ...further];
    if (complainsAboutArguments(text) && facts.envNames.length === 0 && !complainsAboutCredentials(text))
      return needsArguments(because, text, facts.spec);
    return because(
      'needs-credentials',
      wanted.length > 0
        ? `It wants real values of ${names(wanted)}; placeholders were not enough.`
        : `It wants credentials: ${lastLine(text)}`,
      wanted.length > 0
        ? `Set ${names(wanted)}, then: ${scanLine(facts.spec, { env: [...facts.givenNames, ...wanted] })}`
        : facts.givenNames.length > 0
          ? `Check the value of ${names(facts.givenNames)}.`
          : 'See in its documentation which variable it takes them from, and give that by toolrisk scan --env NAME.',
    );
  }
  if (complainsAboutArguments(text)) return needsArguments(because, text, facts.spec);
  const refused = facts.givenNames.filter((name) => text.includes(name));
  if (refused.length > 0) {
    return because(
      'needs-credentials',
      `It does not accept the given ${names(refused)}: ${lastLine(text)}`,
      `Check the value of ${names(refused)}.`,
    );
  }
  if (failure.outcome === 'exited') {
    const said = lastLine(text);
    return because(
      'exited',
      said === '' ? 'It ended before it answered and said nothing.' : `It ended before it answered: ${said}`,
      'Start it by hand to see what it needs.',
    );
  }
  if (failure.outcome === 'handshake-timeout' && text.trim() !== '') {
    return because('handshake-timeout', `${failure.message} It said: ${lastLine(text)}`, failure.todo);
  }
  return failure;
}

function needsArguments(
  because: (outcome: AttemptFailure['outcome'], reason: string, todo: string) => AttemptFailure,
  text: string,
  spec: LaunchSpec,
): AttemptFailure {
  const said = lastLine(text);
  const usage = /usage:?\s*[^\n]+/i.exec(text)?.[0];
  const wanted = usage !== undefined && !complains.test(said) ? usage : said;
  return because(
    'needs-arguments',
    `It wants arguments: ${cutText(cleanLine(wanted.trim()), 200)}`,
    `Add what it wants, a word each: ${scanLine(spec, { args: ['ARGUMENT'] })}`,
  );
}

function names(list: readonly string[]): string {
  const shown = list.slice(0, maxNames);
  const rest = list.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** What Node.js prints above an error nobody caught: where it was thrown, the line of the program, and a mark below it. */
const thrownAt = /^\S{1,500}:\d+\n[^\n]{0,2000}\n[ \t]*\^+[ \t]*$/gm;

/** The line of a text that says most: the first with an error in it, else the last. */
function lastLine(text: string): string {
  const lines = text
    .replace(thrownAt, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at |^node:|^Node\.js v|^\^|^[{}\])]/.test(line));
  const at = lines.findIndex((line) => complains.test(line));
  // A line that ends with a colon says it in the next one.
  const line = at === -1 ? lines.at(-1) : lines.slice(at, at + (lines[at]?.endsWith(':') ? 2 : 1)).join(' ');
  return cutText(cleanLine((line ?? '').replace(/\u001b\[[0-9;]*m/g, '')), 200);
}

function quote(text: string): string {
  return JSON.stringify(cutText(cleanLine(text), 100));
}
