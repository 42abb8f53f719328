/**
 * Trust in a server, from A to F, by a published formula: can one rely on what it says, and on who says it? What its tools
 * can do is no part of it; that is its exposure.
 */
import { type Classification, type Grade, grades, type Provenance, type ServerGrade } from '#db/types.ts';

/** What is known about a server when its trust is graded. */
export interface TrustInput {
  /** Verdicts on its tools. */
  classifications: readonly Pick<Classification, 'category' | 'contradictions' | 'findings' | 'signals'>[];
  /** Findings in what the server says beside its tools; absent where nothing is known of it. */
  wordsWithFindings?: number;
  /** `open`: a remote that lists tools without asking who calls; `protected`: asks first; `local`: runs on the user's machine; absent: not known. */
  auth?: 'open' | 'protected' | 'local';
  /** True where source repository and package are tied to each other; false where they contradict each other, where the name imitates a better known one, or where no source is named; absent where too little is known. */
  identified?: boolean;
  /** How the list of tools came to be known; `live` unless it says otherwise. */
  provenance?: Provenance;
  /** Tools whose definition changed in the last 90 days; absent where nobody has counted. */
  changed?: number;
}

/** The formula: start at 100, take off points. */
export const trustFormula = [
  {
    id: 'identity',
    title: 'Identity',
    max: 25,
    rule: '25 points where no source repository is named, where package and repository contradict each other, or where the name imitates a better known one; 5 where too little is known; none where they are tied to each other.',
  },
  {
    id: 'findings',
    title: 'Suspicious text',
    max: 50,
    rule: '25 points for each tool with a finding, and as many where what the server says beside its tools has one; at most 50.',
  },
  {
    id: 'contradictions',
    title: 'Annotations that understate',
    max: 20,
    rule: '40 points times the share of tools whose annotations call them milder than they are, at most 20.',
  },
  {
    id: 'authentication',
    title: 'Authentication',
    max: 15,
    rule: '15 points where a remote server lets anyone call tools that do more than read; none where it asks who calls, runs locally, or is not known.',
  },
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
    rule: '15 points times the share of tools that say too little to be judged.',
  },
  {
    id: 'drift',
    title: 'Definitions that change',
    max: 10,
    rule: '10 points times the share of tools whose definition changed in the last 90 days.',
  },
  {
    id: 'reading',
    title: 'Read from source',
    max: 15,
    rule: '15 points where the tools are known from source code alone, 5 where a manifest declares them; none where the server listed them itself.',
  },
] as const;

/** Lowest score of each grade. */
export const trustBounds: Readonly<Record<Grade, number>> = { A: 85, B: 70, C: 55, D: 40, F: 0 };

const share = (n: number, of: number): number => (of === 0 ? 0 : n / of);
const count = (n: number, of: number, what: string): string => `${n} of ${of} ${of === 1 ? 'tool' : 'tools'} ${what}.`;

const authWords = {
  local: 'Runs on the user’s own machine.',
  protected: 'Asks who calls.',
  open: 'Lists its tools to anyone.',
} as const;

const readingWords: Record<Provenance, [points: number, detail: string]> = {
  live: [0, 'The server listed its tools itself.'],
  'stand-in': [0, 'The server listed its tools itself, beside a stand-in for the network it asked for.'],
  declared: [5, 'A manifest declares its tools; the server did not list them.'],
  static: [15, 'Its tools were read from its source; some may be missing.'],
};

/** Points and words of every line. */
function measure(input: TrustInput): Record<(typeof trustFormula)[number]['id'], [points: number, detail: string]> {
  const { classifications: list, wordsWithFindings = 0, auth, identified, provenance = 'live', changed } = input;
  const n = list.length;
  const has = (signal: string) => list.filter((c) => c.signals.some((s) => s.signal === signal)).length;
  const understated = list.filter((c) =>
    c.contradictions.some(
      (x) => (x.annotation === 'readOnlyHint' && x.declared) || (x.annotation === 'destructiveHint' && !x.declared),
    ),
  ).length;
  const suspicious = list.filter((c) => c.findings.length > 0).length;
  const silent = has('no-description');
  const bare = has('no-schema');
  const unassessed = list.filter((c) => c.category === 'unassessed').length;
  const open = auth === 'open' && list.some((c) => c.category !== 'read');
  return {
    identity:
      identified === undefined
        ? [5, 'Too little is known.']
        : identified
          ? [0, 'Tied to its source repository.']
          : [25, 'Not traced to its source, or mistakable for another.'],
    findings: [
      Math.min(50, 25 * (suspicious + (wordsWithFindings > 0 ? 1 : 0))),
      `${count(suspicious, n, 'carry suspicious text')}${wordsWithFindings > 0 ? ' So does what the server says beside them.' : ''}`,
    ],
    contradictions: [
      Math.min(20, 40 * share(understated, n)),
      count(understated, n, 'are declared milder than they are'),
    ],
    authentication: [open ? 15 : 0, auth === undefined ? 'Not known.' : authWords[auth]],
    descriptions: [15 * share(silent, n), count(silent, n, 'have no description')],
    schemas: [10 * share(bare, n), count(bare, n, 'have no parameter schema')],
    unassessed: [15 * share(unassessed, n), count(unassessed, n, 'could not be assessed')],
    drift:
      changed === undefined
        ? [0, 'Not counted.']
        : [10 * Math.min(1, share(changed, n)), count(Math.min(changed, n), n, 'changed in the last 90 days')],
    reading: readingWords[provenance],
  };
}

/** Grades trust in a server. Ungraded (`grade: null`) where no tool is known. */
export function gradeTrust(input: TrustInput): Omit<ServerGrade, 'ruleset'> {
  if (input.classifications.length === 0) return { grade: null, score: 0, factors: [] };
  const measured = measure(input);
  const factors = trustFormula.map(({ id, title }) => {
    const [points, detail] = measured[id];
    return { id, title, points: points === 0 ? 0 : -Math.round(points * 10) / 10, detail };
  });
  const score = Math.max(0, Math.round(100 + factors.reduce((sum, factor) => sum + factor.points, 0)));
  return { grade: grades.find((g) => score >= trustBounds[g]) ?? 'F', score, factors };
}

/** True where these factors are those of another formula than today's: the grade they gave is no longer comparable. */
export const isOtherMethod = (factors: readonly { id: string }[] | null): boolean =>
  factors !== null &&
  factors.length > 0 &&
  factors.map(({ id }) => id).join() !== trustFormula.map(({ id }) => id).join();
