/** Evidence put back into the definition it was quoted from: which words of which field are marked, and by what. */
import { escapeKey, pointerParts } from '#crawler/classify/read/pointer.ts';
import type { Evidence, Json, ToolDefinition } from '#db/types.ts';

/** A run of text; `by` lists what marks it and is empty where nothing does. `cut` stands for text left out. */
export interface Segment {
  text: string;
  by: string[];
  /** True where everything that marks it is support and nothing decided. */
  minor?: boolean;
  cut?: boolean;
}

/** One place of the definition with its text in runs. */
export interface MarkedField {
  pointer: string;
  label: string;
  /** The same in a sentence: `its name`. */
  place: string;
  /** True for a parameter, an enum value or an annotation: shown as code. */
  code: boolean;
  segments: Segment[];
  /** True where the marks leave nothing out, so that quoting them again would say it twice. */
  whole: boolean;
  /** What the marks rest on, in order of appearance, once each. */
  notes: { rule: string; quote: string }[];
}

/** Unmarked text longer than this, UTF-16 units, is cut to its ends. */
const maxUnmarked = 480;

/** The value an RFC 6901 pointer leads to; undefined where it leads nowhere. */
export function resolvePointer(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of pointerParts(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** One more segment on a pointer. */
export const pointerTo = (base: string, key: string) => `${base}/${escapeKey(key)}`;

/** The text that evidence at this pointer quotes: the string there, else the name of the property. */
export function quotedText(definition: ToolDefinition, pointer: string): string | undefined {
  const value = resolvePointer(definition, pointer) as Json | undefined;
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : (pointerParts(pointer).at(-1) ?? '');
}

/** Evidence with its weight: `minor` did not decide. */
export type WeighedEvidence = Evidence & { minor?: boolean };

/** Groups evidence by place, the name first, then title, description, parameters, annotations. */
export function markFields(definition: ToolDefinition, evidence: readonly WeighedEvidence[]): MarkedField[] {
  // The values of one parameter are one place.
  const placeOf = (pointer: string) => pointer.replace(/(\/enum)\/\d+$/, '$1');
  const byPlace = new Map<string, WeighedEvidence[]>();
  for (const item of evidence) {
    const text = quotedText(definition, item.pointer);
    if (text === undefined || text.slice(item.start, item.end) !== item.quote || item.quote === '') continue;
    const place = placeOf(item.pointer);
    byPlace.set(place, [...(byPlace.get(place) ?? []), item]);
  }
  const rank = (pointer: string) => {
    const at = ['/name', '/title', '/description', '/inputSchema', '/outputSchema', '/annotations'].findIndex((start) =>
      pointer.startsWith(start),
    );
    return at === -1 ? 9 : at;
  };
  return [...byPlace]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([pointer, items]) => {
      const segments = isValueList(definition, pointer)
        ? segmentValues(definition, pointer, items)
        : segment(quotedText(definition, pointer)!, items);
      return {
        pointer,
        label: labelOf(pointer),
        place: placeWord(pointer),
        code: pointer !== '/description' && !/\/(description|title)$/.test(pointer),
        segments: shortenUnmarked(segments),
        whole: segments.length === 1,
        notes: notesOf(items),
      };
    });
}

function isValueList(definition: ToolDefinition, pointer: string): boolean {
  return pointer.endsWith('/enum') && Array.isArray(resolvePointer(definition, pointer));
}

/** The values of an enumeration as one text, each with its own marks. */
function segmentValues(definition: ToolDefinition, pointer: string, items: readonly WeighedEvidence[]): Segment[] {
  const values = resolvePointer(definition, pointer) as Json[];
  return values.flatMap((value, at) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const own = items.filter((item) => item.pointer === `${pointer}/${at}`);
    return [...(at > 0 ? [{ text: ', ', by: [] }] : []), ...segment(text, own)];
  });
}

