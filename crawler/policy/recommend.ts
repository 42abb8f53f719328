/**
 * The rule that should stand in front of one tool: one table over capabilities, risk, findings, branches and arguments.
 * The first row that fits counts. The site's methodology page is rendered from the table.
 */
import type { Parameter } from '#crawler/classify/read/schema.ts';
import type { Classification, Risk, ToolDefinition } from '#db/types.ts';
import { type BlankId, type BlankValues, emptyBlanks } from './blanks.ts';
import {
  type Guarding,
  guardAmounts,
  guardCommands,
  guardDestinations,
  guardMails,
  guardMethods,
  guardReach,
  guardStatements,
} from './guards.ts';
import { dailySum, limitsOf, type Pace, paces } from './limits.ts';
import { guardModes, passesRequests } from './modes.ts';
import { isWildcardName } from './names.ts';
import { type Decision, emptyTools, type Guard, type Policy, type ToolPolicy } from './policy.ts';
import { readFacts, type ToolFacts } from './tool-facts.ts';

/** What a row makes of a tool. */
interface Advice extends Partial<Guarding> {
  decision: Decision;
  pace?: Pace;
  /** How bad a call that passes can be, where the guards leave less than the tool can do. */
  risk?: Risk;
  /** A sum a day on the first amount. */
  sum?: true;
}

/** A row of the table. */
export interface Row {
  /** Reason code: names what was seen. */
  code: string;
  /** Why such a tool gets this rule, one sentence about the tool. */
  why: string;
  /** What the rule is, in a few words, for the table on the site. */
  rule: string;
  when(facts: ToolFacts): boolean;
  advise(facts: ToolFacts, blanks: BlankValues): Advice;
}

/** Lets pass what the guards hold to something, asks for everything where there is nothing to hold it to. */
const guarded = (guarding: Guarding | undefined, pace: Pace): Advice =>
  guarding ? { decision: 'allow', pace, ...guarding } : { decision: 'ask' };

const join = (...parts: (Guarding | undefined)[]): Guarding => ({
  guards: parts.flatMap((part) => part?.guards ?? []),
  blanks: [...new Set(parts.flatMap((part) => part?.blanks ?? []))],
});

const installs = /\b(un)?install(s|ed|ing|ation|er)?\b/;
const owns =
  /\btransfers?\b.{0,40}\b(owner|ownership|domain|repository|account|project|organi[sz]ation|workspace)\b|\bownership\b/;
const guardsItself =
  /\b(allowed|blocked|permitted|forbidden|trusted|denied)\b|\ballow[- ]?list|\bdeny[- ]?list|\bsandbox|\bread[- ]?only mode\b|\bpermission mode\b|\bauto[- ]?approve|\bapproval (mode|polic|setting|rule|gate|requirement)|\b(without|skips?|bypass\w*|requires?|no) (an? |the |any )?approvals?|\bsafe mode\b|\bdisables? (security|protection|confirmation|two.factor|mfa|2fa)/;
const settings =
  /\b(config\w*|settings?|preferences?|options?|polic(y|ies)|permissions?|security|guard\w*|allow\w*|block\w*|trust\w*|approvals?|mode)\b/;
const costsMoney =
  /\b(consum\w+|us(e|es|ing)|costs?|deduct\w*|spend\w*) (\w+ ){0,3}credits?\b|\bcredits? (will be|are|is) (used|charged|consumed|deducted)|\b(is|are|be|gets?|incurs?) (charged|billed|billable)\b|\bincurs? (costs?|charges?)|\bcharges? (will )?apply\b|\bcosts? (real )?money\b|\bpaid (api|feature|endpoint|call)\b/;
/** Names that end with one: a user of a cluster is none. */
const machines =
  /\b(droplet|virtual machine|vm|vps|ec2|gpu|cluster|node pool|compute instance|instance|kubernetes cluster)s?( (group|up|down|out|in))?$/;
const buildsMachines = /\b(create|launch|provision|start|deploy|resize|scale|rebuild|restore|spin up)s?\b/;
const buildsMachine = (name: string): boolean =>
  buildsMachines.test(name) && machines.test(name.replace(buildsMachines, ' ').trim());
const advertises =
  /\b(ad|ads|advert\w*|ad ?sets?|ad groups?|bid|bidding) (campaign|set|group|budget|account|creative)s?\b|\b(campaign|daily|lifetime) budget\b|\bgoogle ads\b|\bmeta ads\b/;
