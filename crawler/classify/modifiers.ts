/** Moves the risk off the base of its category, each time for a named reason with evidence. */
import { type Risk, risks } from '#db/types.ts';
import type { NounClass } from './lexicon.ts';
import { kinds } from './parameters.ts';
import { atParameter, type Sighting, type ToolReading } from './reading.ts';
import { meets } from './senses.ts';
import { type ModifierId, modifiers, riskTable } from './tables.ts';
import { gaps, type Word } from './text.ts';
import type { Verdict } from './verdict.ts';

/** A modifier that applies, and where that is written. */
export interface FoundModifier {
  modifier: ModifierId;
  sightings: Sighting[];
}

/** Kinds of telling words, as bits. */
const marks = { bulk: 1, scope: 2, secret: 4, personal: 8, undo: 16, pairHead: 32 } as const;

const markOf = new Map<string, number>();
const mark = (bit: number, words: string): void => {
  for (const word of words.split(' ')) markOf.set(word, (markOf.get(word) ?? 0) | bit);
};
mark(marks.bulk, 'bulk batch mass all multiple many every everything');
mark(marks.scope, 'production prod sudo superuser sysadmin');
mark(marks.secret, 'secret secrets password passwords credential credentials kubeconfig mnemonic passphrase dsn');
mark(
  marks.personal,
  'message messages email emails mail mails inbox conversation conversations dm dms sms voicemail transcript transcripts patient patients diagnosis contact contacts employee employees payroll chat chats call calls recording recordings',
);
mark(marks.undo, 'trash draft drafts cache recoverable undoable restorable');
mark(marks.pairHead, 'api access private connection signing seed client env environment service');

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const secretPairs = set(
  'api_key api_keys access_key access_keys private_key private_keys connection_string connection_strings connection_uri signing_key seed_phrase client_secret access_token env_vars environment_variables service_key',
);
const revealing = set(
  'get fetch read retrieve show reveal export decrypt download view display return describe obtain',
);
const issuing = set('create generate rotate reset issue regenerate add new provision mint renew register');
const reaching = set(
  'send email post tweet broadcast reply forward notify dm text invite resend announce message respond publish sms mention',
);
const naming = set('list search check validate scan');

/** Telling words of a tool: the first of each kind, in the name before the first sentence. */
interface Marked {
  name: Array<Sighting | undefined>;
  text: Array<Sighting | undefined>;
  pair: Sighting | undefined;
}

const bits = [marks.bulk, marks.scope, marks.secret, marks.personal, marks.undo];

const collect = (words: readonly Word[], pointer: string, into: Array<Sighting | undefined>): Sighting | undefined => {
  let pair: Sighting | undefined;
  const n = Math.min(words.length, 40);
  for (let i = 0; i < n; i++) {
    const word = words[i]!;
    if (i > 0 && word.gap >= gaps.sentence) break;
    const found = markOf.get(word.text);
    if (found === undefined || word.code) continue;
    for (let k = 0; k < bits.length; k++) {
      if ((found & bits[k]!) !== 0 && into[k] === undefined)
        into[k] = { pointer, start: word.start, end: word.end, strength: 1 };
    }
    const next = words[i + 1];
    if (
      (found & marks.pairHead) !== 0 &&
      pair === undefined &&
      next !== undefined &&
      secretPairs.has(`${word.text}_${next.text}`)
    ) {
      pair = { pointer, start: word.start, end: next.end, strength: 1 };
    }
  }
  return pair;
};

const markWords = (reading: ToolReading): Marked => {
  const name: Array<Sighting | undefined> = [undefined, undefined, undefined, undefined, undefined];
  const text = [...name];
  const inName = collect(reading.nameWords, '/name', name);
  const inText = collect(reading.textWords, '/description', text);
  return { name, text, pair: inName ?? inText };
};

