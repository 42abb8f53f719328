/** Sentences about one tool or server, written from codes and facts at the moment they are shown; none is stored. */

import type { CapabilityId } from '#crawler/classify/decide/tables.ts';
import { explainRule, limitWords } from '#crawler/policy/explain.ts';
import { type Exposure, mainCapability } from '#crawler/policy/exposure.ts';
import type { NameClash } from '#crawler/policy/name-clashes.ts';
import { findRow, type Recommendation, sharedNameCode } from '#crawler/policy/recommend.ts';
import { kindOf, type RuleKind } from '#crawler/policy/server-policy.ts';
import { sharedReason } from '#crawler/policy/strictest.ts';
import type { ChangeEntry } from '#db/queries/changes.ts';
import {
  type Classification,
  contextParts,
  type Evidence,
  type Json,
  ownProvenances,
  type Provenance,
  type Risk,
  type ToolDefinition,
  type VerdictCategory,
} from '#db/types.ts';
import { changedParts, partWords } from './definition-parts.ts';
import { placeWord } from './evidence.ts';
import { count, formatPercent, joinWords, shorten } from './format.ts';
import { listedValues } from './parameters.ts';
import {
  categoryTitles,
  describeCapability,
  describeModifier,
  outcomeTitles,
  riskTitles,
  riskWord,
  titleIn,
} from './vocabulary.ts';

/** What a tool of each capability is called for, after “Agents call it to”. */
const purposes: Record<CapabilityId, string> = {
  'read-data': 'look something up',
  'compute-answer': 'have something worked out',
  'ask-service': 'ask an outside service',
  'view-screen': 'look at what is shown',
  wait: 'wait for something',
  'sign-in': 'begin or check a sign-in',
  'create-data': 'add something new',
  'change-data': 'change something that exists',
  'arrange-data': 'move, link or label things',
  'store-file': 'save or upload a file',
  'send-message': 'write to other people',
  publish: 'make something visible to others',
  'change-access': 'change who may do what',
  configure: 'change how something is set up',
  'generate-asset': 'have something made and kept',
  'run-code': 'run code or a command',
  'run-query': 'run a query of their own',
  'call-api': 'pass on a request of their own',
  'start-process': 'start or trigger something',
  'stop-process': 'stop something that is running',
  'drive-interface': 'operate a browser, an app or a device',
  'delete-data': 'delete something',
  'clear-data': 'empty or reset something',
  'overwrite-data': 'put other data in place of what is there',
  'revoke-access': 'take access away',
  'cancel-commitment': 'cancel something that was agreed',
  'move-money': 'move money or other assets',
  trade: 'place, change or close a trade',
  purchase: 'buy something',
  'change-billing': 'change what somebody will be charged',
  'request-payment': 'ask somebody for payment',
};

const plainPurposes: Record<Exclude<VerdictCategory, 'unassessed'>, string> = {
  read: 'look something up',
  write: 'create or change something',
  execute: 'set something in motion',
  destructive: 'take something away',
  financial: 'move money, or commit somebody to pay',
};

/** What agents use such a tool for, and what is left of a call afterwards: the sentence under the name. */
export function useSentence(verdict: Classification, server: string, description = ''): string {
  const { category } = verdict;
  if (category === 'unassessed') return `What agents would use it for on ${server} cannot be told from its definition.`;
  const main = mainCapability(verdict);
  const purpose = main ? purposes[main] : plainPurposes[category];
  const uses = hasMilder(verdict)
    ? `for several things through ${server}, at worst to ${purpose}`
    : `to ${purpose} through ${server}`;
  return `Agents call it ${uses}. ${aftermath(verdict, description)}`.trim();
}

/** Whether an argument decides what it does, and some of that is milder than the verdict. */
const hasMilder = ({ branches, category }: Classification) => {
  const worst = branches.filter((branch) => branch.category === category);
  return worst.length > 0 && worst.length < branches.length;
};

const modified = (verdict: Classification, ...ids: string[]) =>
  verdict.modifiers.some(({ modifier }) => ids.includes(modifier));

