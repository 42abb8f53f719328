/** What a server exposes whoever connects it: what its worst reachable tool can do, and how many tools can do what. */
import { type CapabilityId, capabilities } from '#crawler/classify/decide/tables.ts';
import { type Classification, type Risk, risks } from '#db/types.ts';

/** How many tools have a capability. */
export interface ExposedCapability {
  capability: CapabilityId;
  title: string;
  tools: number;
}

export interface Exposure {
  /** The highest risk of any tool; null where none could be assessed. The number of tools never dilutes it. */
  risk: Risk | null;
  /** Names of the tools that have this risk, in the order they were given. */
  worst: string[];
  /** What the first of them can do, as a sentence without its name; empty where nothing is known. */
  sentence: string;
  /** By severity, gravest first. */
  capabilities: ExposedCapability[];
  unassessed: number;
}

const order = Object.keys(capabilities) as CapabilityId[];
const severities = ['read', 'write', 'execute', 'destructive', 'financial'];

/** The capability a verdict rests on: the gravest of its own category; undefined where none is known. */
export function mainCapability({
  category,
  capabilities: found,
}: Pick<Classification, 'category' | 'capabilities'>): CapabilityId | undefined {
  const own = found
    .map(({ capability }) => capability as CapabilityId)
    .filter((id) => Object.hasOwn(capabilities, id) && capabilities[id].category === category);
  return own[0];
}

/** The exposure of a server by the verdicts on its current tools. Pure. */
export function exposureOf(tools: readonly { name: string; classification: Classification }[]): Exposure {
  const assessed = tools.filter(({ classification }) => classification.risk !== null);
  const level = Math.max(-1, ...assessed.map(({ classification }) => risks.indexOf(classification.risk!)));
  const risk = level === -1 ? null : risks[level]!;
  const worst = assessed
    .filter(({ classification }) => classification.risk === risk)
    .toSorted((a, b) => severities.indexOf(b.classification.category) - severities.indexOf(a.classification.category));
  const counts = new Map<CapabilityId, number>();
  for (const { classification } of assessed) {
    const own = mainCapability(classification);
    if (own) counts.set(own, (counts.get(own) ?? 0) + 1);
  }
  const main = worst[0] && mainCapability(worst[0].classification);
  return {
    risk,
    worst: worst.map(({ name }) => name),
    sentence: main ? capabilities[main].sentence : '',
    capabilities: order
      .toReversed()
      .filter((id) => counts.has(id))
      .map((capability) => ({ capability, title: capabilities[capability].title, tools: counts.get(capability)! })),
    unassessed: tools.length - assessed.length,
  };
}
