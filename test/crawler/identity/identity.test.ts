/** Who is behind a server, judged from facts: links in both directions, owners, addresses, names. */
import { describe, expect, test } from 'vitest';
import { packageFacts, quoting } from '#crawler/discover/identity-facts.ts';
import { candidateFacts } from '#crawler/discover/index.ts';
import { assessIdentity, type IdentityInput, identityFindings, repositoriesNamed } from '#crawler/identity/identity.ts';
import { createLookAlikeSearch, imitations } from '#crawler/identity/look-alike.ts';
import { identityQuestions, identityReasons, identityStates } from '#crawler/identity/reasons.ts';
import type { IdentityFact, ServerCandidate } from '#db/types.ts';

const lookAlike = createLookAlikeSearch([
  { registry: 'npm', name: '@acme/ledger-mcp', owner: 'acme' },
  { registry: 'npm', name: 'firecrawl-mcp' },
]);

/** Facts of a package as its registry's metadata says them. */
const npm = (document: object) => packageFacts(document, quoting('npm', 'https://registry.example/x/latest'));
/** Facts of a repository by a manifest in it. */
const repository = (url: string, manifest: object, path = ''): IdentityFact[] =>
  candidateFacts({
    source: 'github',
    location: 'x',
    name: 'x',
    repository: { url, path },
    files: { 'package.json': JSON.stringify(manifest) },
  }).repository ?? [];
/** The manifest of a server that is published. */
const server = (name: string) => ({ name, mcpName: `io.github.acme/${name}`, bin: 'index.js' });
const entry = (json: object, rest: Partial<ServerCandidate> = {}): IdentityFact[] =>
  candidateFacts({
    source: 'registry',
    location: 'x',
    name: 'x',
    files: { 'server.json': JSON.stringify(json) },
    ...rest,
  }).registry ?? [];
const attestation = (url: string): IdentityFact[] => [
  ...quoting('npm', 'https://registry.example/-/npm/v1/attestations/x')('attested-repository', '/r', url),
];

function assess(facts: IdentityFact[], rest: Partial<IdentityInput> & { elsewhere?: IdentityFact[][] } = {}) {
  const { elsewhere = [], ...input } = rest;
  const assessment = assessIdentity(
    { packageRegistry: 'npm', packageName: 'ledger-tools', repositoryUrl: null, remoteUrl: null, facts, ...input },
    { repositories: elsewhere, lookAlike },
  );
  const reasons = assessment.checks.map(({ reason }) => reason);
  for (const { evidence } of assessment.checks) for (const fact of evidence) expect(fact.quote).not.toBe('');
  return { ...assessment, reasons, findings: identityFindings(assessment).map(({ finding }) => finding) };
}

const acme = 'https://github.com/acme/ledger';
const named = (name: string, url = `git+${acme}.git`) => ({ name, version: '1.0.0', repository: { type: 'git', url } });

test('every way of imitating and every question has its answers', () => {
  for (const how of imitations) expect(identityReasons).toHaveProperty(`imitates-${how}`);
  for (const { id } of identityQuestions)
    expect(
      Object.values(identityReasons).some(({ question }) => question === id),
      id,
    ).toBe(true);
  expect(new Set(Object.values(identityReasons).map(({ state }) => state))).toEqual(new Set(identityStates));
});

