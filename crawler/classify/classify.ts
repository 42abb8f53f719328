/** One tool in, one verdict out. */

import { findContradictions } from '#crawler/classify/decide/contradictions.ts';
import { findRisk } from '#crawler/classify/decide/modifiers.ts';
import { isWorse, viewsOf } from '#crawler/classify/decide/suspect.ts';
import { weigh } from '#crawler/classify/decide/verdict.ts';
import { pointerParts } from '#crawler/classify/read/pointer.ts';
import type { Observation, Sighting } from '#crawler/classify/read/reading.ts';
import { isObject, type Parameter } from '#crawler/classify/read/schema.ts';
import { type PreparedServer, prepareServer } from '#crawler/classify/read/server.ts';
import { readTool } from '#crawler/classify/read/tool.ts';
import { type FoundFinding, findFindings } from '#crawler/classify/remarks/findings.ts';
import { findSignals } from '#crawler/classify/remarks/signals.ts';
import { compile, type Grammar } from '#crawler/classify/words/grammar.ts';
import type { CapabilityFinding, Classification, Evidence, ServerContext, ToolDefinition } from '#db/types.ts';
import type { Rule } from './define-rule.ts';
import { rules as allRules } from './rules/index.ts';
import { ruleset } from './ruleset.ts';

/** Judges tools of one server. `parameters` are those of the tool, where they are known already. */
export type Classifier = (tool: ToolDefinition, parameters?: readonly Parameter[]) => Classification;

/** Evidence kept per verdict. */
const maxEvidence = 8;

const cut = (rule: string, o: Sighting, text: string): Evidence | undefined => {
  const slice = text.slice(o.start, o.end);
  return slice === ''
    ? undefined
    : { rule, pointer: o.pointer, quote: slice, start: o.start, end: o.start + slice.length };
};

