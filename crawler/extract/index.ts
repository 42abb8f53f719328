/**
 * Tool definitions read from source or manifests, without running anything. What is not certain is left out and noted:
 * a tool that is missing is better than one that does not exist.
 */
import type { Json, ToolDefinition } from '#db/types.ts';
import { type Budget, BudgetSpent, timeBudget } from './budget.ts';
import { frameworks } from './frameworks/index.ts';
import { createGoProgram } from './go/program.ts';
import { hasSeveralPrograms, reachableSources } from './javascript/entries.ts';
import { evaluate, memberOf } from './javascript/evaluate.ts';
import { mutatedField } from './javascript/mutations.ts';
import { createProgram, type Evaluator } from './javascript/program.ts';
import { callWith } from './javascript/results.ts';
import { briefly, takeStep } from './javascript/steps.ts';
import { chosenValue, evaluateBinding } from './javascript/variables.ts';
import { manifests } from './manifests/index.ts';
import { createPyProgram } from './python/program.ts';
import { type ChosenFiles, chooseFiles, isForeign, languageOf } from './source-files.ts';
import type { ExtractedTools, ExtractLimits, Finding, SourceFiles, SourceLanguage, ToolOrigin } from './types.ts';

export type { ExtractedTools, ExtractLimits, SourceFiles, ToolOrigin } from './types.ts';

/** The limits used where the caller gives none. */
export const defaultExtractLimits: ExtractLimits = {
  timeoutMs: 20_000,
  maxFiles: 4_000,
  maxFileChars: 16_000_000,
  maxTotalChars: 40_000_000,
  maxTools: 5_000,
  maxNotes: 200,
};

/** Revision of the readers: raise it when they find other tools in the same files, so that sources are read again. */
export const extractRevision = 8;

/** Options of `extractTools`. */
export interface ExtractOptions {
  /** Any of the limits, to replace the default. */
  limits?: Partial<ExtractLimits>;
  /** Read only source, also where a manifest lists the tools. Default false. */
  sourceOnly?: boolean;
  /**
   * Folder of the files in which the server lives, `''` for their root. Only what is defined there counts, packages below
   * it left out; other files are read where they are imported. Absent: all files are the server's.
   */
  folder?: string;
}

/** The tools the files define. Never throws for what is in them. */
export async function extractTools(files: SourceFiles, options: ExtractOptions = {}): Promise<ExtractedTools> {
  const limits = { ...defaultExtractLimits, ...options.limits };
  const chosen = chooseFiles(files, limits, options.folder);
  const declared = createCollector(limits);
  if (options.sourceOnly !== true) readManifests(chosen, limits, declared);
  const budget = timeBudget(limits.timeoutMs);
  let found = createCollector(limits);
  found.notes.push(...chosen.notes);
  await readSources(chosen, ['javascript', 'python', 'go'], limits, budget, found);
  if (found.tools.length === 0 && found.complete) {
    // The server may be another of the package's programs, or no more than the program of another package.
    const wide = chooseFiles(files, limits, options.folder, true);
    const wider = createCollector(limits);
    if (wide.all.size > chosen.all.size || hasSeveralPrograms(chosen.all))
      await readSources(wide, ['javascript'], limits, budget, wider);
    if (wider.tools.length > 0 || !wider.complete) found = wider;
  }
  if (declared.tools.length > 0) {
    const names = new Set(found.tools.map((tool) => tool.name));
    const bare = declared.tools.every((tool) => tool.inputSchema === undefined);
    // A list of bare names says less than a source that defines each of them.
    if (!bare || !declared.tools.every((tool) => names.has(tool.name))) return resultOf(declared, 'declared');
  }
  return resultOf(found, 'static');
}

interface Collector {
  tools: ToolDefinition[];
  origins: ToolOrigin[];
  notes: string[];
  frameworks: Set<string>;
  complete: boolean;
  add(framework: string, finding: Finding): void;
}

function createCollector(limits: ExtractLimits): Collector {
  const names = new Set<string>();
  const said = new Set<string>();
  const collector: Collector = {
    tools: [],
    origins: [],
    notes: [],
    frameworks: new Set(),
    complete: true,
    add(framework, finding) {
      if (finding.kind === 'left-out') {
        const note = `${finding.file}:${finding.line}: left out, ${finding.reason}.`;
        if (said.size >= limits.maxNotes || said.has(note)) return;
        said.add(note);
        collector.notes.push(note);
        return;
      }
      const tool = cleanJson(finding.tool as unknown as Json) as unknown as ToolDefinition;
      if (tool.name === '' || names.has(tool.name) || collector.tools.length >= limits.maxTools) return;
      names.add(tool.name);
      collector.frameworks.add(framework);
      collector.tools.push(tool);
      collector.origins.push({ name: tool.name, file: finding.file, line: finding.line, framework });
    },
  };
  return collector;
}

