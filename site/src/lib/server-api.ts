/** What the JSON of a server answers: its shape, and how what is stored becomes it. */
import { z } from 'zod';
import { kindOf, recommendServer, ruleKinds } from '#crawler/policy/server-policy.ts';
import type { Server } from '#db/queries/servers.ts';
import type { ToolWithVerdict } from '#db/queries/tools.ts';
import { grades, outcomes, provenances, risks, type ToolDefinition, unjudged, verdictCategories } from '#db/types.ts';
import { ageOf } from './age.ts';
import { serverPath, toolPath } from './paths.ts';

/** How old a list is. */
const listSchema = z.strictObject({
  provenance: z.enum(provenances).describe('How it came here'),
  readAt: z.iso.datetime().describe('When the list that stands was last read'),
  nextVisitAt: z.iso.datetime().nullable().describe('When it is to be read again; null where that is at once'),
  overdue: z.boolean().describe('Whether it is older than its schedule'),
});

const toolSchema = z.strictObject({
  name: z.string().describe('Exactly as the server writes it'),
  url: z.url(),
  category: z.enum(verdictCategories),
  risk: z.enum(risks).nullable().describe('null where the tool could not be assessed'),
  confidence: z.number().min(0).max(1),
  rule: z.enum(ruleKinds).describe('The recommended rule as it stands among the other tools'),
  provenance: z.enum(provenances),
  readAt: z.iso.datetime().describe('When the server last had it'),
  definition: z.record(z.string(), z.json()).describe('As the server wrote it'),
});

/** A server with its tools, gravest first. */
export const serverSchema = z.strictObject({
  slug: z.string().describe('Unique in this index, never used again'),
  name: z.string(),
  url: z.url(),
  package: z.string().nullable(),
  repository: z.string().nullable(),
  outcome: z.enum(outcomes).nullable().describe('How the last visit ended; null before the first'),
  trust: z.enum(grades).nullable(),
  list: listSchema.nullable().describe('null where no tools are known'),
  tools: z.array(toolSchema),
});
export type ServerAnswer = z.infer<typeof serverSchema>;

/** A server as its JSON tells it. */
export function toServerAnswer(server: Server, tools: readonly ToolWithVerdict[], siteUrl: string): ServerAnswer {
  const { recommendations } = recommendServer(
    tools.map(({ definition, verdict }) => ({ definition, classification: verdict ?? unjudged })),
  );
  const [readAt] = tools.map(({ tool }) => tool.lastSeenAt).sort((a, b) => b.getTime() - a.getTime());
  const provenance = server.toolProvenance;
  return {
    slug: server.slug,
    name: server.name,
    url: siteUrl + serverPath(server.slug),
    package: server.packageName,
    repository: server.repositoryUrl,
    outcome: server.lastOutcome,
    trust: server.grade,
    list:
      readAt && provenance
        ? {
            provenance,
            readAt: readAt.toISOString(),
            nextVisitAt: server.nextVisitAt?.toISOString() ?? null,
            overdue: ageOf({ readAt, nextVisitAt: server.nextVisitAt }).overdue !== undefined,
          }
        : null,
    tools: tools.map(({ tool, definition, verdict }) => {
      const { category, risk, confidence } = verdict ?? unjudged;
      return {
        name: tool.name,
        url: siteUrl + toolPath(server.slug, tool.name),
        category,
        risk,
        confidence,
        rule: kindOf(recommendations.get(definition.name)?.rule ?? { decision: 'deny' }),
        provenance: tool.provenance,
        readAt: tool.lastSeenAt.toISOString(),
        definition: definition as ToolDefinition & ServerAnswer['tools'][number]['definition'],
      };
    }),
  };
}