describe('package and repository', () => {
  test.each([
    ['git+https', `git+${acme}.git`],
    ['git+ssh', 'git+ssh://git@github.com/acme/ledger.git'],
    ['ssh with a colon', 'ssh://git@github.com:acme/ledger.git'],
    ['scp', 'git@github.com:Acme/Ledger.git'],
    ['shorthand', 'github:acme/ledger'],
    ['bare shorthand', 'acme/ledger#main'],
    ['deep link', `${acme}/tree/main/packages/x#readme`],
  ])('name each other (%s): confirmed, and identified', (_, url) => {
    const { reasons, identified, findings } = assess([
      ...npm(named('ledger-tools', url)),
      ...repository(acme, server('ledger-tools')),
    ]);
    expect(reasons).toEqual(expect.arrayContaining(['both-ways', 'names-package']));
    expect(identified).toBe(true);
    expect(findings).toEqual([]);
  });

  test('the evidence is the words of both sides, with their places', () => {
    const { checks } = assess([...npm(named('ledger-tools')), ...repository(acme, server('ledger-tools'), 'pkg')]);
    expect(checks[0]?.evidence).toEqual([
      {
        source: 'npm',
        document: 'https://registry.example/x/latest',
        pointer: '/repository/url',
        field: 'repository',
        quote: `git+${acme}.git`,
      },
    ]);
    expect(checks[1]?.evidence[0]).toEqual({
      source: 'repository',
      document: 'pkg/package.json',
      pointer: '/name',
      field: 'server-package',
      quote: 'ledger-tools',
    });
  });

  test('a package alone only claims: neither identified nor a mismatch', () => {
    const { reasons, identified, findings } = assess(npm(named('ledger-tools')));
    expect(reasons).toEqual(expect.arrayContaining(['repository-named', 'repository-not-read', 'owner-not-shown']));
    expect(identified).toBeUndefined();
    expect(findings).toEqual([]);
  });

  test.each([
    ['homepage', { homepage: `${acme}#readme` }],
    ['issue tracker', { bugs: { url: `${acme}/issues` } }],
  ])('only the %s is in a repository', (_, rest) => {
    const { reasons, identified } = assess(npm({ name: 'ledger-tools', version: '1.0.0', ...rest }));
    expect(reasons).toContain('repository-by-page');
    expect(identified).toBeUndefined();
  });

  test('no source anywhere: not identified, which is no finding', () => {
    const { reasons, identified, findings } = assess(npm({ name: 'ledger-tools', homepage: 'https://acme.example' }));
    expect(reasons).toContain('no-repository-named');
    expect(identified).toBe(false);
    expect(findings).toEqual([]);
    expect(assess([]).identified).toBeUndefined();
    expect(assess([]).reasons).toContain('package-not-read');
    expect(assess(npm({ name: 'ledger-tools' }), { repositoryUrl: acme }).identified).toBeUndefined();
  });

  test('a repository that publishes another package of strangers: a mismatch', () => {
    const elsewhere = [repository(acme, server('@acme/ledger-mcp'))];
    for (const name of ['ledger-tools', '@stranger/ledger-mcp']) {
      const { reasons, identified, findings } = assess(npm(named(name)), { packageName: name, elsewhere });
      expect(reasons, name).toContain('names-other-package');
      expect(identified).toBe(false);
      expect(findings).toEqual(['identity-mismatch']);
    }
  });

  test.each<[string, object, IdentityFact[][], string?]>([
    ['it is deprecated', { deprecated: 'moved to @acme/ledger-mcp' }, [repository(acme, server('@acme/ledger-mcp'))]],
    ['its scope is the owner’s', {}, [repository(acme, server('ledger-mcp'))], '@acme-inc/ledger-tools'],
    ['one of its maintainers owns it', { maintainers: [{ name: 'acme' }] }, [repository(acme, server('ledger-mcp'))]],
    ['the manifest is a workspace', {}, [repository(acme, { ...server('ledger'), workspaces: ['packages/*'] })]],
    [
      'the manifest is a copy of another repository’s',
      {},
      [repository(acme, { ...server('ledger'), repository: 'x/y' })],
    ],
    ['the manifest is private', {}, [repository(acme, { ...server('ledger'), private: true })]],
    ['the manifest is no server', {}, [repository(acme, { name: 'ledger', bin: 'x.js' })]],
    [
      'several servers are in it',
      {},
      [repository(acme, server('ledger-a'), 'packages/a'), repository(acme, server('ledger-b'), '')],
    ],
    [
      'it means another folder',
      { repository: { url: acme, directory: 'packages/tools' } },
      [repository(acme, server('ledger-a'), 'packages/a')],
    ],
    ['it is another repository', {}, [repository('https://github.com/acme/other', server('other'))]],
  ])('no mismatch where %s', (_, rest, elsewhere, name = 'ledger-tools') => {
    const { identified, findings } = assess(npm({ ...named(name), ...rest }), { packageName: name, elsewhere });
    expect(findings).toEqual([]);
    expect(identified).toBeUndefined();
  });

  test('a folder the package means, which is another package: a mismatch', () => {
    const facts = npm({ ...named('ledger-tools'), repository: { url: acme, directory: './packages/a/' } });
    const elsewhere = [
      repository(acme, server('ledger-a'), 'packages/a'),
      repository(acme, server('ledger-b'), 'packages/b'),
    ];
    expect(assess(facts, { elsewhere }).findings).toEqual(['identity-mismatch']);
  });

  test('a moved repository: it names the package, which names its earlier place', () => {
    const { reasons, identified, findings } = assess([
      ...npm(named('ledger-tools', 'https://github.com/old-owner/ledger')),
      ...repository(acme, server('ledger-tools')),
    ]);
    expect(reasons).toEqual(expect.arrayContaining(['other-repository-named', 'names-package']));
    expect(identified).toBeUndefined();
    expect(findings).toEqual([]);
  });

  test('a build attestation outweighs everything that is only said', () => {
    const { reasons, identified, findings } = assess([...npm(named('ledger-tools')), ...attestation(acme)], {
      elsewhere: [repository(acme, server('another'))],
    });
    expect(reasons).toEqual(expect.arrayContaining(['attested', 'owner-attested']));
    expect(identified).toBe(true);
    expect(findings).toEqual([]);
  });

  test('an attestation for another repository of another owner contradicts', () => {
    const facts = [...npm(named('ledger-tools')), ...attestation('https://github.com/stranger/ledger')];
    expect(assess(facts)).toMatchObject({ identified: false, findings: ['identity-mismatch'] });
    const renamed = [...npm(named('ledger-tools')), ...attestation('https://github.com/acme-inc/ledger')];
    expect(assess(renamed)).toMatchObject({ identified: true, findings: [] });
  });

  test('a Python project is confirmed by its manifest, however its name is written', () => {
    const facts = candidateFacts({
      source: 'github',
      location: 'x',
      name: 'x',
      repository: { url: acme, path: '' },
      files: {
        'pyproject.toml':
          '[project]\nname = "Ledger_Tools"\n[project.scripts]\nledger = "x:y"\n[project.urls]\nDocs = "https://acme.example"\n"Source/Code" = "https://github.com/acme/ledger"\n',
      },
    }).repository as IdentityFact[];
    const { reasons, identified, checks } = assess(facts, { packageRegistry: 'pypi', packageName: 'ledger-tools' });
    expect(reasons).toEqual(expect.arrayContaining(['repository-named-in-source', 'names-package']));
    expect(checks[0]?.evidence[0]).toMatchObject({ document: 'pyproject.toml', pointer: '/project/urls/Source~1Code' });
    expect(identified).toBeUndefined();
  });
});

