/** Why a tool got its verdict: what was read, every candidate, every decision, and what would have to change for a milder one. */
import { judge } from '#crawler/classify/classify.ts';
import { caseOf } from '#crawler/classify/decide/case.ts';
import { decide, steps, type Taken } from '#crawler/classify/decide/decisions.ts';
import { domains } from '#crawler/classify/lexicon/domains.ts';
import { kinds } from '#crawler/classify/lexicon/parameters.ts';
import { pointerParts } from '#crawler/classify/read/pointer.ts';
import type { Observation, ToolReading } from '#crawler/classify/read/reading.ts';
import { isObject } from '#crawler/classify/read/schema.ts';
import { prepareServer } from '#crawler/classify/read/server.ts';
import { readTool } from '#crawler/classify/read/tool.ts';
import { compile, type Grammar } from '#crawler/classify/words/grammar.ts';
import { bitOf, meets, type Sense } from '#crawler/classify/words/senses.ts';
import { categories, type Risk, type ServerContext, type ToolDefinition, type VerdictCategory } from '#db/types.ts';
import { rules } from './rules/index.ts';

/** Something that was observed and could have decided. */
export interface Candidate {
  category: VerdictCategory;
  rule: string;
  /** Where the rule stands, below `crawler/classify/`. */
  file: string;
  /** Where the words stand: `name`, `lead`, `body`, `parameter` … */
  place: string;
  pointer: string;
  quote: string;
  /** Base form of the verb, `''` where none. */
  verb: string;
  /** 0..1: how plainly it is said. */
  score: number;
  /** How much the conditions of the clause weigh that were met; 0 where it has none. */
  specificity: number;
  /** Those conditions: `objects everything`, `unless file message`. */
  conditions: string[];
}

/** A decision that was taken. */
export interface TakenDecision {
  step: string;
  id: string;
  /** Below `crawler/classify/`. */
  file: string;
  because: string;
  /** What was chosen then, where the decision chose. */
  chosen: { category: VerdictCategory; rule: string; quote: string; confidence: number } | undefined;
}

/** Everything `--explain` prints, and the page's “why”. */
export interface Explanation {
  tool: string;
  category: VerdictCategory;
  risk: Risk | null;
  confidence: number;
  /** Words of the name; those before `|` are the server's prefix. Fields the tool is in; parameters with what their names say. */
  read: { name: string; fields: string[]; parameters: string[] };
  candidates: Candidate[];
  decisions: TakenDecision[];
  /** Modifiers of the risk. */
  modifiers: string[];
  /** What would have to be different for the next milder category; undefined where nothing is milder. */
  milder: { category: VerdictCategory; without: Array<{ pointer: string; quote: string }> } | undefined;
}

const quoteOf = (tool: ToolDefinition, o: Observation): string => {
  if (o.text !== undefined) return o.text.slice(o.start, o.end);
  let value: unknown = tool;
  let key = '';
  for (const part of pointerParts(o.pointer)) {
    key = part;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return '';
    value = (value as Record<string, unknown>)[key];
  }
  return (typeof value === 'string' ? value : key).slice(o.start, o.end);
};

const categoryOf = (o: Observation): VerdictCategory => categories[o.severity]!;

/** The conditions of the clause that gave the verb its meaning, as the rule's file has them; of its objects those that were met. */
const conditionsOf = (grammar: Grammar, { rule, verb, specificity, object }: Observation): string[] => {
  const [first, second] = verb.split('+');
  const word = grammar.look(first!)?.verb;
  const fits = (sense: Sense): boolean =>
    sense.rule === rule &&
    sense.specificity === specificity &&
    (sense.objects === undefined || (object !== undefined && meets(sense.objects, object)));
  const clause = (second === undefined ? word : word?.phrasal?.get(second))?.senses.find(fits)?.action;
  if (clause === undefined) return [];
  const { verbs: _, ...conditions } = clause;
  return Object.entries(conditions).map(([key, all]) => {
    const met = key === 'objects' ? clause.objects!.filter((id) => meets(bitOf.get(id)!, object!)) : [all].flat();
    return `${key} ${met.join(' ')}`;
  });
};

