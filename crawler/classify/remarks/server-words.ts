/** What a server tells a model beside its tools, searched as definitions are: its instructions, prompts and resources. */
import type { Finding, PromptDefinition, ResourceDefinition } from '#db/types.ts';
import { findFindings } from './findings.ts';

/** The words of a server that every session gets, whatever tool is called. */
export interface ServerWords {
  instructions?: string | null;
  prompts?: readonly PromptDefinition[] | null;
  resources?: readonly ResourceDefinition[] | null;
}

/**
 * Findings of a server, one of a kind. Pointers of their evidence lead into an object of `instructions`, `prompts` and
 * `resources`. No policy keeps these words from a model: whoever connects the server has them in the session.
 */
export function findInServerWords({ instructions, prompts, resources }: ServerWords): Finding[] {
  return findFindings({ instructions, prompts, resources }).flatMap(({ finding, sighting }) => {
    const { pointer, start, text = '' } = sighting;
    const quote = text.slice(start, sighting.end);
    return quote === ''
      ? []
      : [{ finding, evidence: [{ rule: finding, pointer, quote, start, end: start + quote.length }] }];
  });
}
