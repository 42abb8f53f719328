import { expect, it } from 'vitest';
import { attackPatterns, attackPatternsFor, findAttackPattern } from '#crawler/policy/attack-patterns.ts';
import { categories } from '#db/types.ts';
import { verdict } from './verdict.ts';

const idsFor = (...verdicts: ReturnType<typeof verdict>[]) =>
  verdicts.flatMap((item) => attackPatternsFor(item).map((pattern) => pattern.id));

it('each has an address of its own and says how it happens and what stops it', () => {
  expect(new Set(attackPatterns.map((pattern) => pattern.id)).size).toBe(attackPatterns.length);
  for (const pattern of attackPatterns) {
    expect(findAttackPattern(pattern.id)).toBe(pattern);
    expect(pattern.id).toMatch(/^[a-z][a-z-]+$/);
    expect(pattern.explanation.length).toBeGreaterThanOrEqual(2);
    expect(pattern.defence.length).toBeGreaterThanOrEqual(2);
    expect(Object.keys(pattern.invitedBy).length).toBeGreaterThan(0);
  }
});

it('every category invites something; the unassessed is not guessed at', () => {
  for (const category of categories) expect(idsFor(verdict(category)).length, category).toBeGreaterThan(0);
  expect(idsFor(verdict('unassessed'))).toEqual([]);
});

it('follows what was detected, not the category alone', () => {
  const reads = { capabilities: [{ capability: 'read-data', rule: 'retrieves-data', evidence: [] }] };
  const read = verdict('read', { ...reads, signals: [{ signal: 'accepts-url', evidence: [] }] });
  expect(idsFor(read)).toContain('server-side-request-forgery');
  expect(idsFor(verdict('read', reads))).not.toContain('server-side-request-forgery');
  expect(idsFor(verdict('write', { signals: [{ signal: 'accepts-url', evidence: [] }] }))).not.toContain(
    'server-side-request-forgery',
  );
  expect(idsFor(verdict('read', { modifiers: [{ modifier: 'returns-secrets', evidence: [] }] }))).toContain(
    'secret-theft',
  );
  expect(idsFor(verdict('read', { findings: [{ finding: 'instructs-model', evidence: [] }] }))).toContain(
    'tool-poisoning',
  );
  const contradicted = verdict('write', {
    contradictions: [{ annotation: 'readOnlyHint', declared: true, corrected: false, evidence: [] }],
  });
  expect(idsFor(contradicted)).toContain('false-annotation');
  expect(idsFor(verdict('write'))).not.toContain('false-annotation');
});

it('names three at most, what the text does before what a call does', () => {
  const worst = verdict('destructive', {
    findings: [{ finding: 'instructs-model', evidence: [] }],
    modifiers: ['returns-secrets', 'changes-access', 'arbitrary-code', 'reaches-people'].map((modifier) => ({
      modifier,
      evidence: [],
    })),
  });
  expect(idsFor(worst)).toHaveLength(3);
  expect(idsFor(worst)[0]).toBe('tool-poisoning');
});
