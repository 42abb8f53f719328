/**
 * Who is behind a server: whether package and repository point at each other, who owns both, and whether the name
 * imitates a better known one. Pure: judged from what package, registries and repository say, each kept with its words.
 */
import { getDomain } from 'tldts';
import type {
  IdentityAssessment,
  IdentityCheck,
  IdentityFact,
  IdentityField,
  IdentitySource,
  PackageRegistry,
} from '#db/types.ts';
import { type LookAlike, plainName } from './look-alike.ts';
import { type IdentityReasonId, identityReasonOf } from './reasons.ts';
import { canonicalRepositoryUrl, isSameRepository, ownerOfRepository, repositoryOfPage } from './repository-url.ts';

/** What a server is known by, and what was said about it. */
export interface IdentityInput {
  packageRegistry: PackageRegistry | null;
  packageName: string | null;
  /** Canonical address of the repository it was found in or that its source names. */
  repositoryUrl: string | null;
  remoteUrl: string | null;
  /** What every source said. */
  facts: readonly IdentityFact[];
}

/** What is known of others. */
export interface IdentityContext {
  /** What repositories say of themselves, one list per server in one; those that this package names are enough. */
  repositories: readonly (readonly IdentityFact[])[];
  /** Search for a better known name, from `createLookAlikeSearch`. */
  lookAlike(registry: PackageRegistry, name: string, owners: ReadonlySet<string>): LookAlike | undefined;
}

/** A repository that somebody names, with the words that name it. */
interface Named {
  url: string;
  evidence: IdentityFact[];
}

/** A server in a repository, by its manifests. */
interface RepositoryReading {
  url: string;
  folder: string;
  /** Every package name in its manifests. */
  names: IdentityFact[];
  /** The names of servers that are meant to be published. */
  published: IdentityFact[];
}

/** What the repository says of the package. */
interface BackLink {
  reason: IdentityReasonId;
  /** Whether it is the repository that the package names. */
  sameRepository: boolean;
  /** The repository that names the package, where one does. */
  url?: string;
  evidence: IdentityFact[];
}

const letters = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
/** Whether two account names are the same but for separators, or one begins with the other (`paddle`, `PaddleHQ`). */
const isAlike = (a: string, b: string): boolean => {
  const [short, long] = [letters(a), letters(b)].sort((x, y) => x.length - y.length) as [string, string];
  return short === long || (short.length >= 4 && long.startsWith(short));
};
const scopeOf = (name: string): string | undefined => /^@([^/]+)\//.exec(name)?.[1];

/** The account or domain that a name in the official registry belongs to: `io.github.owner/x`, `com.example/x`. */
const namespaceOf = (name: string): string => name.split('/')[0] as string;
const accountOf = (name: string): string | undefined => /^io\.github\.(.+)$/.exec(namespaceOf(name))?.[1];
const domainOf = (name: string): string | undefined =>
  accountOf(name) === undefined ? namespaceOf(name).split('.').reverse().join('.') : undefined;

/**
 * Whether a server counts as identified; undefined where it counts neither way.
 * @param agrees package and registry entry name each other
 * @param traced something names a source
 * @param readable there was something to read a source from
 */
const isIdentified = (
  checks: readonly IdentityCheck[],
  agrees: boolean,
  traced: boolean,
  readable: boolean,
): boolean | undefined => {
  const has = (...reasons: IdentityReasonId[]) => checks.some(({ reason }) => reasons.some((one) => one === reason));
  if (checks.some(({ reason }) => identityReasonOf(reason)?.state === 'contradicted')) return false;
  if (!traced && !has('address-of-registry-name') && readable) return false;
  return has('attested', 'both-ways') || (has('owner-registry') && agrees) ? true : undefined;
};

