/** The pure part of `toolrisk classify`: one JSON line in, one verdict out. */

import { type Classifier, createClassifier } from '#crawler/classify/classify.ts';
import { explain } from '#crawler/classify/explain.ts';
import { isObject, own, parametersOf } from '#crawler/classify/read/schema.ts';
import { toDocument } from '#crawler/policy/policylayer.ts';
import { policyOf, recommend } from '#crawler/policy/recommend.ts';
import type { ServerContext, ToolDefinition } from '#db/types.ts';
import { explanationText } from './explain.ts';

/** What one line became: the record to print, and whether the line could be judged. */
export interface LineResult {
  output: Record<string, unknown>;
  /** The explanation, where one was asked for. */
  text?: string;
  ok: boolean;
}

/** Servers remembered: the tools of one stand together, or those of a few take turns. */
const maxServers = 64;
/** A server that says more, in characters of JSON, is remembered alone. */
const largeServer = 100_000;

/** Makes the function that judges lines, or with `explains` tells why. It remembers the servers that it has met last. */
export const createLineClassifier = (explains = false): ((line: string) => LineResult) => {
  const known = new Map<string, Classifier>();
  const classifierFor = (server: unknown): Classifier => {
    const key = server === undefined ? '' : JSON.stringify(server);
    let classifier = known.get(key);
    if (classifier === undefined) {
      classifier = createClassifier(isObject(server) ? (server as ServerContext) : undefined);
      if (known.size === maxServers || key.length > largeServer) known.clear();
      known.set(key, classifier);
    }
    return classifier;
  };
  // The rules are compiled before the first line comes, so that the first tool is answered as soon as any other.
  classifierFor(undefined)({ name: 'list_items', description: 'Lists items.', inputSchema: { type: 'object' } });
  return (line) => {
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      return { output: { error: 'The line is not valid JSON.' }, ok: false };
    }
    if (!isObject(record)) return { output: { error: 'The line is not a JSON object.' }, ok: false };
    const id = own(record, 'id');
    const head = typeof id === 'string' ? { id } : {};
    const tool = own(record, 'tool');
    if (!isObject(tool)) return { output: { ...head, error: 'The line has no "tool" object.' }, ok: false };
    const name = own(tool, 'name');
    if (typeof name !== 'string' || name === '')
      return { output: { ...head, error: 'The tool has no "name".' }, ok: false };
    const server = own(record, 'server');
    if (explains) {
      const why = explain(tool as unknown as ToolDefinition, isObject(server) ? (server as ServerContext) : undefined);
      return { output: { ...head, ...why }, text: explanationText(why), ok: true };
    }
    const definition = tool as unknown as ToolDefinition;
    const parameters = parametersOf(definition);
    const verdict = classifierFor(server)(definition, parameters);
    return {
      output: {
        ...head,
        tool: name,
        category: verdict.category,
        risk: verdict.risk,
        confidence: verdict.confidence,
        evidence: verdict.evidence,
        signals: verdict.signals,
        contradictions: verdict.contradictions,
        policy: toDocument(policyOf(name, recommend(definition, verdict, { parameters }).rule)),
        modifiers: verdict.modifiers,
        findings: verdict.findings,
        branches: verdict.branches,
        support: verdict.support,
        ruleset: verdict.ruleset,
      },
      ok: true,
    };
  };
};

/** Judges one line by itself. Never throws. */
export const classifyLine = (line: string): LineResult => createLineClassifier()(line);
