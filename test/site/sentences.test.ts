/** No sentence on a page denies another, the risk or the rule: pairs of claims that exclude each other, as data. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { capabilities, findings, modifiers } from '#crawler/classify/decide/tables.ts';
import { createClassifier } from '#crawler/classify/index.ts';
import { attackPatternsFor } from '#crawler/policy/attack-patterns.ts';
import { type Recommendation, recommend } from '#crawler/policy/recommend.ts';
import { kindOf } from '#crawler/policy/server-policy.ts';
import { type Classification, risks, type ToolDefinition, verdictCategories } from '#db/types.ts';
import { listedValues } from '#site/src/lib/parameters.ts';
import { reasoning, reasoningTitle, ruleSentence, toolQuestions, useSentence } from '#site/src/lib/sentences.ts';
import { pushFiles, toolsByReason } from '#test/crawler/policy/tools.ts';
import { verdict } from '#test/crawler/policy/verdict.ts';
import { klaviyoTools } from '#test/fixtures/klaviyo.ts';
import { trickyTools } from '#test/support/clients/tricky-tools.ts';

/** Everything the page of a tool says in sentences. */
interface Page {
  text: string;
  verdict: Classification;
  recommendation: Recommendation;
  description: string;
}

function render(definition: ToolDefinition, judged: Classification): Page {
  const recommendation = recommend(definition, judged);
  const questions = toolQuestions({ tool: definition.name, server: 'S', verdict: judged, recommendation });
  const sentences = [
    useSentence(judged, 'S', definition.description),
    reasoningTitle(recommendation),
    ...reasoning(definition, judged, recommendation),
    ruleSentence(definition.name, recommendation),
    ...attackPatternsFor(judged).map(({ summary }) => summary),
    ...questions.filter(({ question }) => !question.startsWith('How do I block')).map(({ answer }) => answer),
  ];
  return { text: sentences.join('\n'), verdict: judged, recommendation, description: definition.description ?? '' };
}

const says = (pattern: RegExp) => (page: Page) => pattern.test(page.text);
const isRisk =
  (...levels: string[]) =>
  (page: Page) =>
    levels.includes(page.verdict.risk ?? 'none');
const isCategory =
  (...categories: string[]) =>
  (page: Page) =>
    categories.includes(page.verdict.category);
const isRule =
  (...kinds: string[]) =>
  (page: Page) =>
    kinds.includes(kindOf(page.recommendation.rule));
const isModified =
  (...ids: string[]) =>
  (page: Page) =>
    page.verdict.modifiers.some(({ modifier }) => ids.includes(modifier));