describe('owners', () => {
  const ownerOf = (facts: IdentityFact[], name = 'ledger-tools') =>
    assess(facts, { packageName: name }).reasons.find((reason) => reason.startsWith('owner'));
  test('from the strongest to the weakest', () => {
    const carried = { mcpName: 'io.github.Acme/ledger' };
    const official = entry({
      name: 'io.github.Acme/ledger',
      packages: [{ registryType: 'npm', identifier: 'ledger-tools' }],
    });
    expect(ownerOf([...npm({ ...named('ledger-tools'), ...carried }), ...official])).toBe('owner-registry');
    expect(ownerOf(npm({ ...named('ledger-tools'), ...carried }))).toBe('owner-not-shown');
    expect(ownerOf(npm({ ...named('ledger-tools'), maintainers: ['Acme <a@acme.example>'] }))).toBe('owner-publishes');
    expect(ownerOf(npm({ ...named('ledger-tools'), _npmUser: { name: 'acme' } }))).toBe('owner-publishes');
    expect(ownerOf(npm(named('@acme-hq/ledger')), '@acme-hq/ledger')).toBe('owner-scope');
    expect(ownerOf(npm(named('@other/ledger')), '@other/ledger')).toBe('owner-not-shown');
    expect(ownerOf(npm({ name: 'ledger-tools' }))).toBeUndefined();
  });
});

describe('the official registry', () => {
  const packages = [{ registryType: 'npm', identifier: 'ledger-tools' }];
  test('entry and package that name each other under the repository owner’s name identify', () => {
    const facts = [
      ...npm({ ...named('ledger-tools'), mcpName: 'io.github.acme/ledger' }),
      ...entry({ name: 'io.github.acme/ledger', packages, repository: { url: acme, source: 'github' } }),
    ];
    expect(assess(facts)).toMatchObject({ identified: true, findings: [] });
    expect(assess(facts).reasons).toContain('registry-agrees');
  });

  test('a package that carries the name of an entry for something else is tied to nothing by it', () => {
    const facts = [
      ...npm({ ...named('ledger-tools'), mcpName: 'io.github.acme/ledger' }),
      ...entry({ name: 'io.github.acme/ledger', remotes: [{ url: 'https://x.example' }], repository: { url: acme } }),
    ];
    expect(assess(facts).identified).toBeUndefined();
    expect(assess(facts).reasons).toEqual(expect.arrayContaining(['registry-name-claimed', 'owner-not-shown']));
  });

  test('an entry of strangers, for another repository, contradicts; a renamed entry does not', () => {
    const carried = npm({ ...named('ledger-tools'), mcpName: 'io.github.acme/ledger' });
    const stranger = entry({
      name: 'io.github.stranger/x',
      packages,
      repository: { url: 'https://github.com/stranger/x' },
    });
    expect(assess([...carried, ...stranger])).toMatchObject({ identified: false, findings: ['identity-mismatch'] });
    const renamed = entry({
      name: 'io.github.acme/old',
      packages,
      repository: { url: 'https://github.com/stranger/x' },
    });
    expect(assess([...carried, ...renamed]).findings).toEqual([]);
    const moved = entry({ name: 'io.github.stranger/x', packages, repository: { url: acme } });
    expect(assess([...carried, ...moved]).findings).toEqual([]);
  });
});

