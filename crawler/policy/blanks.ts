/** What a rule needs and only the user knows, as named blanks. Each has a default that is safe. */

export interface Blank {
  /** Its name in an address and on the command line. */
  id: string;
  title: string;
  /** What to write there, one sentence. */
  question: string;
  /** What holds while it is empty, one sentence. */
  whenEmpty: string;
  kind: 'list' | 'path' | 'number';
}

/** Every blank, in the order they are asked for. */
export const blanks = [
  {
    id: 'hosts',
    title: 'Hosts',
    question: 'Hosts that may be reached, with commas: api.example.com, *.example.org.',
    whenEmpty: 'Reading reaches any public https address; everything else that takes an address asks.',
    kind: 'list',
  },
  {
    id: 'root',
    title: 'Folder',
    question: 'The folder that file paths must lie under, absolute.',
    whenEmpty: 'Only relative paths pass; absolute ones ask.',
    kind: 'path',
  },
  {
    id: 'domains',
    title: 'Mail domains',
    question: 'Domains that mail may go to, with commas: example.com.',
    whenEmpty: 'Every mail asks.',
    kind: 'list',
  },
  {
    id: 'commands',
    title: 'Commands',
    question: 'Programs that may be run with any plain arguments, with commas: ls, wc.',
    whenEmpty: 'Every command asks.',
    kind: 'list',
  },
  {
    id: 'cap',
    title: 'Amount a call',
    question: 'The most that one call may move, in the unit of the tool.',
    whenEmpty: '50.',
    kind: 'number',
  },
  {
    id: 'daily-cap',
    title: 'Amount a day',
    question: 'The most that all calls of a day may move together, in the unit of the tool.',
    whenEmpty: '200.',
    kind: 'number',
  },
] as const satisfies readonly Blank[];

export type BlankId = (typeof blanks)[number]['id'];

/** The blanks filled in. */
export interface BlankValues {
  hosts: readonly string[];
  root: string;
  domains: readonly string[];
  commands: readonly string[];
  cap: number;
  'daily-cap': number;
}

/** The defaults: safe for a user who fills in nothing. */
export const emptyBlanks: BlankValues = { hosts: [], root: '', domains: [], commands: [], cap: 50, 'daily-cap': 200 };

const shapes: Record<string, RegExp> = {
  hosts: /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$/i,
  domains: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i,
  commands: /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/,
};

/**
 * Reads blanks as they stand in an address or on the command line.
 * @returns the values, or a sentence that says what is wrong
 */
export function readBlanks(given: (id: BlankId) => string | null | undefined): BlankValues | string {
  const values = { ...emptyBlanks };
  for (const blank of blanks) {
    const text = given(blank.id)?.trim();
    if (!text) continue;
    const value = readBlank(blank, text);
    if (value === undefined)
      return `${blank.title}: ${JSON.stringify(text.slice(0, 80))} cannot be read. ${blank.question}`;
    Object.assign(values, { [blank.id]: value });
  }
  return values;
}

/** One blank; undefined where the text is none. At most 50 items of 200 characters. */
function readBlank({ id, kind }: Blank, text: string): string | number | string[] | undefined {
  if (kind === 'number') {
    const value = Number(text);
    return Number.isFinite(value) && value > 0 ? value : undefined;
  }
  if (kind === 'path') {
    const absolute = /^(\/|[A-Za-z]:[/\\])/.test(text);
    return absolute && text.length <= 500 && !/[\u0000-\u001f]|(^|[/\\])\.\.([/\\]|$)/.test(text) ? text : undefined;
  }
  const items = text.split(/[\s,]+/).filter(Boolean);
  return items.length <= 50 && items.every((item) => item.length <= 200 && shapes[id]!.test(item)) ? items : undefined;
}
