/**
 * Holds how the cost of a step grows with the text it is given. What is compared is how much longer a long text takes
 * than a short one, never how long: a machine that is slow or busy is slow for both.
 */
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A text of about so many characters, all of one shape. */
export type Shape = (chars: number) => string;

const repeat =
  (unit: string): Shape =>
  (chars) =>
    unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars);

/** Letters in no order, the same at every run. */
function scrambled(alphabet: string): Shape {
  return (chars) => {
    let state = 1;
    let text = '';
    while (text.length < chars) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      text += alphabet[(state >> 8) % alphabet.length];
    }
    return text;
  };
}

/** Text of every shape that has made some program slow, by what it is. */
export const shapes: Readonly<Record<string, Shape>> = {
  'one letter': repeat('a'),
  'one capital': repeat('A'),
  'changing case': repeat('aB'),
  digits: repeat('1'),
  'letters and digits': repeat('a1'),
  'one word of many letters': scrambled('abcdefghijklmnopqrstuvwxyz'),
  'short words': repeat('get '),
  'one sentence': repeat('Gets a user by its id and deletes the old one. '),
  'sentences without a space': repeat('Delete.'),
  'one clause': repeat('delete it, '),
  blanks: repeat(' '),
  'blanks between': repeat('a                               '),
  'line ends': repeat('\n'),
  'carriage returns': repeat('\r\n'),
  tabs: repeat('\t '),
  underscores: repeat('_'),
  hyphens: repeat('-'),
  'snake case': repeat('delete_'),
  dots: repeat('.'),
  'dots and letters': repeat('a.'),
  commas: repeat(','),
  'question marks': repeat('?!'),
  quotes: repeat('"'),
  apostrophes: repeat("'"),
  backticks: repeat('`'),
  'code fences': repeat('```json\n{"a":\n'),
  backslashes: repeat('\\'),
  'opening brackets': repeat('['),
  'opening braces': repeat('{"a":'),
  'opening parentheses': repeat('('),
  'nested brackets': (chars) => '['.repeat(chars / 2) + ']'.repeat(chars / 2),
  'nested parentheses': (chars) => '('.repeat(chars / 2) + ')'.repeat(chars / 2),
  'less than': repeat('<'),
  tags: repeat('<a>'),
  'open comments': repeat('<!--'),
  entities: repeat('&#x41;'),
  slashes: repeat('/'),
  stars: repeat('*'),
  'list items': repeat('- a\n'),
  headings: repeat('# a\n'),
  'table cells': repeat('|a'),
  links: repeat('[a](b'),
  addresses: repeat('https://a.example/'),
  'address without an end': (chars) => `https://${'a'.repeat(chars)}`,
  'mail address': repeat('a@a.'),
  'key and value': repeat('a=b&'),
  colons: repeat('a: '),
  'option words': repeat('--a '),
  variables: repeat('$' + '{A}'),
  'open variables': repeat('$' + '{'),
  'open substitutions': repeat('$('),
  'open templates': repeat('{{'),
  'upper words': repeat('API_KEY '),
  'unbroken Chinese': scrambled('的一是在不了有和人这中大为上个国我以要他'),
  'unbroken Thai': repeat('กขค'),
  Arabic: repeat('ال '),
  'full width': repeat('ａ'),
  'combining marks': (chars) => `z${'\u0301'.repeat(chars)}`,
  emoji: repeat('\u{1f600}'),
  'joined emoji': repeat('\u{1f468}\u200d'),
  'lone surrogates': repeat('\ud800'),
  'zero width': repeat('\u200b'),
  direction: repeat('\u202e'),
  tagged: repeat('\u{e0041}'),
  'look-alikes': repeat('\u0430'),
  'different look-alikes': repeat('\u0430\u0435'),
  NUL: repeat('\u0000'),
  'escape sequences': repeat('\u001b[31m'),
  'open escape sequence': repeat('\u001b]0;'),
  base64: scrambled('ABCDEFabcdef0123456789+/'),
};

/**
 * For every regular expression in these source files, a text made of its own words and of pieces that nearly match it:
 * what a person who has read the code would send.
 * @param pattern of files, as for `globSync`
 */
export function nearMatches(...pattern: string[]): Record<string, Shape> {
  const found: Record<string, Shape> = {};
  for (const file of globSync(pattern).toSorted()) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) Object.assign(found, shapesOf(node.text));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function shapesOf(literal: string): Record<string, Shape> {
  const pattern = literal.slice(1, literal.lastIndexOf('/'));
  const words = pattern
    .replace(/\\u\{?[0-9a-f]{4,6}\}?|\\[pPkux](\{[^}]*\})?|\\[a-zA-Z]|\(\?[:=!<]+|\{\d+,?\d*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .split(/[^\p{L}\p{N}_@/.:<>-]+/u)
    .filter((word) => word.length > 1);
  if (words.length === 0) return {};
  const all = words.join(' ');
  return {
    [`${literal}, its words`]: repeat(`${all} `),
    [`${literal}, its words joined`]: repeat(words.join('')),
    [`${literal}, its first word`]: repeat(`${words[0]} `),
    [`${literal}, its first word, then blanks`]: (chars) => `${words[0]}${' '.repeat(chars)}`,
    [`${literal}, its first word, then letters`]: (chars) => `${words[0]} ${'a'.repeat(chars)}`,
  };
}

/** Least time of some calls, milliseconds: what else the machine does only ever adds to it. */
function leastMs(run: () => unknown, times: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < times; at++) {
    const from = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(from);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** How many times as long the longer text is. */
const factor = 8;
/**
 * A long text that takes no longer, milliseconds, is not looked at further: nothing of that size can hold anybody up, and
 * some collections of garbage take as long. A quadratic step takes seconds at these lengths.
 */
const negligibleMs = 50;
/** Growth that a test accepts: linear is 8, quadratic 64. */
export const maxGrowth = 28;

/**
 * How many times longer a text takes that is eight times as long: 8 where the step is linear, 64 where it is quadratic.
 * 1 where even the long one takes next to nothing.
 * @param chars of the longer text: what the step can be given at most, or enough to tell
 */
export function growthOf(step: (text: string) => unknown, shape: Shape, chars: number): number {
  const [little, much] = [shape(chars / factor), shape(chars)];
  let growth = Number.POSITIVE_INFINITY;
  // Again where it looks bad: a pause of the machine in the wrong place is not a property of the step.
  for (let attempt = 1; attempt <= 4 && growth > maxGrowth; attempt++) {
    const long = leastMs(() => step(much), attempt);
    if (long <= negligibleMs) return 1;
    growth = Math.min(
      growth,
      long /
        Math.max(
          leastMs(() => step(little), 3 * attempt),
          0.5,
        ),
    );
  }
  return growth;
}
