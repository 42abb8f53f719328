/**
 * Tool definitions of our own making, in the shapes that real servers have: how long their texts are, how many parameters
 * they take, and how often they say the same again. Half of all definitions are below 0.8 kB, one in twenty is above 4 kB; a
 * description stands hardly ever twice, half of those of parameters stood in another definition already.
 */
import type { JsonObject } from '#db/types.ts';

const words = (list: string): readonly string[] => list.split(' ');

const verbs = words(
  'list get create update delete archive send run cancel search export assign read fetch add remove set start stop check',
);
const things = words(
  'invoice ticket booking asset channel report machine webhook customer contract label release meter parcel survey playlist recipe shift lesson quote branch sensor voucher dataset dashboard mailbox route article badge container ledger pipeline volume backup campaign deposit permit roster template widget alert folder snapshot token comment team',
);
const kindsOf = words(
  'open overdue shared private recent nested monthly draft signed local remote pending regional external verified expired public daily hidden renamed printed merged spare blue cheap foreign manual partial sorted legacy',
);
const fields = words(
  'title status owner region amount number colour priority due_date language currency author category weight version summary locale length source format channel unit size period level reason code group stage origin branch_name floor postcode score rank depth seat lane zone',
);
const places = words(
  'workspace account project warehouse archive office cluster calendar catalogue registry depot library tenant branch store station campus harbour studio vault clinic kitchen garage gallery district',
);
const people = words(
  'colleagues customers editors drivers teachers buyers owners members guests auditors planners nurses',
);
const names = words(
  'Alder Birch Cedar Dunlin Elmet Fjord Garnet Heron Iris Juniper Kestrel Larch Merle Nettle Osprey Plover Quarry Rowan Sorrel Tarn Umber Vetch Willow Yarrow Zephyr',
);

/** What opens a description; `{Verb}` and `{thing}` are those of the name. */
const openings = [
  '{Verb} {a} {kind} {thing} of the {place}.',
  '{Verb}s the {things} of one {place}, newest first.',
  '{Verb} {things} that match a filter on {field} or {field}.',
  '{Verb}s {a} {thing} with its {field}, {field} and {field}.',
  '{Verb} one {thing} by its number. The {place} must be open.',
  'Use this tool to {verb} the {kind} {things} of {name}.',
  '{Verb} {things} in {name} {number} ({place} only)',
  'This tool {verb}s {a} {thing} in the {place} that {people} see.',
  '{Verb} {a} {thing} — needs the number that `find_{other}` gave.',
];

/** What else real descriptions say. */
const remarks = [
  'Use this when the {field} is not known; where it is, `get_{other}` is quicker.',
  'Results come in pages of {number}, sorted by {field}.',
  'Times are UTC, in the form of RFC 3339.',
  'Returns the {thing} as it is stored, with its {field}, its {field} and a link that opens it.',
  'Fails where the {field} names {a} {other} that is not in the {place}.',
  'The {field} is shown to {people}; the {field} is not.',
  'Only {kind} {others} count towards the limit of {number} a day.',
  'If the {thing} has {others}, they are listed beside it.',
  'An empty answer means that no {other} of {name} has that {field}.',
  'Example: {field} "{name}", {field} {number}.',
  'See also: list_{others}, find_{other}.',
  'Note: {people} without the right to see the {place} get an error with code {number}.',
  'Do not use it for {kind} {others}; there is a tool of its own for those.',
  'Changes take effect after {number} seconds.',
  'Each {other} is counted once, whatever its {field}.',
  'Requires the scope {others}:read and, for {kind} ones, {places}:all.',
  'Supports {field}, {field} and {field} as filters, which may be combined.',
  'Where both {field} and {field} are given, the {field} wins.',
];

/** What is listed below a heading. */
const points = [
  '- {field}: at most {number} characters',
  '- {field}: one of the {others} of the {place}',
  '- {others}: at least one',
  '* {kind} {others} are left out',
  '{number}. Ask {people} for the {field}',
];

/** What parameters say of themselves: those that all servers say alike first. */
const commonTexts = [
  'How many to return, at most 100.',
  'Where the page before this one ended, as that page gave it.',
  'Words to search for.',
  'Key of the project.',
  'Number of the page, from 1.',
  'Only those made after this time, RFC 3339.',
  'Name of the workspace.',
  'Fields to return; all of them where left out.',
];
const texts = [
  'Which {thing}, by number or {field}.',
  'The {field} of the {thing}, at most {number} characters.',
  'Only {things} with this {field} ({name}, for example).',
  '{Kind} {others} to take along, in the order in which {people} see them.',
  'Which {place} the {thing} belongs to; {name} where left out.',
  'True to leave out {kind} {others}.',
  'How the {field} is written: as {people} know it, or by code (such as {number}).',
  'The {field} in {others}, from 1 to {number}. Default: {number}.',
  'Optional. Number of the {other} that the {thing} hangs on, which `list_{others}` returns.',
  'The {field} of the {other} that takes its place, for {kind} {things} of the {place} only.',
];