/** Splits a text at the borders of its marks; overlapping marks share a segment. */
export function segment(
  text: string,
  marks: readonly Pick<WeighedEvidence, 'rule' | 'start' | 'end' | 'minor'>[],
): Segment[] {
  const inside = marks.filter((mark) => mark.start >= 0 && mark.end <= text.length && mark.start < mark.end);
  const borders = [...new Set([0, text.length, ...inside.flatMap((mark) => [mark.start, mark.end])])].sort(
    (a, b) => a - b,
  );
  return borders.slice(0, -1).map((start, at) => {
    const end = borders[at + 1]!;
    const over = inside.filter((mark) => mark.start <= start && mark.end >= end);
    const by = [...new Set(over.map((mark) => mark.rule))];
    const minor = over.length > 0 && over.every((mark) => mark.minor);
    return { text: text.slice(start, end), by, ...(minor && { minor }) };
  });
}

/** Cuts long unmarked runs to what stands next to a mark. */
export function shortenUnmarked(segments: readonly Segment[]): Segment[] {
  const half = maxUnmarked / 2;
  return segments.flatMap((part, at) => {
    if (part.by.length > 0 || part.text.length <= maxUnmarked) return [part];
    const cut: Segment = { text: '…', by: [], cut: true };
    const head: Segment = { text: part.text.slice(0, half).replace(/\S+$/, ''), by: [] };
    const tail: Segment = { text: part.text.slice(-half).replace(/^\S+/, ''), by: [] };
    if (at === 0 && segments.length > 1) return [cut, tail];
    return at === segments.length - 1 ? [head, cut] : [head, cut, tail];
  });
}

/** What is left before the first mark where there is little room, UTF-16 units. */
const maxLead = 48;

/** The same text, begun close to its first mark: for a place that shows a few lines of it. */
export function beginAtMark(segments: readonly Segment[]): Segment[] {
  const at = segments.findIndex(({ by }) => by.length > 0);
  const before = segments
    .slice(0, Math.max(0, at))
    .map(({ text }) => text)
    .join('');
  if (before.length <= maxLead) return [...segments];
  const lead: Segment = { text: before.slice(-maxLead).replace(/^\S+/, ''), by: [] };
  return [{ text: '…', by: [], cut: true }, lead, ...segments.slice(at)];
}

/** Where in an enumeration the evidence stands; 0 outside of one. */
const valueIndex = ({ pointer }: Evidence) => Number(/\/enum\/(\d+)$/.exec(pointer)?.[1] ?? 0);

function notesOf(items: readonly Evidence[]): MarkedField['notes'] {
  const seen = new Set<string>();
  return items
    .toSorted((a, b) => valueIndex(a) - valueIndex(b) || a.start - b.start || a.end - b.end)
    .filter(({ rule, quote }) => {
      const key = `${rule}\n${quote}`;
      return !seen.has(key) && seen.add(key);
    })
    .map(({ rule, quote }) => ({ rule, quote }));
}

/** The place a pointer names, as part of a sentence. */
export function placeWord(pointer: string): string {
  const [first] = pointerParts(pointer);
  if (first === 'inputSchema') return 'its parameters';
  if (first === 'outputSchema') return 'its result';
  return first === 'annotations' ? 'its annotations' : `its ${first ?? 'definition'}`;
}

/** The place a pointer names, as a label. */
export function labelOf(pointer: string): string {
  const parts = pointerParts(pointer);
  if (parts[0] === 'name') return 'Name';
  if (parts[0] === 'title') return 'Title';
  if (parts[0] === 'description') return 'Description';
  if (parts[0] === 'annotations') return 'Annotation';
  if (parts[0] === '_meta') return 'Metadata';
  const kind = parts[0] === 'outputSchema' ? 'Result' : 'Parameter';
  const names = parts.filter((_, at) => parts[at - 1] === 'properties');
  const last = parts.at(-1);
  const what = last === 'description' || last === 'title' ? `, ${last}` : parts.includes('enum') ? ', values' : '';
  return names.length > 0 ? `${kind} ${names.join('.')}${what}` : `${kind}s`;
}
