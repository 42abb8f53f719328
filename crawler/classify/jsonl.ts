/** The pure part of `toolrisk classify`: one JSON line in, one verdict out. */
import { recommend } from '#crawler/policy/recommend.ts';
import type { ServerContext, ToolDefinition } from '#db/types.ts';
import { type Classifier, createClassifier } from './classify.ts';
import { isObject, own } from './schema.ts';

/** What one line became: the record to print, and whether the line could be judged. */
export interface LineResult {
  output: Record<string, unknown>;
  ok: boolean;
}

/** Makes the function that judges lines. It remembers the last server, as the tools of one server usually stand together. */
export const createLineClassifier = (): ((line: string) => LineResult) => {
  let lastKey = '';
  let last: Classifier | undefined;
  const classifierFor = (server: unknown): Classifier => {
    const key = server === undefined ? '' : JSON.stringify(server);
    if (last === undefined || key !== lastKey) {
      last = createClassifier(isObject(server) ? (server as ServerContext) : undefined);
      lastKey = key;
    }
    return last;
  };
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
    const verdict = classifierFor(own(record, 'server'))(tool as unknown as ToolDefinition);
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
        policy: recommend(name, verdict).document,
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
