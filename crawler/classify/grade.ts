/** A grade from A to F for a whole server, by a published formula over what was observed. */
import { type Classification, categories, type Grade, grades, type ServerGrade } from '#db/types.ts';

/** What is known about a server when it is graded. */
export interface GradeInput {
  /** Verdicts on its tools. */
  classifications: readonly Pick<
    Classification,
    'category' | 'risk' | 'contradictions' | 'findings' | 'signals' | 'confidence'
  >[];
  /** `open`: a remote that lists tools without asking who calls; `protected`: asks first; `local`: runs on the user's machine; absent: not known. */
  auth?: 'open' | 'protected' | 'local';
  /** True where source repository and package are tied to each other; false where they contradict each other, where the name imitates a better known one, or where no source is named; absent where too little is known. */
  identified?: boolean;
}

/**
 * The formula: start at 100, take off points. The first three rows say what the tools can do (at most 45 points together),
 * the rest how far the definitions can be relied on.
 */
export const gradeFormula = [
  {
    id: 'worst-action',
    title: 'Worst action within reach',
    max: 20,
    rule: 'read 0, write 4, execute 12, destructive 16, financial 20 points, by the most severe category of any tool.',
  },
  {
    id: 'severe-share',
    title: 'Share of severe tools',
    max: 15,
    rule: '15 points times the share of tools that execute, destroy or move money.',
  },
  {
    id: 'critical-code',
    title: 'Runs what it is given',
    max: 10,
    rule: '10 points where a tool runs code or a command that the caller writes.',
  },
  {
    id: 'contradictions',
    title: 'Annotations that contradict the verdict',
    max: 15,
    rule: '30 points times the share of tools whose annotations understate what they do, at most 15.',
  },
  { id: 'findings', title: 'Suspicious text', max: 40, rule: '20 points for each tool with a finding, at most 40.' },
  {
    id: 'descriptions',
    title: 'Missing descriptions',
    max: 15,
    rule: '15 points times the share of tools without a description.',
  },
  {
    id: 'schemas',
    title: 'Missing schemas',
    max: 10,
    rule: '10 points times the share of tools without a parameter schema.',
  },
  {
    id: 'unassessed',
    title: 'Tools that could not be assessed',
    max: 15,
    rule: '15 points times the share of unassessed tools.',
  },
  {
    id: 'authentication',
    title: 'Authentication',
    max: 15,
    rule: '15 points where a remote server lets anyone call tools that do more than read; none where it asks who calls, runs locally, or is not known.',
  },
  {
    id: 'identity',
    title: 'Identity',
    max: 10,
    rule: '10 points where no source repository is named, where package and repository contradict each other, or where the name imitates a better known one; none where they are tied to each other, or where too little is known.',
  },
] as const;

/** Lowest score of each grade. */
export const gradeBounds: Readonly<Record<Grade, number>> = { A: 85, B: 70, C: 55, D: 40, F: 0 };

/** Tools that must have been assessed before a server is graded. */
const minAssessed = 1;

const worstPoints = { read: 0, write: 4, execute: 12, destructive: 16, financial: 20 } as const;

const share = (n: number, of: number): number => (of === 0 ? 0 : n / of);
const count = (n: number, of: number, what: string): string => `${n} of ${of} ${of === 1 ? 'tool' : 'tools'} ${what}`;

/** Grades a server. Ungraded (`grade: null`) where no tool is known or more than half of them could not be assessed. */
export const gradeServer = (input: GradeInput): Omit<ServerGrade, 'ruleset'> => {
  const list = input.classifications;
  const n = list.length;
  const assessed = list.filter((c) => c.category !== 'unassessed');
  if (assessed.length < minAssessed || assessed.length * 2 < n) return { grade: null, score: 0, factors: [] };
  let worst = 0;
  for (const c of assessed) worst = Math.max(worst, categories.indexOf(c.category as (typeof categories)[number]));
  const worstCategory = categories[worst]!;
  const has = (signal: string) => list.filter((c) => c.signals.some((s) => s.signal === signal)).length;
  const severe = assessed.filter((c) => c.category !== 'read' && c.category !== 'write').length;
  const runsCode = list.filter((c) => c.risk === 'critical' && c.category === 'execute').length;
  const understated = list.filter((c) =>
    c.contradictions.some(
      (x) => (x.annotation === 'readOnlyHint' && x.declared) || (x.annotation === 'destructiveHint' && !x.declared),
    ),
  ).length;
  const suspicious = list.filter((c) => c.findings.length > 0).length;
  const silent = has('no-description');
  const bare = has('no-schema');
  const open = input.auth === 'open' && worst > 0;
  const measured: Record<(typeof gradeFormula)[number]['id'], [points: number, detail: string]> = {
    'worst-action': [worstPoints[worstCategory], `The most severe category of any tool is ${worstCategory}.`],
    'severe-share': [15 * share(severe, n), `${count(severe, n, 'execute, destroy or move money')}.`],
    'critical-code': [runsCode > 0 ? 10 : 0, `${count(runsCode, n, 'run what the caller writes')}.`],
    contradictions: [
      Math.min(15, 30 * share(understated, n)),
      `${count(understated, n, 'are declared milder than they are')}.`,
    ],
    findings: [Math.min(40, 20 * suspicious), `${count(suspicious, n, 'carry suspicious text')}.`],
    descriptions: [15 * share(silent, n), `${count(silent, n, 'have no description')}.`],
    schemas: [10 * share(bare, n), `${count(bare, n, 'have no parameter schema')}.`],
    unassessed: [15 * share(n - assessed.length, n), `${count(n - assessed.length, n, 'could not be assessed')}.`],
    authentication: [
      open ? 15 : 0,
      input.auth === undefined
        ? 'Not known.'
        : input.auth === 'local'
          ? 'Runs on the user’s own machine.'
          : input.auth === 'protected'
            ? 'Asks who calls.'
            : 'Lists its tools to anyone.',
    ],
    identity: [
      input.identified === false ? 10 : 0,
      input.identified === undefined
        ? 'Too little is known.'
        : input.identified
          ? 'Tied to its source repository.'
          : 'Not traced to its source, or mistakable for another.',
    ],
  };
  const factors = gradeFormula.map(({ id, title }) => {
    const [points, detail] = measured[id];
    return { id, title, points: points === 0 ? 0 : -Math.round(points * 10) / 10, detail };
  });
  const score = Math.max(0, Math.round(100 + factors.reduce((sum, factor) => sum + factor.points, 0)));
  const grade = grades.find((g) => score >= gradeBounds[g]) ?? 'F';
  return { grade, score, factors };
};
