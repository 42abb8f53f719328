/** The judging half: what a reading says, as verdicts ready to be stored. Pure; replayed by `reclassify.ts`. */
import { type GradeInput, gradeServer } from '#crawler/classify/grade.ts';
import { createClassifier, ruleset } from '#crawler/classify/index.ts';
import { countTokens } from '#crawler/classify/tokens.ts';
import { hashDefinition } from '#crawler/snapshot.ts';
import type { JudgedTool } from '#db/queries/readings.ts';
import type { Server } from '#db/queries/servers.ts';
import type { ServerContext, ServerGrade, ToolDefinition } from '#db/types.ts';

/**
 * Verdicts on the tools of one server, in their order.
 * @param tools unique by name
 * @param server what is known of the server; the names of its tools are taken from `tools`
 */
export function judgeTools(tools: readonly ToolDefinition[], server: Omit<ServerContext, 'tools'>): JudgedTool[] {
  const classify = createClassifier({ ...server, tools: tools.map((tool) => tool.name) });
  return tools.map((definition) => ({
    definition,
    definitionHash: hashDefinition(definition),
    tokens: countTokens(definition),
    classification: classify(definition),
  }));
}

/** What a server's grade rests on besides its tools. */
export type GradedFacts = Pick<Server, 'launch' | 'lastOutcome' | 'toolProvenance' | 'packageName' | 'repositoryUrl'> &
  Partial<Pick<Server, 'identity'>>;

/**
 * The grade of a server by its current tools. Only a list the server gave itself is graded: what is read from source
 * may lack tools, and a grade over a part would be too good.
 */
export function judgeServer(facts: GradedFacts, classifications: GradeInput['classifications']): ServerGrade {
  if (facts.toolProvenance !== 'live') return { grade: null, score: 0, factors: [], ruleset };
  const { auth, identified } = postureOf(facts);
  return { ...gradeServer({ classifications, auth, identified }), ruleset };
}

function postureOf({
  launch,
  lastOutcome,
  packageName,
  repositoryUrl,
  identity,
}: GradedFacts): Pick<GradeInput, 'auth' | 'identified'> {
  const identified = identity?.identified;
  if (launch === null || launch.kind === 'not-launchable') return { identified };
  if (launch.kind !== 'remote') return { auth: 'local', identified };
  // Its tools are known, so it has listed them to a caller without an account; since then it may have begun to ask.
  const asks = ['auth-required', 'payment-required', 'needs-credentials'].includes(lastOutcome ?? '');
  const untraceable = !identity && packageName === null && repositoryUrl === null;
  return { auth: asks ? 'protected' : 'open', identified: untraceable ? false : identified };
}
