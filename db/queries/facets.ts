/** By what lists can be narrowed down. A facet is `kind:value`; the cards of tools and servers hold theirs. Pure. */

/** What has cards. */
export const subjects = ['tool', 'server'] as const;
export type Subject = (typeof subjects)[number];

/** Kinds by which tools can be narrowed down, in the order menus show them. */
export const toolFacetKinds = [
  'category',
  'risk',
  'capability',
  'signal',
  'finding',
  'annotation',
  'provenance',
  'runtime',
  'vendor',
] as const;
/** Kinds by which servers can be narrowed down. The first six speak of their tools: at least one is so. */
export const serverFacetKinds = [
  'risk',
  'category',
  'capability',
  'signal',
  'finding',
  'annotation',
  'grade',
  'identity',
  'outcome',
  'provenance',
  'runtime',
  'vendor',
] as const;
export type FacetKind = (typeof toolFacetKinds)[number] | (typeof serverFacetKinds)[number];

/** `risk:high` and the like. */
export type Facet = `${string}:${string}`;

/** Orders a list can have; the first is the one it has unless told otherwise. */
export const toolSorts = ['risk', 'reach', 'tokens', 'newest', 'name'] as const;
export const serverSorts = ['risk', 'reach', 'tools', 'tokens', 'stars', 'newest', 'name'] as const;
export type CardSort = (typeof serverSorts)[number];

/** Most facets of one list: more are left out, the last first. */
export const maxFacets = 8;

/** Kind and value of a facet. */
export function splitFacet(facet: Facet): [kind: string, value: string] {
  const at = facet.indexOf(':');
  return [facet.slice(0, at), facet.slice(at + 1)];
}