/** Quotes what was seen. Undefined where the definition does not hold it (it always does). */
const quote = (tool: ToolDefinition, rule: string, o: Sighting): Evidence | undefined => {
  if (o.text !== undefined) return cut(rule, o, o.text);
  if (o.pointer === '/name') return typeof tool.name === 'string' ? cut(rule, o, tool.name) : undefined;
  if (o.pointer === '/description')
    return typeof tool.description === 'string' ? cut(rule, o, tool.description) : undefined;
  let value: unknown = tool;
  let key = '';
  for (const part of pointerParts(o.pointer)) {
    key = part;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return cut(rule, o, typeof value === 'string' ? value : key);
};

const quotes = (tool: ToolDefinition, list: readonly Observation[]): Evidence[] => {
  const out: Evidence[] = [];
  for (const o of list) {
    if (out.length >= maxEvidence) break;
    if (out.some((e) => e.pointer === o.pointer && e.start === o.start && e.rule === o.rule.id)) continue;
    const evidence = quote(tool, o.rule.id, o);
    if (evidence !== undefined) out.push(evidence);
  }
  return out;
};

const sights = (tool: ToolDefinition, rule: string, list: readonly Sighting[]): Evidence[] => {
  const out: Evidence[] = [];
  for (const sighting of list) {
    const evidence = quote(tool, rule, sighting);
    if (evidence !== undefined) out.push(evidence);
  }
  return out;
};

/** Quotations kept per capability. */
const maxPerCapability = 3;

/** What was detected, by rule, in the order it was seen. */
const capabilitiesOf = (tool: ToolDefinition, observed: readonly Observation[]): CapabilityFinding[] => {
  const out: CapabilityFinding[] = [];
  for (const o of observed) {
    let entry: CapabilityFinding | undefined;
    for (const known of out) if (known.rule === o.rule.id) entry = known;
    if (entry === undefined) {
      entry = { capability: o.capability, rule: o.rule.id, evidence: [] };
      out.push(entry);
    }
    if (entry.evidence.length >= maxPerCapability) continue;
    const evidence = quote(tool, o.rule.id, o);
    if (evidence !== undefined) entry.evidence.push(evidence);
  }
  return out;
};

const judgeView = (
  tool: ToolDefinition,
  server: PreparedServer,
  grammar: Grammar,
  inspecting: readonly Rule[],
  foundInTool: readonly FoundFinding[],
  parameters: readonly Parameter[] | undefined,
): Classification => {
  const reading = readTool(tool, server, grammar, inspecting, parameters);
  const verdict = weigh(reading);
  const evidence = quotes(tool, verdict.basis);
  const category = evidence.length === 0 ? 'unassessed' : verdict.category;
  const support =
    reading.description.length === 0 && reading.name[0] !== undefined
      ? (server.byVerb.get(reading.name[0].verb) ?? []).filter((name) => name !== tool.name).slice(0, 6)
      : [];
  const weighed = findRisk(reading, verdict);
  const found = weighed?.modifiers ?? [];
  const secrets =
    found.find((m) => m.modifier === 'returns-secrets' || m.modifier === 'creates-credentials')?.sightings ?? [];
  return {
    category,
    risk: category === 'unassessed' ? null : (weighed?.risk ?? null),
    confidence: category === 'unassessed' ? 0 : verdict.confidence,
    evidence,
    capabilities: capabilitiesOf(tool, verdict.observed),
    modifiers: found.map(({ modifier, sightings }) => ({ modifier, evidence: sights(tool, modifier, sightings) })),
    branches: verdict.branches,
    support,
    signals: findSignals(reading, verdict, secrets).map(({ signal, sightings }) => ({
      signal,
      evidence: sights(tool, signal, sightings),
    })),
    contradictions: findContradictions(
      reading,
      verdict,
      found.map(({ modifier }) => modifier),
    ).map((c) => ({
      ...c,
      evidence: [
        ...sights(tool, 'annotation', [
          { pointer: `/annotations/${c.annotation}`, start: 0, end: c.annotation.length, strength: 1 },
        ]),
        ...evidence.slice(0, 2),
      ],
    })),
    findings: foundInTool.map(({ finding, sighting }) => ({
      finding,
      evidence: sights(tool, finding, [sighting]),
    })),
    ruleset,
  };
};

/** A verdict, and the definition it was read from: without the text that speaks to the model where that text made it milder. */
export const judge = (
  tool: ToolDefinition,
  server: PreparedServer,
  grammar: Grammar,
  inspecting: readonly Rule[],
  parameters?: readonly Parameter[],
): { verdict: Classification; view: ToolDefinition } => {
  const found = findFindings(tool);
  const [whole, ...others] = viewsOf(tool, found).map((view) => ({
    verdict: judgeView(
      view,
      server,
      grammar,
      inspecting,
      found,
      view.inputSchema === tool.inputSchema ? parameters : undefined,
    ),
    view,
  }));
  return others.reduce((worst, one) => (isWorse(one.verdict, worst.verdict) ? one : worst), whole!);
};

/** Compiles a list of rules into a function that prepares a server. Used by tests that leave a rule out. */
export const withRules = (rules: readonly Rule[]): ((server?: ServerContext) => Classifier) =>
  withGrammar(rules, compile(rules));

/** The same with a grammar that is compiled already. Used where it is watched at work. */
export const withGrammar = (rules: readonly Rule[], grammar: Grammar): ((server?: ServerContext) => Classifier) => {
  const inspecting = rules.filter((rule) => rule.inspect !== undefined);
  return (server) => {
    const prepared = prepareServer(server, grammar.isVerb);
    return (tool, parameters) =>
      judge(isObject(tool) ? tool : ({ name: '' } as ToolDefinition), prepared, grammar, inspecting, parameters)
        .verdict;
  };
};

let prepare: ((server?: ServerContext) => Classifier) | undefined;

/** A classifier for the tools of one server; what is learned from the server is learned once. */
export const createClassifier = (server?: ServerContext): Classifier => {
  prepare ??= withRules(allRules);
  return prepare(server);
};

const remembered = new WeakMap<ServerContext, Classifier>();
let alone: Classifier | undefined;

/** Judges one tool of a server. Pure and deterministic; never throws, whatever the definition. */
export const classify = (tool: ToolDefinition, server?: ServerContext): Classification => {
  if (!isObject(server)) {
    alone ??= createClassifier();
    return alone(tool);
  }
  let classifier = remembered.get(server);
  if (classifier === undefined) {
    classifier = createClassifier(server);
    remembered.set(server, classifier);
  }
  return classifier(tool);
};