/** Choices that the same number always makes alike. */
class Choice {
  #state: number;
  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1);
  }
  below(n: number): number {
    this.#state = (Math.imul(this.#state ^ (this.#state >>> 15), 0x2c1b3c6d) + 0x12fd5) | 0;
    return ((this.#state ^ (this.#state >>> 13)) >>> 0) % n;
  }
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);

/** Fills in the blanks of a text. */
const fill = (template: string, verb: string, thing: string, choice: Choice): string => {
  const values: Record<string, () => string> = {
    verb: () => verb,
    Verb: () => capital(verb),
    thing: () => thing,
    things: () => `${thing}s`,
    a: () => 'a',
    other: () => choice.of(things),
    others: () => `${choice.of(things)}s`,
    kind: () => choice.of(kindsOf),
    Kind: () => capital(choice.of(kindsOf)),
    field: () => choice.of(fields),
    place: () => choice.of(places),
    places: () => `${choice.of(places)}s`,
    people: () => choice.of(people),
    name: () => choice.of(names),
    number: () => String(1 + choice.below(400)),
  };
  return template.replace(/\{(\w+)\}/g, (_, blank: string) => values[blank]!());
};

/** One parameter, nested ones inside it where `depth` allows. */
const parameter = (verb: string, thing: string, choice: Choice, depth: number): JsonObject => {
  const described = choice.below(6) > 0;
  const text = choice.below(3) === 0 ? choice.of(commonTexts) : fill(choice.of(texts), verb, thing, choice);
  const description: JsonObject = described ? { description: text } : {};
  switch (choice.below(depth > 0 ? 12 : 9)) {
    case 0:
    case 1:
      return { type: 'integer', minimum: 1, maximum: 100 + choice.below(900), ...description };
    case 2:
      return { type: 'boolean', default: false, ...description };
    case 3:
      return {
        type: 'string',
        enum: [choice.of(kindsOf), choice.of(kindsOf), choice.of(fields), 'all'],
        ...description,
      };
    case 4:
      return { type: 'array', items: { type: 'string' }, ...description };
    case 5:
      return {
        anyOf: [{ type: 'string' }, { type: 'null' }],
        default: null,
        title: capital(choice.of(fields)),
        ...description,
      };
    case 9:
    case 10:
      return { ...description, ...object(verb, thing, choice, depth - 1, 2 + choice.below(4)) };
    case 11:
      return { type: 'array', items: object(verb, thing, choice, depth - 1, 2 + choice.below(4)), ...description };
    default:
      return { type: 'string', ...description };
  }
};

const object = (verb: string, thing: string, choice: Choice, depth: number, size: number): JsonObject => {
  const properties: JsonObject = {};
  for (let i = 0; i < size; i++) {
    const name = choice.below(4) === 0 ? `${choice.of(things)}_id` : choice.of(fields);
    properties[name] = parameter(verb, thing, choice, depth);
  }
  return {
    type: 'object',
    properties,
    ...(choice.below(2) === 0 && { required: Object.keys(properties).slice(0, 1 + choice.below(2)) }),
    ...(choice.below(3) === 0 && { additionalProperties: false }),
  };
};

/** A description of so many sentences, some with a list at the end. */
const describe = (verb: string, thing: string, choice: Choice, sentences: number): string => {
  let text = fill(choice.of(openings), verb, thing, choice);
  for (let i = 1; i < sentences; i++)
    text += `${choice.below(4) === 0 ? '\n\n' : ' '}${fill(choice.of(remarks), verb, thing, choice)}`;
  if (sentences > 3 && choice.below(2) === 0) {
    text += '\n\n**Arguments:**';
    for (let i = 0; i < sentences; i++) text += `\n${fill(choice.of(points), verb, thing, choice)}`;
  }
  return text;
};

/** How long and wide definitions are, by quarter and twentieth: sentences, parameters, levels of nesting. */
const sizes: ReadonlyArray<readonly [sentences: number, parameters: number, depth: number]> = [
  [1, 0, 0],
  [1, 1, 0],
  [1, 1, 0],
  [1, 2, 0],
  [2, 1, 0],
  [2, 2, 0],
  [1, 3, 0],
  [2, 3, 0],
  [3, 2, 0],
  [2, 4, 1],
  [3, 4, 0],
  [4, 3, 0],
  [4, 5, 1],
  [5, 4, 1],
  [5, 6, 1],
  [6, 7, 1],
  [7, 8, 1],
  [9, 9, 1],
  [10, 12, 2],
  [14, 18, 2],
];

/** Names of the tools of the server the definitions belong to. */
export const siblings: string[] = things
  .slice(0, 12)
  .flatMap((thing) => verbs.slice(0, 12).map((verb) => `${verb}_${thing}`));

/** The `n`-th definition, as JSON. About 1.2 kB on average, as on real servers. */
export const definition = (n: number): string => {
  const choice = new Choice(n);
  const verb = verbs[n % verbs.length]!;
  const thing = things[Math.floor(n / verbs.length) % things.length]!;
  const [sentences, parameters, depth] = choice.of(sizes);
  const annotations: JsonObject = {
    readOnlyHint: verb === 'get' || verb === 'list',
    ...(choice.below(2) === 0 && {
      title: `${capital(verb)} ${thing}`,
      openWorldHint: true,
      destructiveHint: verb === 'delete',
    }),
  };
  return JSON.stringify({
    name: `${verb}_${thing}_${n}`,
    description: describe(verb, thing, choice, sentences),
    inputSchema: {
      ...object(verb, thing, choice, depth, parameters),
      $schema: 'http://json-schema.org/draft-07/schema#',
    },
    ...(choice.below(2) === 0 && { annotations }),
  });
};
