/** Words for the facets of lists. */
import { type Facet, type FacetKind, splitFacet } from '#db/queries/facets.ts';
import { grades, outcomes, provenances, type Risk, risks, verdictCategories } from '#db/types.ts';
import {
  categoryTitles,
  describeCapability,
  describeFinding,
  describeSignal,
  gradeWord,
  humanise,
  outcomeTitles,
  provenanceTitles,
  riskWord,
  titleIn,
} from './vocabulary.ts';

export const facetKindTitles: Record<FacetKind, string> = {
  category: 'Category',
  risk: 'Risk',
  capability: 'Can do',
  signal: 'Signal',
  finding: 'Suspicious text',
  annotation: 'Annotations',
  provenance: 'How it was read',
  runtime: 'Runs as',
  vendor: 'Vendor',
  grade: 'Grade',
  identity: 'Who is behind it',
  outcome: 'Last visit',
};

const runtimes: Record<string, string> = {
  npm: 'npm package',
  pypi: 'PyPI package',
  oci: 'Container image',
  mcpb: 'MCP bundle',
  remote: 'Remote address',
  command: 'Local command',
  source: 'Source only',
};
const annotationWords: Record<string, string> = {
  none: 'Gives none',
  agrees: 'Agree with the definition',
  contradicted: 'Contradict the definition',
};
const identities: Record<string, string> = {
  confirmed: 'Package and source agree',
  contradicted: 'Does not fit together',
  unknown: 'Not known',
};

/** A facet in words, without its kind. */
export function facetTitle(facet: Facet): string {
  const [kind, value] = splitFacet(facet);
  switch (kind) {
    case 'category':
      return titleIn(categoryTitles, value) ?? humanise(value);
    case 'risk':
      return riskWord(value === 'unassessed' ? null : (value as Risk));
    case 'capability':
      return describeCapability(value).title;
    case 'signal':
      return describeSignal(value).title;
    case 'finding':
      return value === 'any' ? 'Any' : describeFinding(value).title;
    case 'annotation':
      return titleIn(annotationWords, value) ?? `${value} contradicted`;
    case 'provenance':
      return titleIn(provenanceTitles, value) ?? humanise(value);
    case 'runtime':
      return titleIn(runtimes, value) ?? humanise(value);
    case 'grade':
      return gradeWord(value === 'ungraded' ? null : (value as 'A'));
    case 'identity':
      return titleIn(identities, value) ?? humanise(value);
    case 'outcome':
      return value === 'not-visited' ? 'Not visited yet' : (titleIn(outcomeTitles, value) ?? humanise(value));
    default:
      return value;
  }
}

/** The order of values that have one of their own; the others are ordered by how many there are. */
const orders: Partial<Record<FacetKind, readonly string[]>> = {
  category: [...verdictCategories].reverse(),
  risk: [...[...risks].reverse(), 'unassessed'],
  provenance: provenances,
  grade: [...grades, 'ungraded'],
  outcome: [...outcomes, 'not-visited'],
};

/** Most choices of one kind in a menu. */
const maxChoices = 40;

/** The choices of a kind that there is anything of, with how many; what is chosen is always among them. */
export function facetChoices(
  kind: FacetKind,
  counts: ReadonlyMap<Facet, number>,
  chosen: readonly Facet[],
): { value: string; title: string; n: number | undefined; chosen: boolean }[] {
  const there = [...counts.keys()].filter((facet) => facet.startsWith(`${kind}:`));
  const all = [...new Set([...there, ...chosen.filter((facet) => facet.startsWith(`${kind}:`))])];
  const order = orders[kind];
  const choices = all.map((facet) => ({
    value: splitFacet(facet)[1],
    title: facetTitle(facet),
    n: counts.get(facet),
    chosen: chosen.includes(facet),
  }));
  if (order) return choices.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
  return choices.sort((a, b) => (b.n ?? 0) - (a.n ?? 0)).slice(0, maxChoices);
}
