/**
 * Whose word counts for a package that is known already. Registries, lists and repositories let anybody name anybody's
 * package; what such an entry says of the package's repository, remote and purpose is taken only where the package, or
 * what is known of it from elsewhere, agrees. Pure.
 */
import { canonicalRepositoryUrl, isSameRepository } from '#crawler/identity/repository-url.ts';
import type { IdentityFact, ServerCandidate, SourceId } from '#db/types.ts';

/** The user's own configuration, the list that comes with toolrisk, and the registries that hold the packages themselves. */
const ownWord: ReadonlySet<SourceId> = new Set<SourceId>(['file', 'starter', 'npm', 'pypi']);

/** Of these, those that say what the package says of itself; a configuration only names it. */
export const packageSources: readonly SourceId[] = ['starter', 'npm', 'pypi'];

/**
 * Whether what is known of a package from the place that named it first stands beside what the package itself says,
 * which is heard now for the first time.
 * @param own what a source of packages says
 * @param known the repository that was named for the package, canonical; `null` where none was
 * @param first that place
 * @param facts what was said of the package; only what its own metadata says counts
 */
export function standsBeside(
  own: Pick<ServerCandidate, 'repository'>,
  known: { repositoryUrl: string | null },
  first: Pick<ServerCandidate, 'source' | 'location'>,
  facts: readonly IdentityFact[],
): boolean {
  const repository = known.repositoryUrl === null ? undefined : { url: known.repositoryUrl, path: '' };
  return isVouchedFor({ ...first, repository }, { repositoryUrl: own.repository?.url ?? null }, facts);
}

/**
 * Whether a candidate may complete what is known of the package it names.
 * @param known the repository that the package is known to come from, canonical; `null` where none is known
 * @param facts what was said of the package; only what its own metadata says counts
 */
export function isVouchedFor(
  candidate: Pick<ServerCandidate, 'source' | 'location' | 'repository'>,
  known: { repositoryUrl: string | null },
  facts: readonly IdentityFact[],
): boolean {
  if (ownWord.has(candidate.source)) return true;
  const { repository, location } = candidate;
  const said = facts.filter(({ source }) => source === 'package' || source === 'npm');
  const named = said.flatMap(({ field, quote }) =>
    field === 'repository' ? (canonicalRepositoryUrl(quote) ?? []) : [],
  );
  if (known.repositoryUrl !== null) named.push(known.repositoryUrl);
  return (
    (repository !== undefined && named.some((url) => isSameRepository(url, repository.url))) ||
    (candidate.source === 'registry' && said.some(({ field, quote }) => field === 'mcp-name' && quote === location))
  );
}