describe('addresses of remote servers', () => {
  const remote = (remoteUrl: string, facts: IdentityFact[]) => {
    const { reasons, identified } = assess(facts, { packageName: null, packageRegistry: null, remoteUrl });
    return [reasons.find((reason) => reason.startsWith('address')), identified];
  };
  const official = entry({ name: 'com.acme/ledger', remotes: [{ type: 'sse', url: 'https://mcp.acme.com/sse' }] });
  test.each<[string, IdentityFact[], string, boolean | undefined]>([
    ['https://mcp.acme.com/sse', official, 'address-of-registry-name', undefined],
    ['https://acme.com/mcp', official, 'address-of-registry-name', undefined],
    ['https://notacme.com/mcp', official, 'address-elsewhere', false],
    ['https://acme.com.evil.example/mcp', official, 'address-elsewhere', false],
    ['https://mcp.acme.co.uk/', npm({ homepage: 'https://www.acme.co.uk/docs' }), 'address-of-homepage', false],
    ['https://a.vercel.app/', npm({ homepage: 'https://b.vercel.app/' }), 'address-elsewhere', false],
    ['https://mcp.acme.com/', [], 'address-elsewhere', false],
  ])('%s', (url, facts, reason, identified) => expect(remote(url, facts)).toEqual([reason, identified]));
});

describe('names', () => {
  test('a look-alike is a finding, with both names as evidence', () => {
    const { checks, identified, findings } = assess(npm(named('firecrwl-mcp')), { packageName: 'firecrwl-mcp' });
    expect(findings).toEqual(['look-alike']);
    expect(identified).toBe(false);
    expect(checks.at(-1)?.evidence.map(({ quote }) => quote)).toEqual(['firecrwl-mcp', 'firecrawl-mcp']);
  });

  test('naming the owner’s repository excuses no look-alike; being named by it does', () => {
    const facts = npm(named('acme-ledger-mcp'));
    const rest = { packageName: 'acme-ledger-mcp' };
    expect(assess(facts, rest).findings).toEqual(['look-alike']);
    expect(assess([...facts, ...repository(acme, server('acme-ledger-mcp'))], rest).findings).toEqual([]);
    expect(assess([...facts, ...attestation(acme)], rest).findings).toEqual([]);
    const stranger = repository('https://github.com/stranger/x', server('acme-ledger-mcp'));
    expect(assess([...facts, ...stranger], rest).findings).toEqual(['look-alike']);
  });
});

test('hostile facts are cut, cleaned and judged without a throw', () => {
  const facts = npm({
    name: 'x'.repeat(5_000),
    repository: { url: { toString: 1 }, directory: ['..'] },
    homepage: 'http://[',
    bugs: 7,
    author: 'Ann <ann@example.com> (https://a.example)\u0000',
    maintainers: [null, 3, { name: 4 }, 'bob <b@example.com>'],
    mcpName: '__proto__',
    __proto__: { deprecated: 'no' },
  });
  expect(facts.find(({ field }) => field === 'name')?.quote).toHaveLength(500);
  expect(facts.find(({ field }) => field === 'author')?.quote).toBe('Ann');
  expect(facts.filter(({ field }) => field === 'maintainer').map(({ quote }) => quote)).toEqual(['bob']);
  expect(facts.map(({ field }) => field)).not.toContain('deprecated');
  expect(repositoriesNamed(facts)).toEqual([]);
  expect(packageFacts(null, quoting('npm', 'x'))).toEqual([]);
  expect(assess(facts, { packageName: 'constructor', remoteUrl: 'nonsense' }).findings).toEqual([]);
});