/** Two claims of which a page may make one. */
const exclusive: readonly [title: string, one: (page: Page) => boolean, other: (page: Page) => boolean][] = [
  ['undone, and graver than medium', says(/can be undone, if/), isRisk('high', 'critical')],
  ['undone, and seen by others', says(/can be undone, if/), says(/cannot be (called|taken) back|cannot be unread/)],
  [
    'undone, and out for good',
    says(/can be undone, if/),
    (page) => /permanent|irreversibl|cannot be undone/i.test(page.description),
  ],
  ['comes back, and does not', says(/come back by itself or by one call/), says(/does not come back by itself/)],
  [
    'made again at once, and gone',
    says(/made again in a moment|comes back by itself or is the/),
    says(/does not come back by itself/),
  ],
  [
    'undone, and overwriting files',
    says(/can be undone, if/),
    (page) =>
      page.verdict.capabilities.some(({ capability }) => capability === 'store-file') &&
      page.verdict.capabilities[0]?.capability === 'store-file',
  ],
  [
    'a language that only reads, and writing',
    says(/only has words for reading|no words for writing/),
    says(/may change data as well|can change data as well/),
  ],
  [
    'seen by others, and as often as one likes',
    says(/What others have seen cannot be called back/),
    (page) => page.recommendation.rule.limits?.some(({ window, max }) => window === 'hour' && max > 60) === true,
  ],
  ['runs what the caller writes, and low', says(/runs code or a command that the caller writes/), isRisk('low')],
  [
    'writes files, and only names a folder',
    says(/It writes files/),
    (page) => page.verdict.capabilities.every(({ capability }) => capability !== 'store-file'),
  ],
  [
    'nothing different, and more than reading',
    says(/Nothing should be different/),
    isCategory('write', 'execute', 'destructive', 'financial', 'unassessed'),
  ],
  ['called freely, and held back', says(/may be called freely/), isRule('limit', 'ask', 'deny', 'hide')],
  ['called freely, and not low', says(/may be called freely/), isRisk('medium', 'high', 'critical')],
  ['without a limit, and needing a rule', says(/without a limit/), says(/Why it needs a rule/)],
  [
    'a limit alone, and any limit void',
    says(/Any other limit is void/),
    (page) => ['allow', 'limit'].includes(kindOf(page.recommendation.rule)) && !page.recommendation.rule.guards,
  ],
  [
    'a limit, and damage by one call',
    (page) => /a single call (is enough|can do lasting damage)/i.test(page.text),
    (page) => kindOf(page.recommendation.rule) === 'limit' && !page.recommendation.rule.guards,
  ],
  ['free, and high', isRule('allow'), isRisk('high', 'critical')],
  [
    'a limit alone, and critical',
    (page) => kindOf(page.recommendation.rule) === 'limit' && !page.recommendation.rule.guards,
    isRisk('critical'),
  ],
  ['listed, and speaking to the model', isRule('allow', 'limit', 'ask'), (page) => page.verdict.findings.length > 0],
  ['waits for a person, and passes', says(/Asks a person before each call/), isRule('allow', 'limit')],
  [
    'only reads, and changes something',
    says(/It only reads/),
    isCategory('write', 'execute', 'destructive', 'financial'),
  ],
  ['not assessed, and a risk', says(/could not be assessed/), isRisk(...risks)],
  ['hands out secrets, and is free', isModified('returns-secrets', 'creates-credentials'), isRule('allow', 'limit')],
  [
    'deletion by injection, and no deletion',
    says(/tells it to delete/),
    isCategory('read', 'write', 'execute', 'financial'),
  ],
  [
    'payment fraud, and no money',
    says(/pay, refund or trade for somebody/),
    isCategory('read', 'write', 'execute', 'destructive'),
  ],
];

const contradictions = (page: Page) =>
  exclusive.filter(([, one, other]) => one(page) && other(page)).map(([title]) => title);

/** Verdicts of every category, risk, capability, modifier and finding. */
function* everyVerdict(): Generator<Classification> {
  for (const category of verdictCategories) {
    const own = Object.entries(capabilities).filter(([, entry]) => entry.category === category);
    for (const risk of category === 'unassessed' ? [null] : risks) {
      for (const [capability] of [['' as string, undefined] as const, ...own]) {
        for (const modifier of ['', ...modifiers.map(({ id }) => id)]) {
          yield verdict(category, {
            risk: risk ?? null,
            capabilities: capability ? [{ capability, rule: 'x', evidence: [] }] : [],
            // What the modifier bounds from below is never lower; other combinations do not exist.
            modifiers: modifier ? [{ modifier, evidence: [] }] : [],
          });
        }
      }
      for (const { id } of findings)
        yield verdict(category, { risk: risk ?? null, findings: [{ finding: id, evidence: [] }] });
    }
  }
}

/** Below what its modifiers and capabilities allow, a verdict cannot be. */
function exists({ category, risk, modifiers: applied }: Classification): boolean {
  const level = risks.indexOf(risk!);
  return applied.every(({ modifier }) => {
    const { effect } = modifiers.find(({ id }) => id === modifier)!;
    if (category === 'unassessed') return false;
    if (effect.kind === 'at-least') return level >= risks.indexOf(effect.risk);
    return effect.kind === 'at-most' ? category === 'destructive' && level <= risks.indexOf(effect.risk) : true;
  });
}

