/** The labelled tools that the classifier is measured on, but for the open benchmark. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createClassifier } from '#crawler/classify/index.ts';
import type { Category, JsonObject, ServerContext, ToolDefinition } from '#db/types.ts';
import { type BenchmarkLabel, labelKey, readLabels } from './benchmark.ts';
import { type Labelled, type Said, serverKey } from './score.ts';

const root = resolve(import.meta.dirname, '../../..');

/** Where development sets are looked for. */
export const developmentFolder = process.env.TOOLRISK_EVAL ?? resolve(root, '../shared/eval');

/** Lines of a JSON Lines file, parsed. Throws where one is not JSON. */
export const readJsonLines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);

/** One development set: a file of tools and a file of labels. */
export interface DevelopmentSet {
  name: string;
  tools: Labelled[];
  /** Tools of the file without a label. */
  unlabelled: number;
}

/**
 * Every development set of a folder: each `NAME.jsonl` with a `NAME.labels.jsonl` beside it. Empty where there is none.
 * @param labels of the open benchmark; the risk of a tool is taken from there
 */
export const loadDevelopment = (folder: string, labels: readonly BenchmarkLabel[]): DevelopmentSet[] => {
  if (!existsSync(folder)) return [];
  const known = new Map(labels.map((label) => [labelKey(label), label]));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.labels.jsonl'))
    .map((file) => file.slice(0, -'.labels.jsonl'.length))
    .filter((name) => existsSync(join(folder, `${name}.jsonl`)))
    .sort()
    .map((name) => loadSet(folder, name, known));
};

const loadSet = (folder: string, name: string, known: ReadonlyMap<string, BenchmarkLabel>): DevelopmentSet => {
  const labels = new Map(
    readJsonLines<{ id: string; category: string; accept?: string[] }>(join(folder, `${name}.labels.jsonl`)).map(
      (label) => [label.id, label],
    ),
  );
  const entries = readJsonLines<{ id: string; server?: ServerContext; tool: ToolDefinition }>(
    join(folder, `${name}.jsonl`),
  );
  const tools = entries.flatMap((entry): Labelled[] => {
    const label = labels.get(entry.id);
    if (label === undefined) return [];
    const server = entry.server?.package ?? entry.server?.name ?? '';
    const { risk, acceptRisk } = known.get(labelKey({ server, tool: entry.tool.name })) ?? {};
    return [
      {
        ...entry,
        id: `${name}/${entry.id}`,
        category: label.category.toLowerCase() as Category,
        accept: (label.accept ?? []).map((c) => c.toLowerCase()),
        risk,
        acceptRisk,
      },
    ];
  });
  return { name, tools, unlabelled: entries.length - tools.length };
};

const schemaOf = (text: string | undefined): JsonObject => {
  const properties: JsonObject = {};
  for (const part of (text ?? '').split(',').filter(Boolean)) {
    const [name, values] = part.split('=');
    if (values !== undefined) properties[name!] = { type: 'string', enum: values.split('|') };
    else {
      const [key, type] = part.split(':');
      properties[key!] = { type: type ?? 'string' };
    }
  }
  return { type: 'object', properties };
};

/** The project's own labelled tools, in our own wording. */
export const loadOwn = (): Labelled[] =>
  readFileSync(join(root, 'test/golden/classify-labelled.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line, index) => {
      const [label, name, description, parameters] = line.split('\t');
      const [category, ...accept] = label!.split('/');
      return {
        id: `own-${index + 1}`,
        tool: { name: name!, description: description ?? '', inputSchema: schemaOf(parameters) },
        category: category as Category,
        accept,
      };
    });

/** A tool of which only the name is known, and what it does. */
export interface NamedTool {
  name: string;
  category: Category;
}

/** Lines of a table of our own, split at tabs. */
const loadTable = (file: string): string[][] =>
  readFileSync(join(root, 'test/golden', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));

/** The vocabulary's own examples: a name for each verb that stands alone, and one for each noun that changes what a verb means. */
export const loadVocabulary = (): NamedTool[] => [
  ...loadTable('classify-verbs.tsv').flatMap(([category, verbs]) =>
    verbs!.split(' ').map((verb) => ({ name: `${verb}_widget`, category: category as Category })),
  ),
  ...loadTable('classify-nouns.tsv').flatMap(([category, name, nouns]) =>
    nouns!.split(' ').map((noun) => ({ name: name!.replace('*', noun), category: category as Category })),
  ),
];

/** A tool of one sentence at most, on a server of which the name is known, and what it does. */
export interface ActingTool {
  tool: ToolDefinition;
  server: ServerContext | undefined;
  category: Category;
}

/** Examples of verbs that need an object, a text or a field: one for each verb of a line. */
export const loadActs = (): ActingTool[] =>
  loadTable('classify-acts.tsv').flatMap(([category, name, text, server, verbs]) =>
    verbs!.split(' ').map((verb) => {
      const sentence = text === '-' ? '' : text!.replace('*', verb.replaceAll('_', ' '));
      return {
        tool: {
          name: name!.replace('*', verb),
          description: sentence.slice(0, 1).toUpperCase() + sentence.slice(1),
          inputSchema: { type: 'object' },
        },
        server: server === '-' ? undefined : { name: server! },
        category: category as Category,
      };
    }),
  );

/** The classifier under test. Tools of one server share what is learned from it. */
export const runClassifier = (data: readonly Labelled[], annotations = true): Said[] => {
  const classifiers = new Map<string, ReturnType<typeof createClassifier>>();
  return data.map((entry) => {
    const key = serverKey(entry);
    let classify = classifiers.get(key);
    if (classify === undefined) {
      classify = createClassifier(entry.server);
      classifiers.set(key, classify);
    }
    const { annotations: declared, ...bare } = entry.tool;
    const { category, risk, confidence } = classify(annotations && declared !== undefined ? entry.tool : bare);
    return { category, risk, confidence };
  });
};

/** The tools of all development sets, where they are at hand. */
export const loadDevelopmentTools = (): Labelled[] =>
  loadDevelopment(developmentFolder, readLabels()).flatMap(({ tools }) => tools);