/** Assesses who is behind a server. */
export function assessIdentity(input: IdentityInput, context: IdentityContext): IdentityAssessment {
  const { packageName, packageRegistry } = input;
  const find = (field: IdentityField, ...sources: IdentitySource[]): IdentityFact | undefined =>
    sources.flatMap((source) => input.facts.find((fact) => fact.source === source && fact.field === field) ?? [])[0];
  const ofPackage = (field: IdentityField) => find(field, 'npm', 'package');
  const checks: IdentityCheck[] = [];
  const answer = (reason: IdentityReasonId, ...evidence: (IdentityFact | undefined)[]) =>
    checks.push({ reason, evidence: evidence.filter((fact) => fact !== undefined) });

  const packageRead = input.facts.some(({ source }) => source === 'npm' || source === 'package');
  const attested = namedBy(ofPackage('attested-repository'));
  const workflow = ofPackage('attested-workflow');
  const named = namedBy(ofPackage('repository'), ofPackage('directory'));
  const byPage = pageOf(ofPackage('homepage')) ?? pageOf(ofPackage('issues'));
  const entryRepository = namedBy(find('repository', 'registry'));
  const inSource = namedBy(find('repository', 'repository'));
  const repository = attested ?? named ?? byPage;

  const own = readingOf(input.facts.filter(({ source }) => source === 'repository'));
  const readings = [...(own ? [own] : []), ...context.repositories.flatMap((facts) => readingOf(facts) ?? [])];
  const backLink = packageName === null ? undefined : linkBack();

  if (packageName !== null) {
    const bothWays = backLink?.reason === 'names-package' && backLink.sameRepository;
    if (attested && named && !isSameRepository(attested.url, named.url) && differ(attested.url, named.url))
      answer('attested-elsewhere', ...attested.evidence, ...named.evidence);
    else if (attested) answer('attested', ...attested.evidence, workflow, ...(named?.evidence ?? []));
    else if (bothWays && named) answer('both-ways', ...named.evidence);
    else if (named && own && !isSameRepository(named.url, own.url))
      answer('other-repository-named', ...named.evidence, find('address', 'repository'));
    else if (named) answer('repository-named', ...named.evidence);
    else if (byPage) answer('repository-by-page', ...byPage.evidence);
    else if (!packageRead && inSource) answer('repository-named-in-source', ...inSource.evidence);
    else answer(packageRead ? 'no-repository-named' : 'package-not-read');
    if (backLink) answer(backLink.reason, ...backLink.evidence);
  }

  const target = repository?.url ?? own?.url ?? entryRepository?.url;
  const entry = find('mcp-name', 'registry');
  const carried = ofPackage('mcp-name');
  // Both sides: a package can carry any name, so the entry must name the package too.
  const naming = input.facts.find(
    ({ source, field, quote }) => source === 'registry' && field === 'package' && quote === packageName,
  );
  const agrees = entry !== undefined && carried?.quote === entry.quote && naming !== undefined;
  if (packageName !== null && target !== undefined) answerOwner(target);
  answerRegistry();
  if (input.remoteUrl !== null) answerAddress(input.remoteUrl);
  if (packageName !== null) answerName(packageName);

  const deprecated = ofPackage('deprecated');
  const traced = target !== undefined || input.repositoryUrl !== null;
  const identified = isIdentified(
    checks,
    agrees,
    traced,
    packageName === null ? input.remoteUrl !== null : packageRead,
  );
  return { checks, ...(deprecated && { deprecated }), ...(identified !== undefined && { identified }) };

  /** What the repository says of the package: the one the package names, or else the one it was found in. */
  function linkBack(): BackLink | undefined {
    const name = packageName as string;
    const claimed = repository?.url;
    if (claimed === undefined && !own) return undefined;
    const there = claimed === undefined ? [] : readings.filter(({ url }) => isSameRepository(url, claimed));
    const isIt = (fact: IdentityFact) =>
      plainName(packageRegistry ?? 'npm', fact.quote) === plainName(packageRegistry ?? 'npm', name);
    const confirming = [...there, ...(own ? [own] : [])].find(({ names }) => names.some(isIt));
    if (confirming) {
      const sameRepository = claimed !== undefined && isSameRepository(confirming.url, claimed);
      return {
        reason: 'names-package',
        sameRepository,
        url: confirming.url,
        evidence: confirming.names.filter(isIt).slice(0, 2),
      };
    }
    if (there.length === 0)
      return { reason: own ? 'names-no-package' : 'repository-not-read', sameRepository: false, evidence: [] };
    const other = otherPackage(there);
    if (!other || attested) return { reason: 'names-no-package', sameRepository: true, evidence: [] };
    const deprecated = ofPackage('deprecated');
    const related = deprecated !== undefined || isOfOwner(name, other.quote, there[0] as RepositoryReading);
    return {
      reason: related ? 'names-other-package-of-owner' : 'names-other-package',
      sameRepository: true,
      evidence: [other, ...(repository?.evidence.slice(0, 1) ?? []), ...(deprecated ? [deprecated] : [])],
    };
  }

  /** The one server package the repository is the source of, where the package means that very place. */
  function otherPackage(there: readonly RepositoryReading[]): IdentityFact | undefined {
    const directory = (ofPackage('directory')?.quote ?? '').replace(/^\.?\/+|\/+$/g, '');
    // Several servers in one repository: which of its packages have been read says nothing about the rest.
    const at = directory === '' && there.length > 1 ? undefined : there.find(({ folder }) => folder === directory);
    const [first, ...more] = at?.published.filter(({ document }) => document.endsWith('package.json')) ?? [];
    return packageRegistry === 'npm' && more.length === 0 ? first : undefined;
  }

  /** Whether the owner of a repository, or of the package it publishes, may well own this package too. */
  function isOfOwner(name: string, other: string, { url }: RepositoryReading): boolean {
    const accounts = input.facts.filter(({ field }) => field === 'maintainer' || field === 'publisher');
    const mine = [scopeOf(name), ...accounts.map(({ quote }) => quote)].filter((account) => account !== undefined);
    const theirs = [ownerOfRepository(url), scopeOf(other)].filter((account) => account !== undefined);
    return mine.some((account) => theirs.some((their) => isAlike(account, their)));
  }

  function answerOwner(url: string): void {
    const owner = ownerOfRepository(url);
    const accounts = input.facts.filter(({ field }) => field === 'maintainer' || field === 'publisher');
    const publishes = accounts.find(({ quote }) => letters(quote) === letters(owner));
    const scope = scopeOf(packageName as string);
    const statedBy = (repository ?? entryRepository)?.evidence[0] ?? find('address', 'repository');
    if (attested) answer('owner-attested', ...attested.evidence, workflow);
    else if (agrees && accountOf(entry.quote)?.toLowerCase() === owner.toLowerCase())
      answer('owner-registry', entry, carried, statedBy);
    else if (publishes) answer('owner-publishes', publishes, statedBy);
    else if (scope !== undefined && isAlike(scope, owner)) answer('owner-scope', ofPackage('name'), statedBy);
    else answer('owner-not-shown', ofPackage('name'), ...accounts.slice(0, 3), statedBy);
  }

  function answerRegistry(): void {
    if (agrees) answer('registry-agrees', entry, naming, carried);
    else if (entry && carried && naming) {
      const foreign = named !== undefined && entryRepository !== undefined && differ(named.url, entryRepository.url);
      const stranger = namespaceOf(entry.quote).toLowerCase() !== namespaceOf(carried.quote).toLowerCase();
      if (foreign && stranger)
        answer('registry-contradicts', entry, carried, ...entryRepository.evidence, ...named.evidence);
      else answer('registry-names-package', entry, naming, carried);
    } else if (entry && naming && packageRead) answer('registry-names-package', entry, naming);
    else if (carried) answer('registry-name-claimed', carried);
    else if (entry) answer('registry-entry', entry);
  }

  function answerAddress(remoteUrl: string): void {
    const host = URL.canParse(remoteUrl) ? new URL(remoteUrl).hostname : '';
    const remote = find('remote', 'registry', 'repository');
    const domain = entry && domainOf(entry.quote);
    if (domain !== undefined && (host === domain || host.endsWith(`.${domain}`)))
      return void answer('address-of-registry-name', entry, remote);
    const site = (['npm', 'package', 'registry'] as const)
      .flatMap((source) => find('homepage', source) ?? [])
      .find(({ quote }) => repositoryOfPage(quote) === undefined && isSameDomain(host, quote));
    if (site) answer('address-of-homepage', site, remote);
    else answer('address-elsewhere', remote);
  }

  function answerName(name: string): void {
    // Only an owner that the facts confirm excuses a name: anyone can name a well-known repository.
    const proven = attested?.url ?? backLink?.url;
    const owners = new Set(proven === undefined ? [] : [ownerOfRepository(proven).toLowerCase()]);
    const found = context.lookAlike(packageRegistry ?? 'npm', name, owners);
    if (!found) return void answer('name-own');
    answer(
      `imitates-${found.how}`,
      ofPackage('name') ?? { source: 'index', document: 'this server', pointer: '', field: 'name', quote: name },
      { source: 'index', document: 'better known servers', pointer: '', field: 'name', quote: found.known },
    );
  }
}