describe('no two claims exclude each other', () => {
  it('for every kind of verdict', () => {
    const wrong = new Map<string, string>();
    for (const judged of everyVerdict()) {
      if (!exists(judged)) continue;
      const page = render({ name: 'act', description: '' }, judged);
      for (const title of contradictions(page))
        wrong.set(
          title,
          `${judged.category} ${judged.risk} ${JSON.stringify([judged.capabilities[0]?.capability, judged.modifiers[0]?.modifier])}`,
        );
    }
    expect(Object.fromEntries(wrong)).toEqual({});
  });

  it('for tools as servers publish them', () => {
    const tools: ToolDefinition[] = [...klaviyoTools, ...trickyTools, ...Object.values(toolsByReason), pushFiles];
    // Further definitions, one a line as `toolrisk classify` reads them: everything that is stored, or an evaluation.
    for (const path of (process.env.TOOLRISK_SENTENCES ?? '').split(',').filter(Boolean)) {
      for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) tools.push(JSON.parse(line).tool);
    }
    const classify = createClassifier();
    const wrong = tools.flatMap((definition) => {
      const found = contradictions(render(definition, classify(definition)));
      return found.length > 0 ? [`${definition.name}: ${found.join('; ')}`] : [];
    });
    expect(wrong).toEqual([]);
  });
});

describe('a tool of several modes', () => {
  const classify = createClassifier();
  const tray = (values: readonly string[]): ToolDefinition => ({
    name: 'manage_tray',
    description: 'Manages what lies in a tray.',
    inputSchema: { type: 'object', properties: { action: { type: 'string', enum: [...values] } } },
  });
  const said = (definition: ToolDefinition) => {
    const judged = classify(definition);
    return [useSentence(judged, 'S'), ...reasoning(definition, judged, recommend(definition, judged))].join('\n');
  };

  it.each([
    [['list', 'create', 'delete'], '“delete” it is destructive; 2 other values are milder. One'],
    [
      ['list', 'delete', 'zorb'],
      '“delete” it is destructive; 1 other value is milder and what 1 more does is not known. One',
    ],
    [['list', 'delete', 'zorb', 'quib'], 'what 2 more do is not known'],
    [
      ['list', 'delete', 'erase', 'purge', 'destroy', 'wipe'],
      '“delete”, “erase”, “purge”, “destroy” or 1 other value it is',
    ],
  ])('says what each of %j does', (values, sentence) => expect(said(tray(values))).toContain(sentence));

  it('is not only called for the worst of them', () => {
    expect(said(tray(['list', 'delete']))).toContain('Agents call it for several things through S, at worst to delete');
    expect(said({ name: 'delete_tray', description: 'Deletes a tray.' })).toContain('Agents call it to delete');
  });

  it('quotes words for each thing that it says is done', () => {
    const quote = (rule: string, text: string) => ({ rule, pointer: '/description', quote: text, start: 0, end: 1 });
    const moved = quote('overwrites-data', 'moves the rows');
    const base = classify({ name: 'tidy_tray', description: 'Empties a tray.' });
    const judged: Classification = {
      ...base,
      category: 'destructive',
      evidence: [moved],
      capabilities: [
        { capability: 'delete-data', rule: 'deletes-data', evidence: [quote('deletes-data', 'drops the tray')] },
        { capability: 'overwrite-data', rule: 'overwrites-data', evidence: [moved] },
      ],
    };
    const words = reasoning({ name: 'tidy_tray' }, judged, recommend({ name: 'tidy_tray' }, judged)).join('\n');
    expect(words).toContain('What says so: “drops the tray” and “moves the rows” in its description.');
  });

  it('has values wherever its schema lists them', () => {
    const definition: ToolDefinition = {
      name: 'manage_tray',
      inputSchema: {
        type: 'object',
        properties: { steps: { type: 'array', items: { anyOf: [{ enum: ['list', 3] }, { const: 'zorb' }] } } },
      },
    };
    expect(listedValues(definition, ['/inputSchema/properties/steps', '/inputSchema/none'])).toEqual(['list', 'zorb']);
  });
});
