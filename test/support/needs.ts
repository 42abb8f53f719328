/**
 * Which words a text must have before an expression can match it, read off the expression itself, so that the cheap search
 * in `crawler/classify/remarks/scan.ts` never loses what the expression would find. Reading them would take a quarter of
 * the time before the first tool is judged: `npm run ruleset -- --stamp` writes them down in `lexicon/needs.ts`.
 */
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import type { KindPhrase } from '#crawler/classify/remarks/phrases.ts';

/** Words of which one must be there: a whole word, or with `*` at its end the beginning of one. Lower-case ASCII letters. */
export type Requirement = readonly string[];

/** What one way to match needs: a word of each. Empty where nothing in plain letters is needed. */
export interface Need {
  words: readonly Requirement[];
  /** True where it can only match letters beyond ASCII. */
  isForeign: boolean;
}

/** Beginnings of words that are shorter say nothing. */
const minPrefix = 2;

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Whether an element ends (or, for `first`, begins) in something that is no letter. */
const isApart = (element: AST.Element, first: boolean): boolean => {
  switch (element.type) {
    case 'Character':
      return !isLetter(element.value);
    case 'CharacterSet':
      return (element.kind === 'digit' || element.kind === 'space') && !element.negate;
    case 'CharacterClass':
      return (
        !element.negate &&
        element.elements.every(
          (part) =>
            (part.type === 'Character' && !isLetter(part.value)) ||
            (part.type === 'CharacterSet' && (part.kind === 'digit' || part.kind === 'space') && !part.negate),
        )
      );
    case 'Assertion':
      return element.kind === 'word' || element.kind === (first ? 'end' : 'start');
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.every((alternative) => isApartAt(alternative.elements, first, false));
    case 'Quantifier':
      return element.min > 0 && isApart(element.element, first);
    default:
      return false;
  }
};

const isLookaround = (element: AST.Element): boolean =>
  element.type === 'Assertion' && (element.kind === 'lookahead' || element.kind === 'lookbehind');

/** Whether no letter can touch the end (or beginning) of these elements; `beyond` is what is known where they run out. */
const isApartAt = (elements: readonly AST.Element[], first: boolean, beyond: boolean): boolean => {
  for (let i = first ? 0 : elements.length - 1; i >= 0 && i < elements.length; i += first ? 1 : -1) {
    const element = elements[i] as AST.Element;
    if (isLookaround(element)) continue;
    if (element.type === 'Quantifier' && element.min === 0) {
      if (!isApart(element.element, first)) return false;
      continue;
    }
    return isApart(element, first);
  }
  return beyond;
};

/** Words in every text: to find one of them says nothing. */
const everywhere: ReadonlySet<string> = new Set(
  'a the an to of and this that it in is are be for or with you your on by as at from s t id etc name data key value file config json content not when return user'.split(
    ' ',
  ),
);

const isCommon = (requirement: Requirement): boolean =>
  requirement.some((word) => everywhere.has(word.endsWith('*') ? word.slice(0, -1) : word));

/** How few texts meet a requirement, as far as its words show it: common ones last, those with short words late. */
const rarityOf = (requirement: Requirement): readonly [common: number, shortest: number, words: number] => [
  Number(isCommon(requirement)),
  -Math.min(...requirement.map((word) => word.length)),
  requirement.length,
];