const fetches =
  /\b(fetch|download|import|scrap|crawl|extract|upload|load|ingest|transcrib|analy[sz]|summari[sz]|convert|clone|mirror|index)\w*\b[^.]{0,60}\b(urls?|links?|web ?pages?|web ?sites?|addresses|internet)\b/;
const handsOn =
  /\b(rout|delegat|dispatch|hand|assign|invok|spawn|call|run|execut|start|launch|send)\w*\b.{0,60}\bagents?\b/;
const agents = /\b(sub)?-?agents?\b|\bcomputer.use\b|\bautonomous/;
/** What somebody wrote and named, and a call only starts: a function in a cloud, a shortcut, a macro. */
const madeBySomebody =
  /\b(run|invok|execut|trigger|call)\w*\b[^.]{0,40}\b((edge|cloud|lambda|serverless) functions?|lambdas?|shortcuts?|automations?|macros?|runbooks?|playbooks?|scripts?|test suites?)\b|\b(run|invok|execut|call)\w* (an? |any |another |other |the |mcp |named |saved |remote )*tools?\b/;
/** What the agent is offered from then on. */
const addsTools =
  /\b(sav|regist|add|creat|import|generat|expos|publish|turn|convert|load|mount)\w*\b[^.]{0,60}\b(as|into) (an? |new |custom |callable |mcp )*tools?\b|\b(add|regist|connect|mount)\w* (an? |the |new |custom |external |another |remote )*(mcp|tool) servers?\b|\b(add|regist|creat|import)\w* (an? |new |custom |dynamic )*(mcp|custom|dynamic) tools?\b/;
/** What is made is written down in the call: a specification says what runs afterwards. */
const fromSpecification =
  /\b(create|deploy|launch|apply|provision|update|install)\w*\b[^.]{0,60}\b(from|with|by|using|per) (an? |the |its |your |raw |yaml |json |app |full )*(specs?|specifications?|manifests?|compose files?|helm charts?|blueprints?)\b/;
const isGrave = ({ risk }: ToolFacts): boolean => risk === 'high' || risk === 'critical';
const changes = ({ category }: ToolFacts): boolean => category !== 'read' && category !== 'unassessed';

