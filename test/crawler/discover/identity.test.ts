import { describe, expect, test } from 'vitest';
import {
  canonicalFolder,
  canonicalRemoteUrl,
  canonicalRepositoryUrl,
  identitiesOf,
  isSameServer,
  slugOf,
} from '#crawler/discover/identity.ts';
import type { ServerCandidate } from '#db/types.ts';

const found = (rest: Partial<ServerCandidate>): ServerCandidate => ({
  source: 'github',
  location: 'owner/name:',
  name: 'name',
  ...rest,
});
const repository = (path: string, url = 'https://github.com/owner/name') => ({ url, path });
const npm = (name: string) => ({ registry: 'npm' as const, name });

describe('repository addresses', () => {
  test.each([
    ['https://github.com/Owner/Name', 'https://github.com/Owner/Name'],
    ['https://github.com/owner/name.git', 'https://github.com/owner/name'],
    ['git+https://github.com/owner/name.git', 'https://github.com/owner/name'],
    ['git+ssh://git@github.com/owner/name.git', 'https://github.com/owner/name'],
    ['ssh://git@github.com/owner/name', 'https://github.com/owner/name'],
    ['git+https://github.com:owner/name.git', 'https://github.com/owner/name'],
    ['ssh://git@github.com:owner/name.git', 'https://github.com/owner/name'],
    ['ssh://git@ghe.example.org:2222/owner/name.git', 'https://ghe.example.org/owner/name'],
    ['git@github.com:owner/name.git', 'https://github.com/owner/name'],
    ['git://github.com/owner/name.git#main', 'https://github.com/owner/name'],
    ['github:owner/name', 'https://github.com/owner/name'],
    ['gitlab:group/name', 'https://gitlab.com/group/name'],
    ['owner/name', 'https://github.com/owner/name'],
    ['owner/name.js', 'https://github.com/owner/name.js'],
    ['https://www.github.com/owner/name/tree/main/src/x?y#z', 'https://github.com/owner/name'],
    ['https://GitHub.com/owner/name/', 'https://github.com/owner/name'],
    ['https://gitlab.com/group/sub/name/-/tree/main', 'https://gitlab.com/group/sub/name'],
    ['https://ghe.example.org/owner/name', 'https://ghe.example.org/owner/name'],
  ])('%s', (text, url) => expect(canonicalRepositoryUrl(text)).toBe(url));

  test.each([
    '',
    'name',
    'https://github.com/owner',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://github.com/a b/c',
    'x'.repeat(5000),
  ])('not %j', (text) => expect(canonicalRepositoryUrl(text)).toBeUndefined());

  test('folders', () => {
    expect(canonicalFolder('./packages//a/')).toBe('packages/a');
    expect(canonicalFolder('/')).toBe('');
    expect(canonicalFolder('../../etc')).toBe('');
  });
});

test('remote addresses lose what is secret and what does not matter', () => {
  expect(canonicalRemoteUrl('HTTPS://user:pw@Mcp.Example.com:443/mcp/?api_key=s3cret&tools=all#x')).toBe(
    'https://mcp.example.com/mcp/?tools=all'.replace('/?', '?'),
  );
  expect(canonicalRemoteUrl('https://mcp.example.com/')).toBe('https://mcp.example.com');
  expect(canonicalRemoteUrl('ftp://mcp.example.com/')).toBeUndefined();
});

test('identities, strongest first', () => {
  const candidate = found({
    package: npm('@scope/Name'),
    repository: repository('Packages/A', 'https://github.com/Owner/Name'),
  });
  expect(identitiesOf(candidate)).toEqual(['npm:@scope/Name', 'repo:github.com/owner/name#packages/a']);
  expect(identitiesOf(found({ package: { registry: 'pypi', name: 'My_Server.x' } }))).toEqual(['pypi:my-server-x']);
  expect(identitiesOf(found({ package: { registry: 'oci', name: 'ghcr.io:443/Owner/Name:1.2@sha256:ab' } }))).toEqual([
    'oci:ghcr.io:443/owner/name',
  ]);
  expect(
    identitiesOf(found({ launch: { kind: 'remote', url: 'https://a.example/mcp', transport: 'auto', headers: [] } })),
  ).toEqual(['url:https://a.example/mcp']);
  expect(identitiesOf(found({ launch: { kind: 'command', command: 'node', args: ['x.js'], env: [] } }))).toEqual([
    'command:node x.js',
  ]);
  expect(identitiesOf(found({}))).toEqual(['found:github:owner/name:']);
});

describe('the same server', () => {
  test('by package, wherever it is found', () => {
    expect(
      isSameServer(
        found({ package: npm('a'), repository: repository('x') }),
        found({ source: 'starter', package: npm('a') }),
      ),
    ).toBe(true);
  });
  test('found in five places is one', () => {
    const five: Partial<ServerCandidate>[] = [
      { source: 'starter', package: npm('a') },
      { source: 'npm', package: npm('a'), repository: repository('x'), repositoryIsClaimed: true },
      { source: 'github', package: npm('a'), repository: repository('packages/a') },
      { source: 'registry', package: npm('a'), remoteUrl: 'https://a.example/mcp' },
      { source: 'catalogue', launch: { kind: 'npm', package: 'a', args: [], env: [] } },
    ];
    for (const one of five) for (const other of five) expect(isSameServer(found(one), found(other))).toBe(true);
  });
  test('not because a package says that it is from a repository', () => {
    const claims = { package: npm('a'), repository: repository(''), repositoryIsClaimed: true } as const;
    expect(isSameServer(found({ source: 'npm', ...claims }), found({ repository: repository('') }))).toBe(false);
    // Where nothing else is known, the repository is what it is found by.
    expect(
      isSameServer(
        found({ source: 'catalogue', repository: repository(''), repositoryIsClaimed: true }),
        found({ repository: repository('') }),
      ),
    ).toBe(true);
  });
  test('by repository and folder, when at most one side names a package', () => {
    expect(
      isSameServer(found({ repository: repository('x') }), found({ repository: repository('x'), package: npm('a') })),
    ).toBe(true);
  });
  test('not by repository when the packages differ, nor when the folders do', () => {
    expect(
      isSameServer(
        found({ repository: repository(''), package: npm('a') }),
        found({ repository: repository(''), package: npm('b') }),
      ),
    ).toBe(false);
    expect(isSameServer(found({ repository: repository('x') }), found({ repository: repository('y') }))).toBe(false);
  });
});

describe('slugs', () => {
  test.each([
    [{ package: npm('@modelcontextprotocol/server-filesystem') }, 'modelcontextprotocol-server-filesystem'],
    [{ repository: repository('') }, 'owner-name'],
    [{ repository: repository('packages/a') }, 'owner-name-packages-a'],
    [{ remoteUrl: 'https://mcp.example.com/mcp' }, 'mcp-example-com'],
    [{ remoteUrl: 'https://mcp.example.com/v2/linear' }, 'mcp-example-com-v2-linear'],
    [{ name: 'Größe <script>' }, 'gro-e-script'],
    [{ name: '中文' }, 'server'],
    [{ name: `${'a'.repeat(200)}-` }, 'a'.repeat(80)],
  ] as [Partial<ServerCandidate>, string][])('%j', (rest, slug) => {
    expect(slugOf(found(rest))).toBe(slug);
    expect(slug).toMatch(/^[a-z0-9-]+$/);
  });
});