/** Requirements, those first that the fewest texts meet. */
const rarestFirst = (requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements.length < 2
    ? requirements
    : requirements
        .map((requirement) => ({ requirement, rarity: rarityOf(requirement) }))
        .sort(({ rarity: a }, { rarity: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
        .map(({ requirement }) => requirement);

/** A sign or letter that may be left out. */
const isOptional = (element: AST.Element | undefined): element is AST.Quantifier & { element: AST.Character } =>
  element?.type === 'Quantifier' && element.min === 0 && element.max === 1 && element.element.type === 'Character';

/** Signs that may be left out, of one alternative, which are tried with and without; the others count as left open. */
const maxOptional = 3;

/** A sequence with and without each of its optional signs that are no letters: `e-?mail` is `e-mail` or `email`. */
const versionsOf = (elements: readonly AST.Element[], left = maxOptional): Array<readonly AST.Element[]> => {
  const at = left === 0 ? -1 : elements.findIndex((each) => isOptional(each) && !isLetter(each.element.value));
  if (at < 0) return [elements];
  const [before, rest] = [elements.slice(0, at), elements.slice(at + 1)];
  const sign = (elements[at] as AST.Quantifier).element as AST.Character;
  return [
    [...before, sign, ...rest],
    [...before, ...rest],
  ].flatMap((each) => versionsOf(each, left - 1));
};

/** The ways to write a word that begins at `from`, and the index behind it: `users?` is `user` or `users`. */
const spellingsAt = (elements: readonly AST.Element[], from: number): { words: string[]; end: number } => {
  let words = [''];
  let end = from;
  for (; end < elements.length; end++) {
    const element = elements[end] as AST.Element;
    const isLeftOut = end > from && isOptional(element) && words.length < 2 ** maxOptional;
    const letter = isLeftOut ? element.element : element;
    if (letter.type !== 'Character' || !isLetter(letter.value)) break;
    const longer = words.map((word) => word + String.fromCharCode(letter.value).toLowerCase());
    words = isLeftOut ? [...words, ...longer] : longer;
  }
  return { words, end };
};

/** What a sequence needs. `before` and `after`: whether no letter can touch its ends. */
const requirementsOf = (elements: readonly AST.Element[], before: boolean, after: boolean): Requirement[] => {
  const out: Requirement[] = [];
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i] as AST.Element;
    const start = isApartAt(elements.slice(0, i), false, before);
    if (element.type === 'Character' && isLetter(element.value)) {
      const { words, end } = spellingsAt(elements, i);
      const isClosed = isApartAt(elements.slice(end), true, after);
      i = end - 1;
      if (start && (isClosed || words.every((word) => word.length >= minPrefix)))
        out.push(words.map((word) => (isClosed ? word : `${word}*`)).sort());
      continue;
    }
    const group = element.type === 'Quantifier' && element.min > 0 ? element.element : element;
    if (group.type !== 'Group' && group.type !== 'CapturingGroup') continue;
    const end = isApartAt(elements.slice(i + 1), true, after);
    const words = new Set<string>();
    const isNeeded = group.alternatives
      .flatMap((alternative) => versionsOf(alternative.elements))
      .every((version) => {
        const [best] = rarestFirst(requirementsOf(version, start, end));
        for (const word of best ?? []) words.add(word);
        return best !== undefined;
      });
    if (isNeeded) out.push([...words].sort());
  }
  return out;
};

const beyondAscii = /[\u00c0-\uffff]/;

/** The alternatives of an expression; where all of it is one group, those of the group. */
const waysOf = (alternatives: readonly AST.Alternative[]): readonly AST.Alternative[] => {
  const [only, ...others] = alternatives;
  const group = others.length === 0 && only?.elements.length === 1 ? only.elements[0] : undefined;
  return group?.type === 'Group' ? waysOf(group.alternatives) : alternatives;
};

/** What each of the alternatives of an expression needs. */
export function needsOf({ source }: RegExp): Need[] {
  return waysOf(new RegExpParser().parsePattern(source).alternatives).map(({ elements, raw }) => {
    const words = requirementsOf(elements, false, false);
    return { words, isForeign: words.length === 0 && beyondAscii.test(raw) };
  });
}

/** What a phrase needs, as it is written down. */
const lineOf = ({ phrase: { says } }: KindPhrase): string =>
  needsOf(says)
    .map(({ words, isForeign }) => {
      if (words.length === 0 && !isForeign)
        throw new Error(`No word is needed for ${says}: every text would be searched for it.`);
      return rarestFirst(words)
        .map((requirement) => requirement.join(' '))
        .join(' & ');
    })
    .join(' | ');

/** Source text of `crawler/classify/lexicon/needs.ts`. */
export const renderNeeds = (phrases: readonly KindPhrase[]): string => `/**
 * What each phrase of \`remarks/phrases.ts\` needs, in that order, read off its expression by \`npm run ruleset -- --stamp\`: ways to match
 * it parted by \`|\`, of each what must stand in one sentence, the rarest first, parted by \`&\`: one of these words, with \`*\` the
 * beginning of one. Nothing where only letters beyond ASCII can match.
 */
export const needs: readonly string[] = [
${phrases.map((phrase) => `  '${lineOf(phrase)}',\n`).join('')}];
`;
