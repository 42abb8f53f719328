/** English verb and noun forms, derived once per rule set so that rules list base forms only. */

import { verbs } from '#crawler/classify/lexicon/verbs.ts';

/** Which form of its verb a word is; a word may be several (`put`). */
export const forms = { base: 1, third: 2, gerund: 4, past: 8 } as const;

const isVowel = (c: string | undefined): boolean => c !== undefined && 'aeiou'.includes(c);

const doubles = (base: string): boolean => {
  if (verbs[base]?.doubles === true) return true;
  const last = base.at(-1);
  if (base.length < 3 || isVowel(last) || 'wxyh'.includes(last ?? '')) return false;
  if (!isVowel(base.at(-2)) || isVowel(base.at(-3))) return false;
  return (base.match(/[aeiouy]+/g) ?? []).length === 1;
};

/** Adds an `s` as English does: tries, boxes, runs. */
export const pluralOf = (word: string): string => {
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
};

/** What does the verb, as names call it: `planner`, `generator`, `executor`, `copier`. */
export const agentsOf = (base: string): string[] => {
  const stem = base.endsWith('e') ? base.slice(0, -1) : /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}i` : base;
  const out = [`${stem}er`];
  if (doubles(base)) out.push(`${base}${base.at(-1)}er`);
  if (/(?:at|ut|ct|it|es|vis)$/.test(stem)) out.push(`${stem}or`);
  return out;
};

/** All written forms of a base verb with what form each is. Covers -ize/-ise and both spellings of `cancelled`. */
export const inflect = (base: string): Array<readonly [word: string, form: number]> => {
  const out: Array<readonly [string, number]> = [
    [base, forms.base],
    [pluralOf(base), forms.third],
  ];
  if (base === 'do' || base === 'go') out.push([`${base}es`, forms.third]);
  const gerunds: string[] = [];
  const pasts: string[] = [];
  const stem = base.endsWith('e') && !/(ee|oe|ye)$/.test(base) ? base.slice(0, -1) : base;
  if (base.endsWith('ie')) gerunds.push(`${base.slice(0, -2)}ying`);
  else gerunds.push(`${stem}ing`);
  if (doubles(base)) {
    gerunds.push(`${base}${base.at(-1)}ing`);
    pasts.push(`${base}${base.at(-1)}ed`);
  }
  const irregular = Object.hasOwn(verbs, base) ? verbs[base]!.past : undefined;
  if (irregular !== undefined) pasts.push(...irregular.split(' '));
  else if (base.endsWith('e')) pasts.push(`${base}d`);
  else if (/[^aeiou]y$/.test(base)) pasts.push(`${base.slice(0, -1)}ied`);
  else pasts.push(`${base}ed`);
  for (const word of gerunds) out.push([word, forms.gerund]);
  for (const word of pasts) out.push([word, forms.past]);
  if (base.length > 5 && base.endsWith('ize')) {
    const british = base.replace(/ize$/, 'is');
    out.push(
      [`${british}e`, forms.base],
      [`${british}es`, forms.third],
      [`${british}ing`, forms.gerund],
      [`${british}ed`, forms.past],
    );
  }
  return out;
};