/** Which modifiers apply to a verdict. */
export const findModifiers = (reading: ToolReading, verdict: Verdict): FoundModifier[] => {
  const out: FoundModifier[] = [];
  const act = verdict.basis[0];
  if (act === undefined || verdict.category === 'unassessed') return out;
  const push = (modifier: ModifierId, ...sightings: Array<Sighting | undefined>): void => {
    const seen = sightings.filter((s): s is Sighting => s !== undefined);
    if (seen.length > 0) out.push({ modifier, sightings: seen });
  };
  const is = (...names: NounClass[]): boolean =>
    names.some((name) => {
      const bit = reading.grammar.classBit(name);
      const object = act.object;
      return object !== undefined && meets(object, bit);
    });
  const severity = act.severity;
  const { name: inName, text: inText, pair } = markWords(reading);
  const spot = (kind: number, text = true): Sighting | undefined => inName[kind] ?? (text ? inText[kind] : undefined);
  const any = (list: ReadonlySet<string>): boolean =>
    reading.name.some((o) => list.has(o.verb)) || reading.lead.some((o) => list.has(o.verb));
  const has = (rule: string): boolean => verdict.basis.some((o) => o.rule.id === rule);
  const programs = reading.stated.filter(
    (o) => o.place === 'parameter' && (o.rule.id === 'runs-code' || o.rule.id === 'runs-query'),
  );

  if (severity === 3) {
    if (is('ephemeral', 'cache', 'draft', 'trash') && !has('revokes-access')) push('undo-within-reach', act);
    else push('undo-within-reach', spot(4));
  }
  if (severity === 0 && reading.limits.length > 0 && programs.length > 0)
    push('read-only-query', ...reading.limits.slice(0, 1), ...programs.slice(0, 1));
  if (severity === 0) {
    const secret = pair ?? spot(2);
    const names = any(naming);
    if (secret !== undefined && any(revealing) && !names) push('returns-secrets', secret);
    else if (spot(3, false) !== undefined && !has('computes-answer'))
      push('reads-personal-data', spot(3, false) ?? act);
  } else {
    if (any(issuing) && (is('credential') || pair !== undefined) && severity < 4) {
      push('creates-credentials', pair ?? spot(2) ?? act);
    }
    if (has('changes-access') || (severity === 1 && is('access') && !is('credential'))) push('changes-access', act);
    if (has('sends-message') && any(reaching) && severity > 0) push('reaches-people', act);
    if (has('publishes') && act.verb !== 'unpublish') push('makes-public', act);
    push('bulk-scope', spot(0, false));
    if (severity === 2) {
      if (has('runs-code')) push('arbitrary-code', ...(programs.length > 0 ? programs.slice(0, 1) : [act]));
      else if (programs.some((o) => o.rule.id === 'runs-code' || (has('runs-query') && reading.limits.length === 0)))
        push('arbitrary-code', programs[0]);
    }
    push('production-scope', spot(1));
  }
  for (const parameter of reading.parameters) {
    if (severity === 0 || out.some((m) => m.modifier === 'bulk-scope')) break;
    if (parameter.depth === 0 && parameter.type === 'boolean' && (parameter.kinds & kinds.bulk) !== 0)
      push('bulk-scope', atParameter(parameter, 1));
  }
  return out;
};

/** The risk of a category after its modifiers: steps first, then upper bounds, then lower bounds. */
export const riskOf = (category: keyof typeof riskTable, found: readonly FoundModifier[]): Risk => {
  let level = risks.indexOf(riskTable[category]);
  const effects = modifiers.filter((m) => found.some((f) => f.modifier === m.id)).map((m) => m.effect);
  for (const effect of effects) {
    const kind: string = effect.kind;
    if (kind === 'raise') level++;
    else if (kind === 'lower') level--;
  }
  level = Math.max(0, Math.min(risks.length - 1, level));
  for (const effect of effects) if (effect.kind === 'at-most') level = Math.min(level, risks.indexOf(effect.risk));
  for (const effect of effects) if (effect.kind === 'at-least') level = Math.max(level, risks.indexOf(effect.risk));
  return risks[level]!;
};