/** Every row, the gravest reason first. */
export const rows: readonly Row[] = [
  {
    code: 'suspicious-text',
    why: 'Its definition speaks to the model, and does so by being listed: what the model does not see cannot steer it.',
    rule: 'hide',
    when: ({ verdict }) => verdict.findings.length > 0,
    advise: () => ({ decision: 'hide' }),
  },
  {
    code: 'not-assessed',
    why: 'The definition says too little to judge it, and the safe rule is to refuse it until somebody has looked.',
    rule: 'deny',
    when: ({ category }) => category === 'unassessed',
    advise: () => ({ decision: 'deny' }),
  },
  {
    code: 'mild-modes',
    why: 'Only some values of an argument do damage: the mild ones are listed and pass, all others wait for a person.',
    rule: 'the mild modes pass, the rest asks',
    when: (facts) => guardModes(facts) !== undefined,
    advise: (facts) => {
      const { guards, worst } = guardModes(facts)!;
      const kept = worst === 'write' ? { pace: paces.steady, risk: 'medium' as const } : { risk: 'low' as const };
      return { decision: 'allow', guards, blanks: [], ...kept };
    },
  },
  {
    code: 'returns-secrets',
    why: 'It hands out or makes a secret, and whoever reads it can act as you.',
    rule: 'ask',
    when: (facts) => facts.modified('returns-secrets', 'creates-credentials'),
    advise: () => ({ decision: 'ask', pace: paces.few }),
  },
  {
    code: 'changes-access',
    why: 'It decides who may do what, and one call can open or close everything behind it.',
    rule: 'ask',
    when: (facts) => facts.does('change-access', 'revoke-access') || facts.modified('changes-access'),
    advise: () => ({ decision: 'ask', pace: paces.few }),
  },
  {
    code: 'runs-code',
    why: 'The argument is the program, so no count of calls makes it safe; only what the program may be does.',
    rule: 'ask; listed commands pass',
    // What is of low risk runs nothing of the caller's: it closes a terminal, or lists what one may run.
    when: (facts) =>
      (facts.does('run-code') && facts.risk !== 'low') ||
      (facts.category === 'execute' && facts.modified('arbitrary-code') && !facts.does('run-query')),
    advise: (facts, blanks) => ({
      ...guarded(guardCommands(facts, blanks), paces.careful),
      blanks: blankFor(guardCommands(facts, { ...blanks, commands: ['x'] }) !== undefined, 'commands'),
    }),
  },
  {
    code: 'runs-statements',
    why: 'It runs a statement that the caller writes, which can change data as well as read it.',
    rule: 'ask; a single reading statement passes',
    when: (facts) => facts.does('run-query') && !facts.modified('reading-language'),
    advise: (facts) => guarded(guardStatements(facts), paces.careful),
  },
  {
    code: 'passes-requests-on',
    why: 'It passes on a request of the caller’s choice, with the rights of the server.',
    rule: 'ask; requests that read pass',
    when: (facts) => facts.does('call-api') || passesRequests(facts),
    advise: (facts) => guarded(guardMethods(facts), paces.careful),
  },
  {
    code: 'moves-money',
    why: 'A single call can cost money that is not given back.',
    rule: 'ask, with a cap a call and a day where there is an amount',
    when: ({ category }) => category === 'financial',
    advise: (facts, blanks) => {
      const amounts = guardAmounts(facts, blanks);
      return {
        decision: 'ask',
        pace: paces.few,
        ...amounts,
        ...(amounts && { sum: true as const, blanks: ['cap', 'daily-cap'] as const satisfies BlankId[] }),
      } as Advice;
    },
  },
  {
    code: 'destroys',
    why: 'What it takes away does not come back, and a single call is enough.',
    rule: 'hide',
    when: (facts) =>
      facts.category === 'destructive' && facts.risk === 'critical' && facts.does('delete-data', 'clear-data'),
    advise: () => ({ decision: 'hide' }),
  },
  {
    code: 'takes-little-away',
    why: 'What it takes away is small or soon made again; a limit keeps a loop of mistakes small.',
    rule: 'limits',
    when: ({ category, risk }) => category === 'destructive' && risk === 'low',
    advise: () => ({ decision: 'allow', pace: paces.careful }),
  },
  {
    code: 'takes-away',
    why: 'It takes something away or puts something else in its place; a person can tell whether that is meant.',
    rule: 'ask',
    when: ({ category }) => category === 'destructive',
    advise: ({ risk }) => ({ decision: 'ask', ...(risk !== 'critical' && { pace: paces.careful }) }),
  },
  {
    code: 'installs-software',
    why: 'What it installs runs later, with all the rights of the machine it is on.',
    rule: 'ask',
    when: (facts) => changes(facts) && installs.test(facts.nameWords()),
    advise: () => ({ decision: 'ask', pace: paces.few }),
  },
  {
    code: 'moves-ownership',
    why: 'It gives something to another owner, who alone can give it back.',
    rule: 'ask',
    when: (facts) => changes(facts) && owns.test(facts.opener()),
    advise: () => ({ decision: 'ask', pace: paces.few }),
  },
  {
    code: 'loosens-guard',
    why: 'It can change the settings that hold the server itself back.',
    rule: 'ask',
    when: (facts) => changes(facts) && settings.test(facts.nameWords()) && guardsItself.test(facts.text()),
    advise: () => ({ decision: 'ask', pace: paces.few }),
  },
  {
    code: 'adds-tools',
    why: 'It gives the agent something new to call, which nobody has looked at yet.',
    rule: 'ask',
    when: (facts) => changes(facts) && addsTools.test(facts.opener()),
    advise: () => ({ decision: 'ask', pace: paces.few }),
  },
  {
    code: 'costs',
    why: 'Each call uses up credits, machines or budget that somebody pays for.',
    rule: 'ask',
    when: (facts) =>
      changes(facts) &&
      (costsMoney.test(facts.text()) || buildsMachine(facts.nameWords()) || advertises.test(facts.opener())),
    advise: (facts, blanks) => ({ decision: 'ask', pace: paces.few, ...guardAmounts(facts, blanks) }),
  },
  {
    code: 'sets-up-what-others-use',
    why: 'It decides what runs for others or how: a wrong value stops what they rely on.',
    rule: 'ask',
    when: (facts) =>
      changes(facts) &&
      ((facts.modified('others-depend') && settings.test(facts.nameWords())) || fromSpecification.test(facts.opener())),
    advise: () => ({ decision: 'ask', pace: paces.careful }),
  },
  {
    code: 'reaches-people',
    why: 'What it sends or publishes cannot be called back, and data can leave this way.',
    rule: 'a few an hour and a day; mail to listed domains only, else ask; attached files are held to the folder',
    when: (facts) =>
      changes(facts) &&
      (facts.modified('reaches-people', 'makes-public') ||
        facts.does('send-message') ||
        (facts.does('publish') && (facts.main() === 'publish' || isGrave(facts)))),
    advise: (facts, blanks) => {
      const mail = guardMails(facts, blanks);
      const files = guardReach(facts, blanks, ['files']);
      const many =
        facts.modified('bulk-scope') ||
        facts.risk === 'critical' ||
        /\b(broadcast|newsletter|mass|bulk|campaign)\b/.test(facts.opener());
      const needed = blankFor(facts.mails().length > 0, 'domains');
      if (many || (facts.mails().length > 0 && !mail))
        return { decision: 'ask', pace: paces.few, blanks: many ? [] : needed };
      const { guards, blanks: used } = join(mail, files);
      return { decision: files.decision, pace: paces.few, guards, blanks: [...new Set([...needed, ...used])] };
    },
  },
  {
    code: 'runs-agent',
    why: 'It sets another agent to work, which decides for itself what it does.',
    rule: 'ask',
    when: (facts) =>
      (facts.category === 'execute' && agents.test(facts.opener()) && facts.does('start-process', 'drive-interface')) ||
      (changes(facts) && handsOn.test(facts.opener())),
    advise: () => ({ decision: 'ask', pace: paces.careful }),
  },
  {
    code: 'critical',
    why: 'A single call can do lasting damage, so no count of calls makes it safe.',
    rule: 'ask',
    when: ({ risk }) => risk === 'critical',
    advise: () => ({ decision: 'ask' }),
  },
  {
    code: 'queries-by-reading-language',
    why: 'Its language has no words for writing, and still reads whatever its account can.',
    rule: 'limits',
    when: (facts) => facts.does('run-query') && facts.modified('reading-language'),
    advise: () => ({ decision: 'allow', pace: paces.careful }),
  },
  {
    code: 'runs-what-somebody-made',
    why: 'It starts by its name what somebody else wrote, and what that does stands in no definition.',
    rule: 'ask',
    when: (facts) => facts.category === 'execute' && isGrave(facts) && madeBySomebody.test(facts.opener()),
    advise: () => ({ decision: 'ask', pace: paces.careful }),
  },
  {
    code: 'sets-in-motion',
    why: 'What it sets in motion is decided by its arguments, and those can come from text the agent has read.',
    rule: 'limits; addresses and paths are held to what is listed; where a rule cannot name them, ask',
    when: ({ category }) => category === 'execute',
    advise: (facts, blanks) => ({
      pace: paces.careful,
      ...guardReach(facts, blanks),
    }),
  },
  {
    code: 'reads-by-statement',
    why: 'It is said to refuse writing, and can still read whatever its account can.',
    rule: 'limits; a single reading statement passes, the rest asks',
    when: (facts) => facts.category === 'read' && facts.modified('read-only-query'),
    advise: (facts) => ({ decision: 'allow', pace: paces.careful, ...(guardStatements(facts, true) ?? {}) }),
  },
  {
    code: 'graver-than-usual',
    why: 'It changes nothing that cannot be made good, but a call of it reaches further than most.',
    rule: 'limits',
    when: ({ risk }) => risk === 'high',
    advise: (facts, blanks) =>
      facts.category === 'read'
        ? { decision: 'ask', pace: paces.careful }
        : { pace: paces.careful, ...guardReach(facts, blanks, ['files']) },
  },
  {
    code: 'reads-more-than-harmless',
    why: 'It changes nothing, and yet what it returns can be used, or carried out by another tool of the session.',
    rule: 'limits; addresses and paths are held to what is listed; where a rule cannot name them, ask',
    when: ({ category, risk }) => category === 'read' && risk !== 'low',
    advise: (facts, blanks) => ({
      pace: paces.steady,
      ...guardReach(facts, blanks),
    }),
  },
  {
    code: 'reaches-addresses-or-files',
    why: 'It only reads, from wherever its arguments say: an address inside your network, or a file that holds a key.',
    rule: 'free; addresses and paths are held to what is listed; where a rule cannot name them, ask',
    when: (facts) => facts.category === 'read' && (facts.urls().length > 0 || facts.files().length > 0),
    advise: guardReach,
  },
  {
    code: 'reads',
    why: 'It only reads, and what it returns is not kept from anybody.',
    rule: 'free',
    when: ({ category }) => category === 'read',
    advise: () => ({ decision: 'allow' }),
  },
  {
    code: 'touches-files',
    why: 'One of its arguments is the path of a file or folder, and a wrong one reaches what it should leave alone.',
    rule: 'limits; paths are held to the folder; where a rule cannot name them, ask',
    when: (facts) => facts.files().length > 0,
    advise: (facts, blanks) => ({ pace: paces.steady, ...guardReach(facts, blanks, ['files']) }),
  },
  {
    code: 'sends-data-out',
    why: 'One of its arguments is an address that data will go to.',
    rule: 'limits; listed hosts pass, the rest asks',
    when: (facts) => facts.urls().some(({ name }) => /webhook|endpoint|destination|target/i.test(name)),
    advise: (facts, blanks) => {
      const guarding = guardDestinations(facts, blanks);
      return {
        ...(guarding ? { decision: 'allow', ...guarding } : { decision: 'ask' }),
        pace: paces.steady,
        blanks: ['hosts'],
      };
    },
  },
  {
    code: 'fetches-address',
    why: 'It fetches what one of its arguments points to, which can be an address inside your network.',
    rule: 'limits; addresses and paths are held to what is listed; where a rule cannot name them, ask',
    when: (facts) => facts.urls().length > 0 && fetches.test(facts.text()),
    advise: (facts, blanks) => ({
      pace: paces.steady,
      ...guardReach(facts, blanks),
    }),
  },
  {
    code: 'ordinary-write',
    why: 'One wrong call is a nuisance, a loop of them a mess that somebody has to undo; a limit keeps a mistake small.',
    rule: '30 a minute',
    when: (facts) =>
      facts.does('create-data', 'change-data', 'arrange-data') || facts.verdict.capabilities.length === 0,
    advise: () => ({ decision: 'allow', pace: paces.ordinary }),
  },
  {
    code: 'other-write',
    why: 'It changes how something is set up or adds something that takes room; a limit keeps a mistake small.',
    rule: 'limits',
    when: () => true,
    advise: () => ({ decision: 'allow', pace: paces.steady }),
  },
];

