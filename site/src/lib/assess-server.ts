/** What a page says of a server as a whole: what it exposes, what to do with it and why, what its list costs. Pure. */
import { findInServerWords, type ServerWords } from '#crawler/classify/remarks/server-words.ts';
import { identityFindings } from '#crawler/identity/identity.ts';
import { type Exposure, exposureOf } from '#crawler/policy/exposure.ts';
import { type ClassifiedTool, recommendServer, type ServerPolicy } from '#crawler/policy/server-policy.ts';
import type { Server } from '#db/queries/servers.ts';
import type { Classification, Finding, Provenance, ToolDefinition } from '#db/types.ts';
import { unjudged } from '#db/types.ts';
import { type ConnectDecision, decide } from './decision.ts';

/** A tool as it is assessed: `null` where no verdict has been given yet. */
export interface AssessedTool {
  definition: ToolDefinition;
  verdict: Classification | null;
  /** Cost of its definition in a model's context. */
  tokens: number | null;
}

export interface ServerAssessment {
  classified: ClassifiedTool[];
  exposure: Exposure;
  /** By the recommended rules, nothing filled in. */
  recommended: ServerPolicy;
  /** In what the server tells the model beside its tools. */
  findings: Finding[];
  decision: ConnectDecision;
  reasons: string[];
  /** Cost of all definitions in a model's context. */
  tokens: number;
  /** Whether package, source and name fit together; undefined where too little is known. */
  identified: boolean | undefined;
  /** What does not fit together about who is behind it: how many things. */
  identityProblems: number;
}

/** Assesses a server with a list of its tools, the current one or an earlier one. */
export function assessServer(
  server: Server,
  tools: readonly AssessedTool[],
  snapshot: (ServerWords & { provenance: Provenance }) | undefined,
): ServerAssessment {
  const classified = tools.map(({ definition, verdict }) => ({ definition, classification: verdict ?? unjudged }));
  const exposure = exposureOf(
    classified.map(({ definition, classification }) => ({ name: definition.name, classification })),
  );
  const recommended = recommendServer(classified);
  const identified = server.identity?.identified;
  const identityProblems = identityFindings(server.identity).length;
  const findings = snapshot ? findInServerWords(snapshot) : [];
  const decided = decide({
    exposure,
    trust: server.grade,
    provenance: snapshot?.provenance ?? null,
    tools: tools.length,
    suspicious: tools.filter(({ verdict }) => (verdict?.findings.length ?? 0) > 0).length,
    suspiciousWords: findings.length,
    contradicted: tools.filter(({ verdict }) => (verdict?.contradictions.length ?? 0) > 0).length,
    identified,
    identityFindings: identityProblems,
    ruled: tools.length - recommended.counts.allow,
  });
  const tokens = tools.reduce((sum, row) => sum + (row.tokens ?? 0), 0);
  return { classified, exposure, recommended, findings, ...decided, tokens, identified, identityProblems };
}
