/** Sentences about one tool or server, written from codes and facts at the moment they are shown; none is stored. */

import type { Recommendation, RuleKind } from '#crawler/policy/recommend.ts';
import type { ChangeEntry } from '#db/queries/changes.ts';
import type { Server } from '#db/queries/servers.ts';
import type { Classification, Json, Outcome, Risk, VerdictCategory } from '#db/types.ts';
import { changedParts, partWords } from './definition-parts.ts';
import { placeWord } from './evidence.ts';
import { count, formatPercent, joinWords, shorten } from './format.ts';
import {
  categoryTitles,
  describeCapability,
  describeModifier,
  outcomeTitles,
  riskTitles,
  riskWord,
} from './vocabulary.ts';

/** What agents use such a tool for: the sentence under the name. */
export function useSentence(category: VerdictCategory, server: string): string {
  switch (category) {
    case 'read':
      return `Agents call it to look something up through ${server}, or to have something worked out. Nothing should be different afterwards.`;
    case 'write':
      return `Agents call it to create or change something through ${server}. What it does can be undone, if somebody notices.`;
    case 'execute':
      return `Agents call it to run, start, stop or operate something through ${server}. What happens depends on what they ask for.`;
    case 'destructive':
      return `Agents call it to remove or reset something through ${server}. What it removes does not come back by itself.`;
    case 'financial':
      return `Agents call it to move money, or to commit somebody to pay, through ${server}.`;
    case 'unassessed':
      return `What agents would use it for on ${server} cannot be told from its definition.`;
  }
}

/** Why a tool of this verdict needs a rule in front of it: one paragraph per thought. */
export function reasoning(name: string, verdict: Classification): string[] {
  const thoughts = [mainThought(name, verdict), evidenceThought(verdict)];
  if (verdict.branches.length > 0) thoughts.push(branchThought(verdict));
  const moved = movedThought(verdict);
  if (moved) thoughts.push(moved);
  thoughts.push(verdict.findings.length > 0 ? suspectThought : needThought(verdict));
  if (verdict.category !== 'unassessed' && verdict.confidence < 0.7) {
    thoughts.push(
      `The definition leaves room for doubt: the verdict is ${formatPercent(verdict.confidence)} sure. Where it matters, look at what the tool really does.`,
    );
  }
  return thoughts.filter((thought) => thought !== '');
}

function mainThought(name: string, verdict: Classification): string {
  if (verdict.category === 'unassessed') {
    return `Neither the name “${name}”, nor a description, nor its parameters say what a call does. That is not a low risk: it is an unknown one.`;
  }
  const own = verdict.capabilities.filter(
    (found) => describeCapability(found.capability).category === verdict.category,
  );
  const sentences = [...new Set(own.map((found) => describeCapability(found.capability).sentence))].filter(Boolean);
  return sentences.length > 0
    ? sentences.slice(0, 3).join(' ')
    : {
        read: 'It returns information.',
        write: 'It changes something.',
        execute: 'It sets something in motion.',
        destructive: 'It takes something away.',
        financial: 'It moves money.',
      }[verdict.category];
}

/** Which words decided, and what stands beside them. */
function evidenceThought({ evidence, support }: Classification): string {
  if (evidence.length === 0) return '';
  const firstOf = new Map(evidence.toReversed().map((item) => [placeWord(item.pointer), item.quote]));
  const places = [...new Set(evidence.map((item) => placeWord(item.pointer)))].slice(0, 3);
  const quotes = joinWords(places.map((place) => `“${shorten(firstOf.get(place)!, 80)}” in ${place}`));
  const beside =
    support.length > 0
      ? `, and ${count(support.length, 'tool')} of the same server ${support.length === 1 ? 'is' : 'are'} named the same way`
      : '';
  return `What says so: ${quotes}${beside}.`;
}

function branchThought({ branches, category }: Classification): string {
  const worst = branches.filter((branch) => branch.category === category);
  const mild = branches.length - worst.length;
  if (worst.length === 0 || mild === 0) return '';
  const values = joinWords(
    worst.slice(0, 4).map((branch) => `“${branch.value}”`),
    'or',
  );
  return `It does several things by argument. With ${worst[0]!.parameter} set to ${values} it is ${categoryTitles[category].toLowerCase()}; ${count(mild, 'other value is', 'other values are')} milder. One name covers all of them, so the worst decides.`;
}

function movedThought({ modifiers }: Classification): string {
  const words = modifiers.map((applied) => describeModifier(applied.modifier)).filter((entry) => entry.explanation);
  return words.map((entry) => entry.explanation).join(' ');
}

/** Said instead of everything reassuring where a definition does more than describe. */
const suspectThought =
  'Whatever a call does, the definition itself speaks to the model. It does so in every session in which the tool is listed, called or not: hide it, or do not connect the server, before somebody has read it.';