function resultOf(collector: Collector, provenance: ExtractedTools['provenance']): ExtractedTools {
  const { tools, origins, notes, complete } = collector;
  return { tools, provenance, frameworks: [...collector.frameworks], origins, notes, complete };
}

/** Deeper than any real definition. */
const maxJsonDepth = 100;

/** The JSON without what no database can store: NUL and lone surrogates. */
function cleanJson(json: Json, depth = 0): Json {
  if (typeof json === 'string') return json.replaceAll('\0', '').toWellFormed();
  if (json === null || typeof json !== 'object') return json;
  if (depth > maxJsonDepth) return null;
  if (Array.isArray(json)) return json.map((item) => cleanJson(item, depth + 1));
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [cleanJson(key) as string, cleanJson(value, depth + 1)]),
  );
}

function readManifests(chosen: ChosenFiles, limits: ExtractLimits, collector: Collector): void {
  for (const manifest of manifests) {
    for (const path of [...chosen.all.keys()].sort()) {
      if (!manifest.matches(path) || isForeign(path) || !chosen.isOwn(path)) continue;
      const text = chosen.all.get(path) ?? '';
      if (text.length > limits.maxFileChars) continue;
      for (const finding of manifest.read(path, text)) collector.add(manifest.id, finding);
    }
    // One list is enough: the next may be of another version.
    if (collector.tools.length > 0) return;
  }
}

async function readSources(
  chosen: ChosenFiles,
  languages: readonly SourceLanguage[],
  limits: ExtractLimits,
  budget: Budget,
  collector: Collector,
): Promise<void> {
  const readers = { javascript: javascriptReader, python: pythonReader, go: goReader };
  try {
    for (const language of languages) {
      const sources = chosen.sources.filter((path) => languageOf(path) === language);
      if (!hasHint(chosen, sources.filter(chosen.isOwn), language)) continue;
      await readers[language](chosen, sources, limits, budget, collector);
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    collector.complete = false;
    collector.notes.push('The time for this reading was over before all files were read.');
  }
}

/** Whether any file could define a tool; most repositories are settled here, without a parser. */
function hasHint(chosen: ChosenFiles, sources: readonly string[], language: SourceLanguage): boolean {
  const hints = frameworks
    .filter((framework) => framework.language === language)
    .flatMap((framework) => framework.hints);
  return sources.some((path) => hints.some((hint) => chosen.all.get(path)?.includes(hint) === true));
}

/** Lets other work of the process run between two files. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Runs the frameworks of one language over its files; a file that cannot be read is noted, not fatal. */
async function eachFile(
  chosen: ChosenFiles,
  language: SourceLanguage,
  sources: readonly string[],
  collector: Collector,
  find: (framework: (typeof frameworks)[number], path: string) => Iterable<Finding>,
): Promise<void> {
  for (const path of sources.filter(chosen.isOwn)) {
    const text = chosen.all.get(path) ?? '';
    for (const framework of frameworks) {
      if (framework.language !== language || !framework.hints.some((hint) => text.includes(hint))) continue;
      await breathe();
      try {
        for (const finding of find(framework, path)) collector.add(framework.id, finding);
      } catch (error) {
        if (error instanceof BudgetSpent) throw error;
        collector.notes.push(`${path}: could not be read to its end.`);
      }
    }
  }
}

type Reader = (
  chosen: ChosenFiles,
  sources: readonly string[],
  limits: ExtractLimits,
  budget: Budget,
  collector: Collector,
) => Promise<void>;

/** The evaluator of JavaScript, whose parts reach each other through the program. */
const run: Evaluator = { evaluate, briefly, takeStep, evaluateBinding, chosenValue, memberOf, callWith, mutatedField };

const javascriptReader: Reader = async (chosen, sources, limits, budget, collector) => {
  const whole = createProgram(chosen.all, sources, limits.maxFileChars, budget, run);
  const reachable = reachableSources(whole, chosen.all, chosen.wide);
  collector.notes.push(...reachable.notes);
  const program = { ...whole, sources: reachable.sources };
  await eachFile(chosen, 'javascript', program.sources, collector, (framework, path) => {
    const file = program.file(path);
    return framework.language === 'javascript' && file !== undefined ? framework.find(program, file) : [];
  });
};

const pythonReader: Reader = async (chosen, sources, limits, budget, collector) => {
  const program = createPyProgram(chosen.all, sources, limits.maxFileChars, budget);
  await eachFile(chosen, 'python', sources, collector, (framework, path) => {
    const file = program.file(path);
    return framework.language === 'python' && file !== undefined ? framework.find(program, file) : [];
  });
};

const goReader: Reader = async (chosen, sources, limits, budget, collector) => {
  const program = createGoProgram(chosen.all, sources, limits.maxFileChars, budget);
  await eachFile(chosen, 'go', sources, collector, (framework, path) => {
    const file = program.file(path);
    return framework.language === 'go' && file !== undefined ? framework.find(program, file) : [];
  });
};