const fileOf = ({ rule }: Observation): string => `rules/${rule.id}.ts`;

/** The reading without everything that stands where these acts stand. */
const without = (reading: ToolReading, gone: readonly Observation[]): ToolReading => {
  const keep = (o: Observation): boolean =>
    !gone.some((g) => g.pointer === o.pointer && g.start < o.end && o.start < g.end && g.severity === o.severity);
  const kept = { ...reading };
  for (const place of ['name', 'lead', 'body', 'passive', 'titled', 'stated'] as const)
    kept[place] = reading[place].filter(keep);
  return kept;
};

/** Leaves out what decides, until something milder decides. */
const findMilder = (tool: ToolDefinition, reading: ToolReading): Explanation['milder'] => {
  const start = decide(reading).chosen?.act.severity;
  if (start === undefined || start === 0) return undefined;
  const gone: Observation[] = [];
  for (let i = 0; i < 12; i++) {
    const c = caseOf(without(reading, gone));
    c.modes = {
      ...c.modes,
      observations: c.modes.observations.filter((o) => !gone.some((g) => g.pointer === o.pointer)),
    };
    const { chosen } = decide(c.reading, steps, undefined, c.modes);
    if (chosen === undefined || chosen.act.severity < start)
      return {
        category: chosen === undefined ? 'unassessed' : categoryOf(chosen.act),
        without: gone.map((o) => ({ pointer: o.pointer, quote: quoteOf(tool, o) })),
      };
    gone.push(chosen.act);
  }
  return undefined;
};

let compiled: Grammar | undefined;

/** Explains one tool. Never throws, whatever the definition. */
export const explain = (definition: ToolDefinition, server?: ServerContext): Explanation => {
  const tool = isObject(definition) ? definition : ({ name: '' } as ToolDefinition);
  compiled ??= compile(rules);
  const grammar = compiled;
  const inspecting = rules.filter((rule) => rule.inspect !== undefined);
  const prepared = prepareServer(server, grammar.isVerb);
  const { verdict, view } = judge(tool, prepared, grammar, inspecting);
  const reading = readTool(view, prepared, grammar, inspecting);
  const taken: Taken[] = [];
  const { modes } = decide(reading, steps, (one) => taken.push(one));
  const observed = [
    ...reading.name,
    ...reading.lead,
    ...reading.body,
    ...reading.passive,
    ...reading.titled,
    ...reading.stated,
    ...reading.limits,
    ...modes.observations,
  ];
  const name = reading.nameWords.map((word) => word.text);
  return {
    tool: typeof tool.name === 'string' ? tool.name : '',
    category: verdict.category,
    risk: verdict.risk,
    confidence: verdict.confidence,
    read: {
      name: [
        ...name.slice(0, reading.nameFrom),
        ...(reading.nameFrom > 0 ? ['|'] : []),
        ...name.slice(reading.nameFrom),
      ].join(' '),
      fields: domains.filter((_, index) => (reading.domains & (1 << index)) !== 0),
      parameters: reading.parameters.slice(0, 40).map((p) => {
        const says = Object.entries(kinds).filter(([, bit]) => (p.kinds & bit) !== 0);
        return `${p.name}${says.length === 0 ? '' : ` (${says.map(([kind]) => kind).join(', ')})`}`;
      }),
    },
    candidates: [...new Set(observed)].map((o) => ({
      category: categoryOf(o),
      rule: o.rule.id,
      file: fileOf(o),
      place: o.place,
      pointer: o.pointer,
      quote: quoteOf(tool, o),
      verb: o.verb,
      score: Math.round(o.strength * 100) / 100,
      specificity: o.specificity,
      conditions: conditionsOf(grammar, o),
    })),
    decisions: taken.map(({ step, decision, choice }) => ({
      step: step.id,
      id: decision.id,
      file: step.file,
      because: decision.because,
      chosen:
        choice === undefined
          ? undefined
          : {
              category: categoryOf(choice.act),
              rule: choice.act.rule.id,
              quote: quoteOf(tool, choice.act),
              confidence: choice.confidence,
            },
    })),
    modifiers: verdict.modifiers.map((m) => m.modifier),
    milder: findMilder(tool, reading),
  };
};
