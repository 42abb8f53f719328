/**
 * Everything a reader may ask "what does that mean?" about, as data: capabilities, the risk table and modifiers, and from
 * `remarks/tables.ts` signals and findings. The methodology page, the tool pages and `docs/methodology.md` are rendered from them.
 */
import type { Category, Risk } from '#db/types.ts';

export {
  type FindingId,
  findings,
  type SignalEntry,
  type SignalId,
  signals,
} from '#crawler/classify/remarks/tables.ts';

/** A kind of thing a tool can do. Rules report capabilities; this table says what category each one belongs to. */
export interface CapabilityEntry {
  category: Category;
  /** Two to four words, as a heading. */
  title: string;
  /** One sentence in plain English, completing "This tool …" without naming it. */
  sentence: string;
}

/** Capability id -> category and wording. Order is severity, mildest first. */
export const capabilities = {
  'read-data': {
    category: 'read',
    title: 'Reads data',
    sentence: 'It returns information that is already there and leaves it as it was.',
  },
  'compute-answer': {
    category: 'read',
    title: 'Computes an answer',
    sentence: 'It works out a result from what it is given and keeps nothing.',
  },
  'ask-service': {
    category: 'read',
    title: 'Asks an outside service',
    sentence: 'It sends a question to an outside service and returns the answer.',
  },
  'view-screen': {
    category: 'read',
    title: 'Captures a view',
    sentence: 'It takes a picture or snapshot of what is shown, without touching it.',
  },
  wait: { category: 'read', title: 'Waits', sentence: 'It lets time pass or waits for a condition.' },
  'sign-in': {
    category: 'read',
    title: 'Starts a sign-in',
    sentence: 'It begins or checks a sign-in for the session; nothing else changes.',
  },
  'create-data': { category: 'write', title: 'Creates data', sentence: 'It adds something new that stays.' },
  'change-data': { category: 'write', title: 'Changes data', sentence: 'It changes something that already exists.' },
  'arrange-data': {
    category: 'write',
    title: 'Moves or links data',
    sentence: 'It moves, links, labels or unlinks things; the same tool family can put them back.',
  },
  'store-file': { category: 'write', title: 'Stores a file', sentence: 'It saves a file or uploads content.' },
  'send-message': {
    category: 'write',
    title: 'Sends a message',
    sentence: 'It sends a message, mail, post or invitation to other people.',
  },
  publish: { category: 'write', title: 'Publishes', sentence: 'It makes something visible to others.' },
  'change-access': {
    category: 'write',
    title: 'Changes access',
    sentence: 'It gives someone access or changes what they may do.',
  },
  configure: { category: 'write', title: 'Changes settings', sentence: 'It changes how something is set up.' },
  'generate-asset': {
    category: 'write',
    title: 'Generates an asset',
    sentence: 'It generates something new that is stored.',
  },
  'run-code': {
    category: 'execute',
    title: 'Runs code or commands',
    sentence: 'It runs code or a command that the caller writes.',
  },
  'run-query': {
    category: 'execute',
    title: 'Runs free-form queries',
    sentence: 'It runs a query the caller writes, which may change data as well as read it.',
  },
  'call-api': {
    category: 'execute',
    title: 'Calls any endpoint',
    sentence: 'It passes a request of the caller’s choice to an API.',
  },
  'start-process': {
    category: 'execute',
    title: 'Starts or triggers a process',
    sentence: 'It starts, restarts or triggers a job, build, workflow, agent or deployment.',
  },
  'stop-process': {
    category: 'execute',
    title: 'Stops a process',
    sentence: 'It stops, pauses or cancels something that is running.',
  },
  'drive-interface': {
    category: 'execute',
    title: 'Drives a browser, app or device',
    sentence: 'It clicks, types, navigates or operates a device as a person would.',
  },
  'delete-data': { category: 'destructive', title: 'Deletes data', sentence: 'It deletes data or resources.' },
  'clear-data': {
    category: 'destructive',
    title: 'Clears or resets',
    sentence: 'It empties or resets something; what was there is lost.',
  },
  'overwrite-data': {
    category: 'destructive',
    title: 'Overwrites data',
    sentence: 'It puts other data in place of what is there now, which is then lost.',
  },
  'revoke-access': {
    category: 'destructive',
    title: 'Takes access away',
    sentence: 'It revokes access, keys or rights.',
  },
  'cancel-commitment': {
    category: 'destructive',
    title: 'Cancels a commitment',
    sentence: 'It cancels an order, booking, subscription or the like.',
  },
  'move-money': { category: 'financial', title: 'Moves money', sentence: 'It moves money or other assets of value.' },
  trade: { category: 'financial', title: 'Trades', sentence: 'It places, changes or closes a trade.' },
  purchase: {
    category: 'financial',
    title: 'Buys',
    sentence: 'It buys something or commits someone to pay for it.',
  },
  'change-billing': {
    category: 'financial',
    title: 'Changes what is charged',
    sentence: 'It changes what someone will be charged, such as a subscription or an invoice.',
  },
  'request-payment': {
    category: 'financial',
    title: 'Asks for payment',
    sentence: 'It opens a way to be paid: a payment link, a checkout, an issued invoice.',
  },
} as const satisfies Record<string, CapabilityEntry>;

/** Id of a row of `capabilities`. */
export type CapabilityId = keyof typeof capabilities;

