import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Asked, answer } from '#crawler/connect/stand-in/answers.mts';
import { createAuthority } from '#crawler/connect/stand-in/certificates.mts';

const asked: Asked = { method: 'GET', origin: 'https://api.acme.test', path: '/v1/me', accept: '*/*', body: '' };
const bodyFor = (more: Partial<Asked>, unasked = '{}') => answer({ ...asked, ...more }, unasked).body;

describe('an answer is empty and of the kind that was asked for', () => {
  test.each<[Partial<Asked>, string]>([
    [{}, '{}'],
    [{ path: '/graphql', body: '{"query":"{ viewer { id } }"}' }, '{"data":{}}'],
    [{ path: '/oauth/token' }, '{"access_token":"placeholder","token_type":"Bearer","expires_in":3600}'],
    [{ path: '/.well-known/jwks.json' }, '{"keys":[]}'],
    [{ body: '{"jsonrpc":"2.0","id":7,"method":"eth_chainId"}' }, '{"jsonrpc":"2.0","id":7,"result":null}'],
    [{ path: '/feed.xml' }, '<?xml version="1.0" encoding="UTF-8"?>\n<empty/>\n'],
    [{ path: '/llms.txt' }, '\n'],
    [{ body: '{not json' }, '{}'],
  ])('%j', (more, body) => {
    expect(bodyFor(more)).toBe(body);
  });

  test('a list where lists are wanted, a page where a browser asks, and who issues tokens', () => {
    expect(bodyFor({}, '[]')).toBe('[]');
    expect(bodyFor({}, '{"items":[]}')).toBe('{"items":[]}');
    expect(answer({ ...asked, accept: 'text/html,*/*' }, '{}')).toMatchObject({ type: 'text/html; charset=utf-8' });
    const issuer = JSON.parse(bodyFor({ path: '/.well-known/openid-configuration' }));
    expect(issuer).toMatchObject({ issuer: asked.origin, token_endpoint: `${asked.origin}/token` });
  });

  test.each(['initialize', 'tools/list', 'tools/call'])('never a server whose tools are handed on: %s', (method) => {
    expect(answer({ ...asked, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method }) }, '{}').status).toBe(404);
  });
});

describe('certificates', () => {
  const authority = createAuthority();
  const root = new X509Certificate(authority.cert);

  test.each(['api.acme.test', '192.0.2.7'])('%s has one that its authority signed, for it alone', (host) => {
    const issued = new X509Certificate(authority.issue(host).cert);
    const fits = (name: string) => (/^[\d.]+$/.test(name) ? issued.checkIP(name) : issued.checkHost(name));
    expect([root.ca, issued.ca]).toEqual([true, false]);
    expect(issued.checkIssued(root)).toBe(true);
    expect(issued.verify(root.publicKey)).toBe(true);
    expect(fits(host)).toBe(host);
    expect(fits('other.acme.test')).toBeUndefined();
    expect(authority.issue(host)).toBe(authority.issue(host));
  });

  test('another attempt has another authority', () => {
    expect(new X509Certificate(createAuthority().issue('a.test').cert).verify(root.publicKey)).toBe(false);
  });
});