function needThought({ category, risk }: Classification): string {
  switch (category) {
    case 'read':
      return risk === 'low'
        ? 'It may be called freely. What it returns is text somebody else may have written, so judge it together with the other tools of the session.'
        : 'It changes nothing, and yet it is not harmless: what it returns can be used, or carried out by another tool of the same session.';
    case 'write':
      return 'One wrong call is a nuisance, a loop of them is a mess that somebody has to find and undo. A limit keeps a mistake small.';
    case 'execute':
      return 'What it sets in motion is decided by its arguments, and those can come from text the agent has read. Keep calls few enough to be watched.';
    case 'destructive':
      return 'A single call is enough to do damage, so a limit does not help. An agent that does not see the tool cannot be talked into calling it.';
    case 'financial':
      return 'A single call can cost money that is not given back. A person should see each one before it happens.';
    case 'unassessed':
      return 'Until somebody has looked at it, the safe rule is to refuse it.';
  }
}

/** What the downloaded rule does, in one sentence. */
export function ruleSentence(name: string, { rule, reason, perMinute, onDeny }: Recommendation): string {
  if (reason === 'wildcard-name') {
    return `The name holds a “*”, which a gateway would read as “any name”. The document therefore leaves ${name || 'this tool'} out, and its default denies it.`;
  }
  switch (rule) {
    case 'allow':
      return `Lets ${name} through without a limit.`;
    case 'limit':
      return `Lets ${name} through ${perMinute} times a minute for each grant and denies every call above that.`;
    case 'hide':
      return `Takes ${name} out of the list of tools the agent sees, and denies it should it be called all the same.`;
    case 'deny':
      return `Denies every call of ${name} and answers the agent: “${onDeny ?? 'Not listed in the policy.'}”`;
  }
}

export const ruleTitles: Record<RuleKind, string> = {
  allow: 'Allow',
  limit: 'Limit',
  hide: 'Hide',
  deny: 'Deny',
};

/** What a whole-server document does, by how many tools each rule stands in front of. */
export function serverPolicySentence(counts: Record<RuleKind, number>): string {
  const parts = [
    counts.allow > 0 && `allows ${counts.allow}`,
    counts.limit > 0 && `limits ${counts.limit}`,
    counts.hide > 0 && `hides ${counts.hide}`,
    counts.deny > 0 && `denies ${counts.deny}`,
  ].filter((part): part is string => part !== false);
  const total = counts.allow + counts.limit + counts.hide + counts.deny;
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
  perMinuteSuggestion: number;
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
          ? 'It could not be assessed: the definition says too little. Treat it as you would treat a stranger’s program.'
          : `${riskTitles[risk!]}. Its category is ${categoryTitles[category].toLowerCase()}, and the verdict is ${formatPercent(verdict.confidence)} sure.`,
    },
    {
      question: `How do I limit ${tool}?`,
      answer: `Give its entry under “tools” a “limits” item with a counter, a window of minute, hour or day, a “max” and the scope “grant”. ${
        recommendation.rule === 'limit'
          ? `The policy on this page does so with ${recommendation.perMinute} a minute.`
          : `The policy on this page does not, because a limit is not the right rule here; ${facts.perMinuteSuggestion} a minute would be a start.`
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

/** Why a server has no grade. */
export function gradeMissing({ toolCount, toolProvenance }: Pick<Server, 'toolCount' | 'toolProvenance'>): string {
  if (toolCount === 0) return 'No tool of it is known, so there is nothing to grade.';
  if (toolProvenance !== 'live') {
    return 'The server did not list its tools itself. Some may be missing, and a grade over a part would be too good.';
  }
  return 'Too many of its tools could not be assessed to give it a grade.';
}

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
      if (isFirstLive(detail)) return tool(' was not known until the server listed it');
      return tool(detail.again === true ? ' came back' : ' was added');
    case 'tool-removed':
      if (isFirstLive(detail)) return tool(' was known from its source, and the server does not list it');
      return tool(' was removed');
    case 'tool-changed':
      if (isFirstLive(detail)) return tool(' is defined by the server otherwise than by its source');
      return tool(' changed', `${changedWords(definitions)} of `);
    case 'verdict-changed':
      return tool(
        ` went from ${verdictWord(detail.from, detail.fromRisk)} to ${verdictWord(detail.to, detail.toRisk)}${
          detail.because === 'ruleset' ? ', because the rules changed' : ', because its definition changed'
        }`,
      );
    case 'posture-changed':
      return server(`A visit now ends with “${outcomeWord(detail.to)}”; before, with “${outcomeWord(detail.from)}”`);
  }
}

function changedWords(definitions: ChangeEntry['definitions']): string {
  const parts = definitions ? changedParts(definitions.from, definitions.to) : [];
  return parts.length > 0 ? `The ${joinWords(parts.map((part) => partWords[part]))}` : 'The definition';
}

/** Whether the server listed its tools for the first time after they were known another way. */
const isFirstLive = ({ provenance }: Record<string, Json>) => Array.isArray(provenance) && provenance[1] === 'live';

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);

const outcomeWord = (value: Json | undefined) => outcomeTitles[value as Outcome] ?? 'not listed';

function verdictWord(category: Json | undefined, risk: Json | undefined): string {
  const title = categoryTitles[category as VerdictCategory];
  if (!title || category === 'unassessed') return 'not assessed';
  return `${title.toLowerCase()}, ${riskWord((risk ?? null) as Risk | null).toLowerCase()} risk`;
}
