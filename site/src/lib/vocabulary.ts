/** Words for the codes of a verdict. One place for every word that is not a sentence about one tool. */
import {
  type CapabilityEntry,
  capabilities,
  findings,
  modifiers,
  type SignalEntry,
  signals,
} from '#crawler/classify/decide/tables.ts';
import type { Category, ChangeKind, Grade, Outcome, Provenance, Risk, VerdictCategory } from '#db/types.ts';

export const categoryTitles: Record<VerdictCategory, string> = {
  read: 'Read',
  write: 'Write',
  execute: 'Execute',
  destructive: 'Destructive',
  financial: 'Financial',
  unassessed: 'Not assessed',
};

/** What a call of such a tool can do, as the methodology states it. */
export const categoryMeanings: Record<VerdictCategory, string> = {
  read: 'Retrieves, lists, searches, computes or previews. Nothing outside the conversation changes.',
  write: 'Creates or changes something that can be changed back, or sends something to somebody.',
  execute:
    'Runs code, commands or free-form queries the caller writes, starts or stops processes, or drives a browser, app or device.',
  destructive: 'Deletes, clears, revokes or overwrites; what was there is gone.',
  financial: 'Moves money, commits someone to pay, or changes what will be charged.',
  unassessed: 'The definition says too little to tell. Not a low risk: nobody knows.',
};

export const riskTitles: Record<Risk, string> = {
  low: 'Low risk',
  medium: 'Medium risk',
  high: 'High risk',
  critical: 'Critical risk',
};

const riskWords: Record<Risk, string> = { low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' };

/** A risk in a word; `null` is a verdict that could not be given. */
export const riskWord = (risk: Risk | null): string =>
  risk === null ? 'Not assessed' : (titleIn(riskWords, risk) ?? humanise(risk));

/** The name a risk has in classes and data attributes. */
export const riskKey = (risk: Risk | null): Risk | 'unassessed' => risk ?? 'unassessed';

/** Trust in words; `null` is a grade that could not be given. */
export const gradeWord = (grade: Grade | null): string => (grade === null ? 'Trust not graded' : `Trust ${grade}`);

/** The colour a grade has: that of a risk. */
export const gradeRisk = (grade: Grade | null): Risk | 'unassessed' =>
  grade === null ? 'unassessed' : ({ A: 'low', B: 'medium', C: 'medium', D: 'high', F: 'critical' } as const)[grade];

export const provenanceTitles: Record<Provenance, string> = {
  live: 'Listed live',
  'stand-in': 'Listed without its network',
  declared: 'Declared',
  static: 'Read from source',
};

export const provenanceMeanings: Record<Provenance, string> = {
  live: 'The server was started or reached, and answered with this list itself.',
  'stand-in':
    'The server answered with this list itself, after the network that it asked for first was stood in for by empty answers. With its network it may have other tools.',
  declared: 'A manifest or registry entry says so. The server was not asked.',
  static: 'Read from source code without running it. Tools made while the server runs may be missing.',
};

export const outcomeTitles: Record<Outcome, string> = {
  listed: 'Listed',
  'needs-credentials': 'Needs credentials',
  'needs-arguments': 'Needs arguments',
  'auth-required': 'Asks to sign in',
  'payment-required': 'Asks for payment',
  'install-failed': 'Could not be installed',
  exited: 'Stopped by itself',
  'handshake-timeout': 'Did not answer in time',
  'protocol-error': 'Answered outside the protocol',
  'too-large': 'Too large',
  unreachable: 'Unreachable',
  'address-refused': 'Address refused',
  'unsupported-runtime': 'Runtime not supported',
  'sandbox-unavailable': 'No sandbox',
  'not-launchable': 'Nothing to launch',
  interrupted: 'Interrupted',
};

export const changeTitles: Record<ChangeKind, string> = {
  'server-found': 'Server found',
  'server-gone': 'Server gone',
  'server-back': 'Server back',
  'tool-added': 'Tool added',
  'tool-removed': 'Tool removed',
  'tool-changed': 'Definition changed',
  'verdict-changed': 'Verdict changed',
  'posture-changed': 'Visit ended otherwise',
  'trust-changed': 'Trust graded anew',
  'context-changed': 'Words beside the tools changed',
};

const signalById = new Map<string, SignalEntry>(signals.map((entry) => [entry.id, entry]));
const findingById = new Map<string, SignalEntry>(findings.map((entry) => [entry.id, entry]));
const modifierById = new Map<string, (typeof modifiers)[number]>(modifiers.map((entry) => [entry.id, entry]));
const capabilityById = new Map<string, CapabilityEntry>(Object.entries(capabilities));

/** Words for an id this version does not know, as verdicts of older rules may hold. */
const unknown = (id: string) => ({ id, title: humanise(id), explanation: '' });

export const describeSignal = (id: string): SignalEntry => signalById.get(id) ?? unknown(id);
export const describeFinding = (id: string): SignalEntry => findingById.get(id) ?? unknown(id);
export const describeModifier = (id: string): SignalEntry => modifierById.get(id) ?? unknown(id);
export const describeCapability = (id: string): { title: string; sentence: string; category?: Category } =>
  capabilityById.get(id) ?? { title: humanise(id), sentence: '' };

/** The title of a word that need not be one of the table: every object answers to `constructor` and the like. */
export const titleIn = (titles: Readonly<Record<string, string>>, word: unknown): string | undefined =>
  typeof word === 'string' && Object.hasOwn(titles, word) ? titles[word] : undefined;

/** `accepts-url` as `Accepts url`. */
export function humanise(id: string): string {
  const words = id.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
