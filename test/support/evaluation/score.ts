/** Compares verdicts with labels: accuracy, the two kinds of error that matter, risk, and how two readers agree. Pure. */
import { type Category, categories, type Risk, risks, type ServerContext, type ToolDefinition } from '#db/types.ts';

/** A labelled tool. */
export interface Labelled {
  id: string;
  server?: ServerContext;
  tool: ToolDefinition;
  category: Category | 'unassessed';
  /** Other categories that count as right. */
  accept: readonly string[];
  /** How bad the worst call is, where that was labelled too. */
  risk?: Risk;
  /** Other risks a careful reader may give: the border is open. */
  acceptRisk?: readonly string[];
}

/** What a way of judging said about one tool. */
export interface Said {
  category: string;
  /** Absent where it says nothing about risk. */
  risk?: Risk | null;
  /** 0..1; absent for ways that give none. */
  confidence?: number;
}

/** How far said and labelled risk lie apart. */
export interface RiskAgreement {
  /** Tools with a labelled risk; one that was left unassessed counts as off by two. */
  tools: number;
  /** Shares of them, 0..1; the three add up to 1. */
  same: number;
  offByOne: number;
  offByTwo: number;
  /** The same, or another that the label accepts. */
  accepted: number;
}

/** Figures of one way of judging on one set. */
export interface Report {
  tools: number;
  servers: number;
  /** 0..1, as are all shares here. */
  accuracy: number;
  macroF1: number;
  perClass: Record<Category, { gold: number; precision: number; recall: number; f1: number }>;
  /** Labelled, then said. */
  confusion: Record<string, Record<string, number>>;
  /** A line for each destructive or financial tool called read or write, and each executing one called read. */
  dangerous: string[];
  /** How many tools could have been such a miss. */
  dangerousOf: number;
  /** A line for each reading tool called execute, destructive or financial. */
  alarms: string[];
  falseAlarms: number;
  wrong: string[];
  calibration: Array<{ from: number; tools: number; right: number }>;
  risk: RiskAgreement | undefined;
}

const severe = new Set<string>(['execute', 'destructive', 'financial']);

/** The key that tells servers apart: tools of one server share what is learned from it. */
export const serverKey = ({ server }: Labelled): string => JSON.stringify([server?.name, server?.package]);

/** Whether a miss is a dangerous one: what can harm was called milder than what asks for a look. */
const isDangerousMiss = (gold: string, got: string): boolean =>
  gold === 'execute'
    ? got === 'read'
    : (gold === 'destructive' || gold === 'financial') && (got === 'read' || got === 'write');

/** Compares what was said with the labels. Tools labelled `unassessed` count in accuracy only. */
export const score = (data: readonly Labelled[], said: readonly Said[]): Report => {
  const columns = [...categories, 'unassessed'];
  const confusion = Object.fromEntries(
    categories.map((gold) => [gold, Object.fromEntries(columns.map((c) => [c, 0]))]),
  ) as Report['confusion'];
  const dangerous: string[] = [];
  const alarms: string[] = [];
  const wrong: string[] = [];
  const buckets = new Map<number, { tools: number; right: number }>();
  let right = 0;
  for (const [index, entry] of data.entries()) {
    const { category: got, confidence } = said[index]!;
    const gold = entry.category;
    const ok = got === gold || entry.accept.includes(got);
    if (ok) right++;
    const as = ok ? gold : columns.includes(got) ? got : 'unassessed';
    if (confusion[gold] !== undefined) confusion[gold][as] = (confusion[gold][as] ?? 0) + 1;
    const note = `${entry.id} ${entry.server?.name ?? ''} ${entry.tool.name}: ${gold} called ${got} (${confidence ?? ''})`;
    if (!ok) wrong.push(note);
    if (!ok && isDangerousMiss(gold, got)) dangerous.push(note);
    if (!ok && gold === 'read' && severe.has(got)) alarms.push(note);
    if (confidence === undefined) continue;
    const from = Math.min(0.9, Math.floor(confidence * 10 + 1e-9) / 10);
    const bucket = buckets.get(from) ?? { tools: 0, right: 0 };
    buckets.set(from, { tools: bucket.tools + 1, right: bucket.right + Number(ok) });
  }
  const perClass = Object.fromEntries(categories.map((c) => [c, figuresOf(c, confusion)])) as Report['perClass'];
  return {
    tools: data.length,
    servers: new Set(data.map(serverKey)).size,
    accuracy: right / data.length,
    macroF1: categories.reduce((sum, c) => sum + perClass[c].f1, 0) / categories.length,
    perClass,
    confusion,
    dangerous,
    dangerousOf: data.filter(({ category }) => severe.has(category)).length,
    alarms,
    falseAlarms: alarms.length / Math.max(1, perClass.read.gold),
    wrong,
    calibration: [...buckets]
      .sort((a, b) => b[0] - a[0])
      .map(([from, b]) => ({ from, tools: b.tools, right: b.right / b.tools })),
    risk: compareRisk(data, said),
  };
};

const figuresOf = (category: Category, confusion: Report['confusion']) => {
  const hits = confusion[category]![category]!;
  const gold = Object.values(confusion[category]!).reduce((a, b) => a + b, 0);
  const predicted = categories.reduce((sum, g) => sum + confusion[g]![category]!, 0);
  const precision = predicted === 0 ? 0 : hits / predicted;
  const recall = gold === 0 ? 0 : hits / gold;
  return {
    gold,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
};

const compareRisk = (data: readonly Labelled[], said: readonly Said[]): RiskAgreement | undefined => {
  const apart = [0, 0, 0];
  let accepted = 0;
  for (const [index, { risk, acceptRisk }] of data.entries()) {
    const got = said[index]!.risk;
    if (risk === undefined || got === undefined) continue;
    const distance = got === null ? 2 : Math.min(2, Math.abs(risks.indexOf(got) - risks.indexOf(risk)));
    apart[distance] = apart[distance]! + 1;
    if (distance === 0 || (got !== null && acceptRisk?.includes(got))) accepted++;
  }
  const tools = apart[0]! + apart[1]! + apart[2]!;
  if (tools === 0) return undefined;
  return {
    tools,
    same: apart[0]! / tools,
    offByOne: apart[1]! / tools,
    offByTwo: apart[2]! / tools,
    accepted: accepted / tools,
  };
};

/** How two readers agree. */
export interface Agreement {
  /** Share of pairs that are equal, 0..1. */
  raw: number;
  /** Cohen's kappa: what is left of that when agreement by chance is taken away; 1 is full agreement. */
  kappa: number;
}

/** Agreement of two readers. One class only, given by both to everything, is full agreement. */
export const agreement = (pairs: ReadonlyArray<readonly [string, string]>): Agreement => {
  const shares = (side: 0 | 1) => {
    const counts = new Map<string, number>();
    for (const pair of pairs) counts.set(pair[side], (counts.get(pair[side]) ?? 0) + 1 / pairs.length);
    return counts;
  };
  const raw = pairs.filter(([a, b]) => a === b).length / pairs.length;
  const second = shares(1);
  const chance = [...shares(0)].reduce((sum, [key, share]) => sum + share * (second.get(key) ?? 0), 0);
  return { raw, kappa: chance === 1 ? 1 : (raw - chance) / (1 - chance) };
};
