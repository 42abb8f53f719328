/** Words for what is known of who is behind a server. */
import {
  type IdentityQuestion,
  type IdentityReason,
  type IdentityState,
  identityQuestions,
  identityReasonOf,
} from '#crawler/identity/reasons.ts';
import type { IdentityAssessment, IdentityFact } from '#db/types.ts';
import { safeUrl } from './paths.ts';

const stateTitles: Record<IdentityState, string> = {
  confirmed: 'Confirmed',
  claimed: 'Claimed',
  contradicted: 'Contradicted',
  absent: 'Not shown',
  unknown: 'Not known',
};

/** How far an answer goes, in a word. A name is not confirmed but its own. */
export function stateTitle({ question, state }: Pick<IdentityReason, 'question' | 'state'>): string {
  if (question !== 'name') return stateTitles[state];
  return state === 'contradicted' ? 'Look-alike' : 'Its own';
}

const sourceTitles: Record<IdentityFact['source'], string> = {
  npm: 'npm registry',
  package: 'package.json of the installed package',
  repository: 'repository',
  registry: 'official MCP registry',
  index: 'known here',
};

/** Where a fact stands: who says it, with a link where the document has an address, and the place in it. */
export function placeOf({ source, document, pointer }: IdentityFact): { title: string; url?: string; at: string } {
  const url = safeUrl(document);
  const file = url === undefined && source !== 'package' ? document : '';
  return {
    title: sourceTitles[source],
    ...(url && { url }),
    at: [file, pointer].filter((part) => part !== '').join(' '),
  };
}

/** One question with its answer, ready to be shown. */
export interface IdentityLine {
  id: IdentityQuestion;
  title: string;
  state: IdentityState;
  stateTitle: string;
  sentence: string;
  evidence: IdentityFact[];
}

/** The answers of an assessment, in the order of the questions. Answers that this version does not know are left out. */
export function identityLines(assessment: IdentityAssessment | null): IdentityLine[] {
  const lines = (assessment?.checks ?? []).flatMap(({ reason: id, evidence }): IdentityLine[] => {
    const reason = identityReasonOf(id);
    const question = identityQuestions.find((entry) => entry.id === reason?.question);
    if (!reason || !question) return [];
    const { state, sentence } = reason;
    return [{ id: question.id, title: question.title, state, stateTitle: stateTitle(reason), sentence, evidence }];
  });
  return identityQuestions.flatMap(({ id }) => lines.filter((line) => line.id === id));
}

/** What stands on top of an assessment, in a sentence. */
export function identitySentence({ identified, checks }: IdentityAssessment): string {
  if (checks.some(({ reason }) => identityReasonOf(reason)?.state === 'contradicted'))
    return 'Something here does not fit together. Read it before you install or connect this server.';
  if (identified === true) return 'Package and repository are tied to each other.';
  if (identified === false) return 'Nothing says where the source of this server is.';
  return 'What is known fits together, but it is not proven.';
}
