/**
 * What of the rules changes nothing: `npm run ablate` takes away each verb of each clause, each clause, phrase, compound,
 * noun and pattern in turn and judges again the tools that may turn on it: the rules' and decisions' own examples, our
 * labelled tools, the vocabulary's own names and, where they are at hand, the development sets, the unlabelled tools and
 * the cases beside them (see `evaluation/data.ts`). What is dead stays away while the next part is tried (see `ablation/turning.ts`).
 * Prints the dead, and ends with 1 where they are more than 2 % of all.
 *
 *   npm run ablate                       everything
 *   npm run ablate -- --kind verb        one kind
 *   npm run ablate -- --own              only what stands in the repository
 *   npm run ablate -- FILE.jsonl…        and the tools of these files
 */
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { steps } from '#crawler/classify/decide/decisions.ts';
import type { Example } from '#crawler/classify/define-rule.ts';
import { rules } from '#crawler/classify/index.ts';
import { allParts, partKinds } from './ablation/parts.ts';
import { createAblation } from './ablation/turning.ts';
import { developmentFolder, loadActs, loadOwn, loadVocabulary } from './evaluation/data.ts';
import { serverOf, toolOf } from './tools.ts';
import { readTools, type ToolLine } from './verdicts.ts';

/** Share of parts that may be dead. */
const allowed = 0.02;

/** All tools of our own wording whose judging a test holds. */
const ownTools = (): ToolLine[] => {
  const examples: Example[] = [
    ...rules.flatMap((rule) => [...rule.matches, ...rule.misses]),
    ...steps.flatMap((step) => step.decisions.flatMap((decision) => [...decision.matches, ...decision.misses])),
  ];
  const own = examples.map((example): ToolLine => {
    const server = serverOf(example);
    return { ...(server === undefined ? {} : { server }), tool: toolOf(example) };
  });
  const acts = loadActs().map(({ tool, server }): ToolLine => ({ ...(server === undefined ? {} : { server }), tool }));
  return [...own, ...loadOwn(), ...loadVocabulary().map(({ name }) => ({ tool: toolOf([name]) })), ...acts];
};

/** Files of the development folder, and the cases beside it, that are there. */
const developmentFiles = (): string[] =>
  [
    ...['dev.jsonl', 'dev2.jsonl', 'wild/wild.jsonl.xz'].map((name) => join(developmentFolder, name)),
    ...globSync(join(developmentFolder, '../cases/classify/*.jsonl')).toSorted(),
  ].filter(existsSync);

const { values, positionals } = parseArgs({
  options: { kind: { type: 'string', multiple: true }, own: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const tools = [...ownTools(), ...[...(values.own ? [] : developmentFiles()), ...positionals].flatMap(readTools)];
const ablation = createAblation(tools);
const parts = allParts().filter(({ kind }) => values.kind?.includes(kind) ?? true);
const dead = parts.filter((part) => ablation.takeAway(part) === undefined);
for (const { kind, name } of dead) console.log(`${kind.padEnd(8)} ${name}`);
const counts = partKinds.map((kind) => {
  const is = (part: { kind: string }): boolean => part.kind === kind;
  return `${dead.filter(is).length} of ${parts.filter(is).length} ${kind}s`;
});
const share = dead.length / parts.length;
console.log(
  `${dead.length} of ${parts.length} parts change nothing (${(100 * share).toFixed(1)} %): ${counts.join(', ')}; on ${tools.length} tools`,
);
const changed = ablation.changedNow();
if (changed.length > 0) {
  console.error(
    `Without the dead ${changed.length} verdicts are others: ${changed.slice(0, 5).map((at) => tools[at]!.tool.name)}`,
  );
  process.exitCode = 2;
} else if (share > allowed) process.exitCode = 1;