const blankFor = (wanted: boolean, ...ids: BlankId[]): BlankId[] => (wanted ? ids : []);

/**
 * Why a tool has the rule it has: a row of the table, that its name cannot be written safely, or that its name is taken
 * for another's.
 */
export type ReasonCode = string;

/** The code of a tool whose rule is that of another tool which some client takes it for. */
export const sharedNameCode = 'shared-name';

/** Facts only; the sentences about them are written where they are shown. */
export interface Recommendation {
  code: ReasonCode;
  rule: ToolPolicy;
  /** Blanks that the rule is made from, or would be milder with. */
  blanks: readonly BlankId[];
}

/** What else decides. */
export interface RecommendContext {
  blanks?: BlankValues;
  /** Those of the tool, where they are known already. */
  parameters?: readonly Parameter[];
}

/** What is known of a tool when nothing but its name is. */
export type KnownTool = Pick<ToolDefinition, 'name'> & Partial<ToolDefinition>;

/** Recommends the rule for one tool. Pure. */
export function recommend(tool: KnownTool, verdict: Classification, context: RecommendContext = {}): Recommendation {
  if (isWildcardName(tool.name)) {
    return { code: 'wildcard-name', rule: { decision: 'deny', reason: wildcardReason }, blanks: [] };
  }
  const facts = readFacts(tool, verdict, context.parameters);
  const values = context.blanks ?? emptyBlanks;
  const row = rows.find((candidate) => candidate.when(facts))!;
  const advice = row.advise(facts, values);
  const sum = advice.sum && facts.amounts()[0]?.path;
  const limits = [
    ...limitsOf(tool.name, advice.pace ?? {}),
    ...(sum ? [dailySum(tool.name, sum, values['daily-cap'])] : []),
  ];
  const guards: readonly Guard[] = advice.guards ?? [];
  const risk = advice.risk ?? verdict.risk;
  return {
    code: row.code,
    blanks: advice.blanks ?? [],
    rule: {
      decision: advice.decision,
      ...(guards.length > 0 && { guards }),
      ...(limits.length > 0 && { limits }),
      reason: row.why,
      ...(risk && { risk }),
      ...(tool.annotations?.readOnlyHint === true && { claimsReadOnly: true as const }),
    },
  };
}

const wildcardReason = 'Its name holds a “*”, which a gateway would read as any name.';

/** The row with this code; undefined for a code of an earlier table. */
export const findRow = (code: ReasonCode): Row | undefined => rows.find((row) => row.code === code);

/** A policy of one tool alone. */
export function policyOf(toolName: string, rule: ToolPolicy): Policy {
  const tools = emptyTools();
  tools[toolName] = rule;
  return { version: 1, default: 'deny', tools };
}