/** Risk before modifiers, by category. `unassessed` has none: a missing value is never an optimistic one. */
export const riskTable = {
  read: 'low',
  write: 'medium',
  execute: 'high',
  destructive: 'high',
  financial: 'high',
} as const satisfies Record<Category, Risk>;

/** A named reason that moves the risk off the base of its category. */
export interface ModifierEntry {
  id: string;
  title: string;
  explanation: string;
  /** `raise` and `lower` move one step; `at-least` and `at-most` are bounds. */
  effect: { kind: 'raise' | 'lower' } | { kind: 'at-least' | 'at-most'; risk: Risk };
}

/** Modifiers in the order they are applied: steps first, then upper bounds, then lower bounds, so that a reason for caution wins. */
export const modifiers = [
  {
    id: 'remade-at-once',
    title: 'Back at once',
    explanation:
      'What is lost comes back by itself or is the caller’s own view: a cache, a counter, a selection, a subscription to news.',
    effect: { kind: 'at-most', risk: 'low' },
  },
  {
    id: 'own-session',
    title: 'The session’s own',
    explanation: 'Changes only what the session or the caller’s own view holds, and is changed back with a click.',
    effect: { kind: 'at-most', risk: 'low' },
  },
  {
    id: 'undo-within-reach',
    title: 'Undo is within reach',
    explanation: 'The definition says how to get back what is lost: a bin, a version history, a call that restores it.',
    effect: { kind: 'at-most', risk: 'medium' },
  },
  {
    id: 'small-loss',
    title: 'A small loss',
    explanation: 'What is lost is small and made again in a moment: a draft, a bookmark, an alert, a step, a cart.',
    effect: { kind: 'at-most', risk: 'medium' },
  },
  {
    id: 'bounded-job',
    title: 'A bounded job of one’s own',
    explanation: 'Runs a test, a build or the like of the caller’s own; nothing else depends on it.',
    effect: { kind: 'at-most', risk: 'medium' },
  },
  {
    id: 'reading-language',
    title: 'A language that cannot write',
    explanation: 'Runs free queries, but in a language that only has words for reading. It can still read a lot.',
    effect: { kind: 'at-most', risk: 'medium' },
  },
  {
    id: 'read-only-query',
    title: 'Query held read-only',
    explanation:
      'Takes a free-form query, but the definition says that writing is refused. Still worth a look: it can read a lot.',
    effect: { kind: 'at-least', risk: 'medium' },
  },
  {
    id: 'returns-secrets',
    title: 'Returns secrets',
    explanation: 'The result holds a password, key, token or connection string; whoever reads it can act as you.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'creates-credentials',
    title: 'Issues credentials',
    explanation: 'Makes or rotates a key, token or password. A new credential outlives the conversation.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'changes-access',
    title: 'Changes who may do what',
    explanation:
      'Alters roles, permissions, members, accounts or bans. One call can open everything behind it, or shut people out.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'changes-guard',
    title: 'Changes a guard or an address',
    explanation: 'Alters DNS, domains, certificates, firewalls or security settings that others rely on.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'others-depend',
    title: 'Others depend on it',
    explanation:
      'Changes what a platform runs or serves, such as its resources, their number or whether it is reachable.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'overwrites-files',
    title: 'Overwrites without asking',
    explanation: 'Replaces a file that exists, or writes on another machine. What stood there before is gone.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'money-at-stake',
    title: 'Money hangs on it',
    explanation: 'Changes the terms on which money is won or lost later, such as leverage or an answer to a dispute.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'installs-software',
    title: 'Installs software',
    explanation: 'What is installed runs with the rights of where it is installed.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'reaches-people',
    title: 'Reaches other people',
    explanation:
      'Sends to whoever the call names, or to many. What has been read cannot be unread, and data can leave this way.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'makes-public',
    title: 'Makes something public',
    explanation: 'Publishes to an audience that cannot be listed. Copies stay after it is taken back.',
    effect: { kind: 'at-least', risk: 'high' },
  },
  {
    id: 'bulk-scope',
    title: 'Acts on many at once',
    explanation: 'One call touches a list, everything that matches, or all there is.',
    effect: { kind: 'raise' },
  },
  {
    id: 'arbitrary-code',
    title: 'Runs what it is given',
    explanation:
      'The argument is the program: a shell command, code, or a free-form statement. Any other limit is void.',
    effect: { kind: 'at-least', risk: 'critical' },
  },
  {
    id: 'whole-store',
    title: 'A whole store',
    explanation: 'Deletes or overwrites a database, repository, bucket, account or project with everything in it.',
    effect: { kind: 'at-least', risk: 'critical' },
  },
  {
    id: 'money-leaves',
    title: 'Money leaves',
    explanation: 'Moves money or assets to where the call says, with no ceiling but the balance.',
    effect: { kind: 'at-least', risk: 'critical' },
  },
  {
    id: 'production-scope',
    title: 'Production or root scope',
    explanation: 'The definition names production, root or the whole organisation as its scope.',
    effect: { kind: 'raise' },
  },
  {
    id: 'reads-personal-data',
    title: 'Reads private correspondence or personal data',
    explanation:
      'Returns messages, mail or personal records, which may hold secrets and instructions written by strangers.',
    effect: { kind: 'at-least', risk: 'medium' },
  },
] as const satisfies readonly ModifierEntry[];

/** Id of a row of `modifiers`. */
export type ModifierId = (typeof modifiers)[number]['id'];