/** Words by which a definition itself says that there is no way back. */
const finality =
  /\b(cannot|can't|can not|not) be (undone|reversed|recovered|restored)\b|\birreversibl|\bpermanent|\bfor good\b|\bno undo\b/i;

/** Writing that leaves what was there, or that the same tools can put back. */
const reversible: readonly string[] = ['create-data', 'change-data', 'arrange-data', 'configure'];

/** What is left of a call afterwards; empty where nothing true can be said in general. */
function aftermath(verdict: Classification, description: string): string {
  const { category, risk } = verdict;
  const main = mainCapability(verdict);
  switch (category) {
    case 'read':
      return verdict.signals.some(({ signal }) => signal === 'writes-output-file')
        ? ''
        : 'Nothing should be different afterwards.';
    case 'write': {
      const sends = verdict.capabilities.some(({ capability }) => capability === 'send-message');
      if (modified(verdict, 'reaches-people', 'makes-public') || sends || main === 'publish') {
        return 'What others have seen cannot be called back.';
      }
      const harmless = (risk === 'low' || risk === 'medium') && verdict.modifiers.length === 0;
      return harmless && main && reversible.includes(main) && !finality.test(description)
        ? 'What it does can be undone, if somebody notices.'
        : '';
    }
    case 'destructive':
      if (modified(verdict, 'undo-within-reach') && !finality.test(description))
        return 'What it takes away is said to come back by itself or by one call.';
      // What is of low risk to lose is a copy, or soon made again.
      return risk === 'low' || modified(verdict, 'small-loss', 'remade-at-once')
        ? ''
        : 'What it takes away does not come back by itself.';
    case 'financial':
      return main === 'request-payment' ? '' : 'What has been paid or agreed is rarely given back.';
    default:
      return '';
  }
}

/** The heading over `reasoning`: a rule is only said to be needed where the recommended one holds something back. */
export const reasoningTitle = ({ rule }: Recommendation): string =>
  kindOf(rule) === 'allow' ? 'What it does' : 'Why it needs a rule';

/** What a call does, what says so, and why the rule is what it is: one paragraph per thought. */
export function reasoning(
  definition: ToolDefinition,
  verdict: Classification,
  recommendation: Recommendation,
): string[] {
  const thoughts = [mainThought(definition.name, verdict), evidenceThought(verdict)];
  if (hasMilder(verdict)) thoughts.push(branchThought(definition, verdict));
  thoughts.push(movedThought(verdict));
  thoughts.push(verdict.findings.length > 0 ? suspectThought : ruleReason(recommendation));
  if (kindOf(recommendation.rule) === 'allow') {
    thoughts.push(
      'It may be called freely. Its result can still be text that a stranger wrote, so judge it together with the other tools of the session.',
    );
  }
  if (verdict.category !== 'unassessed' && verdict.confidence < 0.7) {
    thoughts.push(
      `The definition leaves room for doubt: the verdict is ${formatPercent(verdict.confidence)} sure. Where it matters, look at what the tool really does.`,
    );
  }
  return [...new Set(thoughts)].filter((thought) => thought !== '');
}

function mainThought(name: string, verdict: Classification): string {
  if (verdict.notJudged) {
    return 'Its definition is longer than any that is judged, and longer than anybody reads. That is not a low risk: it is an unknown one.';
  }
  if (verdict.category === 'unassessed') {
    return `Neither the name “${name}”, nor a description, nor its parameters say what a call does. That is not a low risk: it is an unknown one.`;
  }
  const sentences = spokenCapabilities(verdict).map(({ sentence }) => sentence);
  return sentences.length > 0
    ? sentences.join(' ')
    : {
        read: 'It returns information.',
        write: 'It changes something.',
        execute: 'It sets something in motion.',
        destructive: 'It takes something away.',
        financial: 'It moves money.',
      }[verdict.category];
}

/** What a capability is in words; a query in a language that only reads is not said to write. */
const capabilitySentence = (capability: string, verdict: Classification): string =>
  capability === 'run-query' && modified(verdict, 'reading-language')
    ? 'It runs a query the caller writes.'
    : describeCapability(capability).sentence;

/** What the verdict's first sentences say that a tool does, two things at most. */
function spokenCapabilities(verdict: Classification): { rule: string; sentence: string; evidence: Evidence[] }[] {
  const spoken = new Map<string, { rule: string; sentence: string; evidence: Evidence[] }>();
  for (const { capability, rule, evidence } of verdict.capabilities) {
    if (describeCapability(capability).category !== verdict.category) continue;
    // Of low risk is only what stands beside running: closing a terminal, listing what may be run.
    if (capability === 'run-code' && verdict.risk === 'low') continue;
    const sentence = capabilitySentence(capability, verdict);
    if (sentence && !spoken.has(sentence)) spoken.set(sentence, { rule, sentence, evidence });
  }
  return [...spoken.values()].slice(0, 2);
}

/** Quotes of a sentence, at most. */
const maxQuotes = 3;

/** Which words decided, one at each place; words for what was said first and they do not speak of; and what stands beside them. */
function evidenceThought(verdict: Classification): string {
  const { evidence, support } = verdict;
  if (evidence.length === 0) return '';
  const firstOf = new Map(evidence.toReversed().map((item) => [placeWord(item.pointer), item]));
  const decisive = [...new Set(evidence.map((item) => firstOf.get(placeWord(item.pointer))!))];
  const spoken = spokenCapabilities(verdict);
  const ofEach = spoken.flatMap((one) => decisive.find((item) => item.rule === one.rule) ?? one.evidence.slice(0, 1));
  const quoted = [...new Set([...ofEach, ...decisive])].slice(0, maxQuotes);
  const byPlace = Map.groupBy(quoted, (item) => placeWord(item.pointer));
  const quotes = joinWords(
    [...byPlace].map(
      ([place, items]) => `${joinWords([...new Set(items.map(({ quote }) => `“${shorten(quote, 80)}”`))])} in ${place}`,
    ),
  );
  const beside =
    support.length > 0
      ? `, and ${count(support.length, 'tool')} of the same server ${support.length === 1 ? 'is' : 'are'} named the same way`
      : '';
  return `What says so: ${quotes}${beside}.`;
}

/** Values of a mode that are quoted in a sentence; more are counted. */
const quotedModes = 4;

function branchThought(definition: ToolDefinition, { branches, category }: Classification): string {
  const worst = branches.filter((branch) => branch.category === category);
  const { parameter } = worst[0]!;
  const own = (branch: Classification['branches'][number]) => branch.parameter === parameter;
  const grave = worst.filter(own);
  const more = grave.length - quotedModes;
  const values = joinWords(
    [
      ...grave.slice(0, quotedModes).map(({ value }) => `“${value}”`),
      ...(more > 0 ? [count(more, 'other value', 'other values')] : []),
    ],
    'or',
  );
  const mild = branches.filter(own).length - grave.length;
  const unread = unreadValues(definition, branches, parameter).length;
  const rest = [
    ...(mild > 0 ? [`${count(mild, 'other value is', 'other values are')} milder`] : []),
    ...(unread > 0 ? [`what ${count(unread, 'more does', 'more do')} is not known`] : []),
  ];
  const after = rest.length > 0 ? `; ${joinWords(rest)}` : '';
  return `It does several things by argument. With ${parameter} set to ${values} it is ${categoryTitles[category].toLowerCase()}${after}. One name covers all of them, so the worst decides.`;
}

/** Values of a mode that could not be read, of those its schema lists. */
export function unreadValues(
  definition: ToolDefinition,
  branches: Classification['branches'],
  parameter: string,
): string[] {
  const own = branches.filter((branch) => branch.parameter === parameter);
  const read = new Set(own.map(({ value }) => value));
  return listedValues(
    definition,
    own.map(({ pointer }) => pointer),
  ).filter((value) => !read.has(value));
}

function movedThought({ modifiers }: Classification): string {
  const words = modifiers.map((applied) => describeModifier(applied.modifier)).filter((entry) => entry.explanation);
  return words.map((entry) => entry.explanation).join(' ');
}

/** Said instead of everything reassuring where a definition does more than describe. */
const suspectThought =
  'Whatever a call does, the definition itself speaks to the model. It does so in every session in which the tool is listed, called or not: hide it, or do not connect the server, before somebody has read it.';

/** What the downloaded rule does: the rule itself, and then what its arguments are held to. */
export function ruleSentence(name: string, { rule, code }: Recommendation): string {
  if (code === 'wildcard-name') {
    return `The name holds a “*”, which a gateway would read as “any name”. The document therefore leaves ${name || 'this tool'} out, and its default denies it.`;
  }
  return explainRule(name, rule).join(' ');
}

/** Why the rule is the one it is; empty where the table no longer has the reason. */
export const ruleReason = ({ code }: Recommendation): string =>
  findRow(code)?.why ?? (code === sharedNameCode ? sharedReason : '');

const clashWords: Record<NameClash['reasons'][number], string> = {
  case: 'they differ by capitals only',
  letters: 'their letters look alike',
  characters: 'clients write “_” for what tells them apart',
  length: 'clients cut them where they still agree',
};

/** Why names are one somewhere: `they differ by capitals only`. */
export const clashReason = ({ reasons }: NameClash): string => joinWords(reasons.map((reason) => clashWords[reason]));

/** The rule in a few words: `Allow, 30 calls a minute`. */
export function ruleTitle({ rule }: Recommendation): string {
  if (rule.decision === 'allow' && rule.guards && !rule.limits) return 'Allow on conditions';
  const title = ruleTitles[kindOf(rule)];
  return rule.decision === 'allow' && rule.limits ? `${title}, ${limitWords(rule.limits)}` : title;
}

export const ruleTitles: Record<RuleKind, string> = {
  allow: 'Allow',
  limit: 'Allow within limits',
  ask: 'Ask a person',
  hide: 'Hide',
  deny: 'Deny',
};

/** What a whole-server document does, by how many tools each rule stands in front of. */
export function serverPolicySentence(counts: Record<RuleKind, number>): string {
  const words: [number, string][] = [
    [counts.allow, 'allows'],
    [counts.limit, 'allows within limits or on conditions'],
    [counts.ask, 'asks before'],
    [counts.deny, 'denies'],
    [counts.hide, 'hides'],
  ];
  const parts = words.filter(([number]) => number > 0).map(([number, verb]) => `${verb} ${number}`);
  const total = words.reduce((sum, [number]) => sum + number, 0);
  if (total === 0) return 'There is no tool to write a rule for.';
  return `Of ${count(total, 'tool')} it ${joinWords(parts)}. A tool that appears later is denied until somebody decides.`;
}

export interface Question {
  question: string;
  answer: string;
}

/** The questions people ask about a tool, answered from what is known about this one. */
export function toolQuestions(facts: {
  tool: string;
  server: string;
  package?: string | null;
  verdict: Classification;
  recommendation: Recommendation;
}): Question[] {
  const { tool, server, verdict, recommendation } = facts;
  const { category, risk } = verdict;
  return [
    {
      question: `What does ${tool} do?`,
      answer: `${mainThought(tool, verdict)} It is one of the tools of ${server}.`,
    },
    {
      question: `How risky is ${tool}?`,
      answer:
        category === 'unassessed'
          ? `It could not be assessed: the definition ${verdict.notJudged ? 'is too large to be judged' : 'says too little'}. Treat it as you would treat a stranger’s program.`
          : `${riskTitles[risk!]}. Its category is ${categoryTitles[category].toLowerCase()}, and the verdict is ${formatPercent(verdict.confidence)} sure.`,
    },
    {
      question: `How do I limit ${tool}?`,
      answer: `Give its entry under “tools” a “limits” item with a counter, a window of minute, hour or day, a “max” and the scope “grant”. ${
        recommendation.rule.limits && recommendation.rule.decision === 'allow'
          ? `The policy on this page does so with ${limitWords(recommendation.rule.limits)}.`
          : recommendation.rule.decision === 'allow'
            ? 'The policy on this page does not, because the tool needs none.'
            : 'The policy on this page does not, because a limit alone is not the right rule here.'
      }`,
    },
    {
      question: `How do I block ${tool}?`,
      answer: `Put its name into “hide”: it then disappears from the list of tools and calls are denied. To keep it visible and refuse it with a message, give it a “deny_if” item with empty “conditions”. With “default” set to “deny”, leaving it out blocks it too.`,
    },
    {
      question: `Which server provides ${tool}?`,
      answer: `${server}${facts.package ? `, published as ${facts.package}` : ''}. Other servers may have a tool of the same name that does something else.`,
    },
    {
      question: 'How is the policy enforced?',
      answer:
        'By a gateway or client that stands between the agent and the server and reads this document: it checks each call before the server sees it. The document does nothing by itself, and a prompt cannot replace it.',
    },
  ];
}

/** What a server exposes: its worst tool, what that can do, and how far that is all of it. */
export function exposureSentence({ risk, worst, sentence, unassessed }: Exposure): string {
  if (risk === null)
    return 'None of its tools says enough to tell what a call could do. That is an unknown risk, not a low one.';
  const [first, ...others] = worst;
  const beside = others.length > 0 ? ` ${count(others.length, 'other tool is', 'other tools are')} as grave.` : '';
  const unknown = unassessed > 0 ? ` ${count(unassessed, 'tool')} could not be assessed.` : '';
  return `The worst that can be reached is ${first}: ${lowerFirst(sentence || 'it could not be said what it does.')}${beside}${unknown}`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A sentence about a change, taken apart at the name of the tool, where it has one. */
export interface ChangeWords {
  before: string;
  tool: string;
  after: string;
}

/** What happened, in a sentence. */
export function changeSentence(entry: ChangeEntry): string {
  const { before, tool, after } = changeWords(entry);
  return before + tool + after;
}

/** What happened, in words. `detail` holds the facts stored with the event. */
export function changeWords({ change, definitions }: ChangeEntry): ChangeWords {
  const detail = change.detail;
  const name = textOf(detail.name) ?? 'a tool';
  const server = (sentence: string): ChangeWords => ({ before: sentence, tool: '', after: '' });
  const tool = (after: string, before = ''): ChangeWords => ({ before, tool: name, after });
  switch (change.kind) {
    case 'server-found':
      return server(`First visit: ${outcomeWord(detail.outcome).toLowerCase()}`);
    case 'server-gone':
      return server(`No longer listed: ${outcomeWord(detail.outcome).toLowerCase()}`);
    case 'server-back':
      return server('Listed again');
    case 'tool-added':
      if (isFirstOwn(detail))
        return tool(
          isAided(detail)
            ? ' was not listed beside a stand-in for the network'
            : ' was not known until the server listed it',
        );
      return tool(detail.again === true ? ' came back' : ' was added');
    case 'tool-removed':
      if (isFirstOwn(detail))
        return tool(
          ` was ${isAided(detail) ? 'listed beside a stand-in for the network' : 'known from its source'}, and the server does not list it`,
        );
      return tool(' was removed');
    case 'tool-changed':
      if (isFirstOwn(detail))
        return tool(
          ` is defined by the server otherwise than ${isAided(detail) ? 'beside a stand-in for the network' : 'by its source'}`,
        );
      return tool(' changed', `${changedWords(definitions)} of `);
    case 'verdict-changed':
      return tool(
        ` went from ${verdictWord(detail.from, detail.fromRisk)} to ${verdictWord(detail.to, detail.toRisk)}${
          detail.because === 'ruleset' ? ', because the rules changed' : ', because its definition changed'
        }`,
      );
    case 'trust-changed':
      return server(
        `Trust went from ${textOf(detail.from) ?? 'no grade'} to ${textOf(detail.to) ?? 'no grade'}, because the method changed: what the tools can do is no longer part of it`,
      );
    case 'posture-changed':
      return server(`A visit now ends with “${outcomeWord(detail.to)}”; before, with “${outcomeWord(detail.from)}”`);
    case 'context-changed':
      return server(`The ${contextWords(detail.parts)} that the model is given beside the tools changed`);
  }
}

function contextWords(parts: Json | undefined): string {
  const known = contextParts.filter((part) => Array.isArray(parts) && parts.includes(part));
  return known.length > 0 ? joinWords([...known]) : 'words';
}

function changedWords(definitions: ChangeEntry['definitions']): string {
  const parts = definitions ? changedParts(definitions.from, definitions.to) : [];
  return parts.length > 0 ? `The ${joinWords(parts.map((part) => partWords[part]))}` : 'The definition';
}

/** Whether the server listed its tools for the first time after they were known another way. */
const isFirstOwn = ({ provenance }: Record<string, Json>) =>
  Array.isArray(provenance) && ownProvenances.includes(provenance[1] as Provenance);

/** Whether that other way was a list of its own too, beside a stand-in for the network. */
const isAided = ({ provenance }: Record<string, Json>) => Array.isArray(provenance) && provenance[0] === 'stand-in';

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);

const outcomeWord = (value: Json | undefined) => titleIn(outcomeTitles, value) ?? 'not listed';

function verdictWord(category: Json | undefined, risk: Json | undefined): string {
  const title = titleIn(categoryTitles, category);
  if (!title || category === 'unassessed') return 'not assessed';
  return `${title.toLowerCase()}, ${riskWord((risk ?? null) as Risk | null).toLowerCase()} risk`;
}