/** Addresses of the repositories that a package names, the attested one included. */
export function repositoriesNamed(facts: readonly IdentityFact[]): string[] {
  const said = facts.filter(({ source }) => source === 'npm' || source === 'package');
  const urls = said.flatMap((fact) => {
    if (fact.field === 'homepage' || fact.field === 'issues') return repositoryOfPage(fact.quote) ?? [];
    const names = fact.field === 'repository' || fact.field === 'attested-repository';
    return names ? (canonicalRepositoryUrl(fact.quote) ?? []) : [];
  });
  return [...new Set(urls)];
}

/** Whether two canonical addresses are different repositories of owners whose names are nothing alike. */
const differ = (a: string, b: string): boolean =>
  !isSameRepository(a, b) && !isAlike(ownerOfRepository(a), ownerOfRepository(b));

const isSameDomain = (host: string, page: string): boolean => {
  const domain = getDomain(host, { allowPrivateDomains: true });
  return domain !== null && domain === getDomain(page, { allowPrivateDomains: true });
};

function namedBy(fact: IdentityFact | undefined, ...more: (IdentityFact | undefined)[]): Named | undefined {
  const url = fact && canonicalRepositoryUrl(fact.quote);
  return url === undefined
    ? undefined
    : { url, evidence: [fact as IdentityFact, ...more.filter((one) => one !== undefined)] };
}

function pageOf(fact: IdentityFact | undefined): Named | undefined {
  const url = fact && repositoryOfPage(fact.quote);
  return url === undefined ? undefined : { url, evidence: [fact as IdentityFact] };
}

function readingOf(facts: readonly IdentityFact[]): RepositoryReading | undefined {
  const url = canonicalRepositoryUrl(facts.find(({ field }) => field === 'address')?.quote ?? '');
  if (url === undefined) return undefined;
  return {
    url,
    folder: facts.find(({ field }) => field === 'folder')?.quote ?? '',
    names: facts.filter(({ field }) => field === 'name' || field === 'server-package' || field === 'package'),
    published: facts.filter(({ field }) => field === 'server-package'),
  };
}

/** What identity adds to the findings of a server: links that contradict each other, and a name that imitates another. */
export function identityFindings(
  assessment: IdentityAssessment | null,
): { finding: 'identity-mismatch' | 'look-alike'; check: IdentityCheck }[] {
  return (assessment?.checks ?? []).flatMap((check) => {
    const reason = identityReasonOf(check.reason);
    if (reason?.state !== 'contradicted') return [];
    return [{ finding: reason.question === 'name' ? ('look-alike' as const) : ('identity-mismatch' as const), check }];
  });
}
