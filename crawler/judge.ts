/** The judging half: what a reading says, as verdicts ready to be stored. Pure; replayed by `reclassify.ts`. */
import { setImmediate } from 'node:timers/promises';
import { createClassifier, ruleset } from '#crawler/classify/index.ts';
import { findInServerWords, type ServerWords } from '#crawler/classify/remarks/server-words.ts';
import { gradeTrust, type TrustInput } from '#crawler/identity/trust.ts';
import { countTokens, estimateTokens } from '#crawler/policy/tokens.ts';
import { hashDefinition } from '#crawler/snapshot.ts';
import type { JudgedTool } from '#db/queries/readings.ts';
import type { Server } from '#db/queries/servers.ts';
import { type Classification, type ServerContext, type ServerGrade, type ToolDefinition, unjudged } from '#db/types.ts';

/**
 * Largest definition that is judged, characters as JSON. Of 14,681 definitions in the wild the longest has 50,000; no
 * one reads a longer one, and judging it would take time from everybody else.
 */
export const maxJudgedChars = 128 * 1024;
/** The same for all definitions of one server together; its largest are left out first. */
export const maxJudgedCharsOfServer = 4 * 1024 * 1024;
/** How long judging goes on before what else the process does has its turn, milliseconds. */
const turnMs = 20;

/**
 * Verdicts on the tools of one server, in their order.
 * @param tools unique by name
 * @param server what is known of the server; the names of its tools are taken from `tools`
 */
export const judgeTools = (tools: readonly ToolDefinition[], server: Omit<ServerContext, 'tools'>): JudgedTool[] => [
  ...judgeEach(tools, server),
];

/**
 * The same, with a break after every few tools, so that a long list holds up neither the site nor other visits.
 * @throws the reason of the signal, between two tools
 */
export async function judgeInTurns(
  tools: readonly ToolDefinition[],
  server: Omit<ServerContext, 'tools'>,
  signal?: AbortSignal,
): Promise<JudgedTool[]> {
  const judged: JudgedTool[] = [];
  const takeTurn = createTurns();
  for (const tool of judgeEach(tools, server)) {
    judged.push(tool);
    if (await takeTurn()) signal?.throwIfAborted();
  }
  return judged;
}

/**
 * What is called between two steps of a long work: lets everything else have its turn, where the work has gone on for
 * long enough.
 * @returns the call; true where there was a break
 */
export function createTurns(): () => Promise<boolean> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < turnMs) return false;
    await setImmediate();
    since = performance.now();
    return true;
  };
}

function* judgeEach(tools: readonly ToolDefinition[], server: Omit<ServerContext, 'tools'>): Generator<JudgedTool> {
  const classify = createClassifier({ ...server, tools: tools.map((tool) => tool.name) });
  const sizes = tools.map((tool) => JSON.stringify(tool).length);
  const largest = largestJudged(sizes);
  for (const [at, definition] of tools.entries()) {
    const isTooLarge = sizes[at]! > largest;
    yield {
      definition,
      definitionHash: hashDefinition(definition),
      tokens: isTooLarge ? estimateTokens(sizes[at]!) : countTokens(definition),
      classification: isTooLarge ? tooLarge() : classify(definition),
    };
  }
}

/** Size up to which definitions are judged, so that all of those together stay within the budget of a server. */
function largestJudged(sizes: readonly number[]): number {
  let left = maxJudgedCharsOfServer;
  for (const size of sizes.toSorted((a, b) => a - b)) {
    left -= size;
    if (left < 0) return Math.min(maxJudgedChars, size - 1);
  }
  return maxJudgedChars;
}

/** Whether a stored definition is judged again. One that was left out with its whole list stays so until the list is read again. */
export const isJudged = (definition: ToolDefinition, standing: Classification | null): boolean =>
  standing?.notJudged === undefined && JSON.stringify(definition).length <= maxJudgedChars;

/** What is said of a definition that is too large to be judged: nothing, and so nothing good. */
export const tooLarge = (): Classification => ({ ...unjudged, notJudged: 'too-large', ruleset });

/** What trust in a server rests on besides its tools. */
export type GradedFacts = Pick<Server, 'launch' | 'lastOutcome' | 'toolProvenance' | 'packageName' | 'repositoryUrl'> &
  Partial<Pick<Server, 'identity'>>;

/**
 * Trust in a server by its current tools and by who is behind it.
 * @param changed tools whose definition changed in the last 90 days
 * @param words what the server says beside its tools, where that is known
 */
export function judgeServer(
  facts: GradedFacts,
  classifications: TrustInput['classifications'],
  changed?: number,
  words?: ServerWords,
): ServerGrade {
  const provenance = facts.toolProvenance ?? undefined;
  const input = {
    classifications,
    ...postureOf(facts),
    ...(provenance && { provenance }),
    ...(changed !== undefined && { changed }),
    ...(words && { wordsWithFindings: findInServerWords(words).length }),
  };
  return { ...gradeTrust(input), ruleset };
}

function postureOf({
  launch,
  lastOutcome,
  packageName,
  repositoryUrl,
  identity,
}: GradedFacts): Pick<TrustInput, 'auth' | 'identified'> {
  const identified = identity?.identified;
  if (launch === null || launch.kind === 'not-launchable') return { identified };
  if (launch.kind !== 'remote') return { auth: 'local', identified };
  // Its tools are known, so it has listed them to a caller without an account; since then it may have begun to ask.
  const asks = ['auth-required', 'payment-required', 'needs-credentials'].includes(lastOutcome ?? '');
  const untraceable = !identity && packageName === null && repositoryUrl === null;
  return { auth: asks ? 'protected' : 'open', identified: untraceable ? false : identified };
}
