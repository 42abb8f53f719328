/** What the arguments of a tool are held to, by what they are: addresses, paths, commands, statements, recipients, amounts. */
import type { BlankId, BlankValues } from './blanks.ts';
import {
  addressPattern,
  changingStatementPattern,
  commandPattern,
  gravePathPattern,
  hostPattern,
  mailPattern,
  pathPattern,
  plainPathPattern,
  plainStatementPattern,
  readingMethods,
  statementPattern,
  wordPattern,
} from './patterns.ts';
import type { Condition, Guard } from './policy.ts';
import type { Argument, ToolFacts } from './tool-facts.ts';

/** Guards, with the blanks they were made from; undefined where the arguments cannot be held to anything. */
export interface Guarding {
  guards: Guard[];
  blanks: BlankId[];
}

/** Arguments whose path no rule can name would pass untested. */
const testable = (list: readonly Argument[]): boolean =>
  list.length > 0 && list.every(({ path }) => path !== undefined);

/** Those that a rule can name. */
const named = (list: readonly Argument[]): Argument[] => list.filter(({ path }) => path !== undefined);

/**
 * What a call may reach: addresses, paths of files, or both, held as far as a rule can name them.
 * @returns with a decision of its own: where a rule can name only some of them the call is asked for
 */
export function guardReach(
  facts: ToolFacts,
  blanks: BlankValues,
  reached: readonly ('addresses' | 'files')[] = ['addresses', 'files'],
): Guarding & { decision: 'allow' | 'ask' } {
  const list = reached.flatMap((kind) => (kind === 'addresses' ? facts.urls() : facts.files()));
  const found = reached.map((kind) =>
    kind === 'addresses' ? guardAddresses(facts, blanks) : guardFiles(facts, blanks),
  );
  return {
    decision: list.length === named(list).length ? 'allow' : 'ask',
    guards: found.flatMap((guarding) => guarding?.guards ?? []),
    blanks: [...new Set(found.flatMap((guarding) => guarding?.blanks ?? []))],
  };
}

function condition(argument: Argument, op: Condition['op'], value: Condition['value']): Condition {
  return { path: argument.path!, op, value, ...(!argument.required && { optional: true as const }) };
}

const requireEach = (
  list: readonly Argument[],
  pattern: string,
  decision: Guard['decision'],
  message: string,
): Guard[] =>
  list.map((argument) => ({
    kind: 'require',
    conditions: [condition(argument, 'regex', pattern)],
    decision,
    message,
  }));

/** Refuses by pattern; `instead` is what a place without such refusals asks for. */
const refuseEach = (
  list: readonly Argument[],
  pattern: string,
  instead: string,
  decision: Guard['decision'],
  message: string,
): Guard[] =>
  list.map((argument) => ({
    kind: 'refuse',
    conditions: [{ path: argument.path!, op: 'regex', value: pattern, quantifier: 'any' }],
    decision,
    message,
    instead: condition(argument, 'regex', instead),
  }));

/** Addresses: public ones only, and of the list where there is one. */
export function guardAddresses(facts: ToolFacts, { hosts }: BlankValues): Guarding | undefined {
  const urls = named(facts.urls());
  if (urls.length === 0) return undefined;
  return {
    guards: [
      ...requireEach(urls, addressPattern(hosts), 'deny', 'Only public https addresses pass.'),
      ...(hosts.length > 0
        ? requireEach(urls, hostPattern(hosts), 'ask', `Only these hosts pass unasked: ${hosts.join(', ')}.`)
        : []),
    ],
    blanks: ['hosts'],
  };
}

/** Addresses where data goes out: only those of the list pass unasked. */
export function guardDestinations(facts: ToolFacts, values: BlankValues): Guarding | undefined {
  if (values.hosts.length > 0) return guardAddresses(facts, values);
  return undefined;
}

/** Paths: under the folder, without a way up, without keys. */
export function guardFiles(facts: ToolFacts, { root }: BlankValues): Guarding | undefined {
  const files = named(facts.files());
  if (files.length === 0) return undefined;
  return {
    guards: [
      ...refuseEach(
        files,
        gravePathPattern(),
        plainPathPattern(root),
        'deny',
        'Paths with .., hidden files and files that hold keys do not pass.',
      ),
      ...requireEach(
        files,
        pathPattern(root),
        'ask',
        root === '' ? 'Only relative paths pass unasked.' : `Only paths under ${root} pass unasked.`,
      ),
    ],
    blanks: ['root'],
  };
}

/** Commands: first word of the list, nothing that means something to a shell. */
export function guardCommands(facts: ToolFacts, { commands: list }: BlankValues): Guarding | undefined {
  const commands = facts.commands();
  if (list.length === 0 || commands.length !== 1 || facts.bypass() || !testable(commands) || !commands[0]!.required)
    return undefined;
  // Code of another language has other words, and no list of programs says what they do.
  if (!/cmd|command/i.test(commands[0]!.name)) return undefined;
  const message = `Only these commands pass unasked, without quotes or separators: ${list.join(', ')}.`;
  return {
    guards: [
      ...requireEach(commands, commandPattern(list), 'ask', message),
      ...requireEach(facts.words(), wordPattern(), 'ask', message),
    ],
    blanks: ['commands'],
  };
}

/**
 * Statements: one, that reads.
 * @param mayLack true where a call without a statement does no harm
 */
export function guardStatements(facts: ToolFacts, mayLack = false): Guarding | undefined {
  const statements = facts.statements();
  if (statements.length !== 1 || facts.commands().length > 0 || !testable(statements)) return undefined;
  if (!mayLack && !statements[0]!.required) return undefined;
  const message = 'Only a single reading statement passes unasked.';
  return {
    guards: [
      ...requireEach(statements, statementPattern(), 'ask', message),
      ...refuseEach(statements, changingStatementPattern(), plainStatementPattern(), 'ask', message),
    ],
    blanks: [],
  };
}

/** Requests: methods that read. */
export function guardMethods(facts: ToolFacts): Guarding | undefined {
  const methods = facts.methods();
  if (methods.length !== 1 || !testable(methods) || !methods[0]!.required) return undefined;
  return {
    guards: [
      {
        kind: 'require',
        conditions: [condition(methods[0]!, 'in', [...readingMethods])],
        decision: 'ask',
        message: 'Only GET and HEAD pass unasked.',
      },
    ],
    blanks: [],
  };
}

/** Recipients: mail to the domains of the list. */
export function guardMails(facts: ToolFacts, { domains }: BlankValues): Guarding | undefined {
  const mails = facts.mails();
  if (domains.length === 0 || !testable(mails)) return undefined;
  return {
    guards: requireEach(mails, mailPattern(domains), 'ask', `Only mail to ${domains.join(', ')} passes unasked.`),
    blanks: ['domains'],
  };
}

/** Amounts: not above the cap, and not below zero. */
export function guardAmounts(facts: ToolFacts, { cap }: BlankValues): Guarding | undefined {
  const amounts = facts.amounts();
  if (!testable(amounts)) return undefined;
  return {
    guards: amounts.map((argument) => ({
      kind: 'require',
      conditions: [condition(argument, 'lte', cap), condition(argument, 'gte', 0)],
      decision: 'deny',
      message: `Amounts above ${cap} do not pass.`,
    })),
    blanks: ['cap'],
  };
}
