/**
 * What verdicts are called in the field's own terms: threats with their ids in published taxonomies, and which
 * capabilities, findings and attack patterns belong to which. The ids are their publishers'; the assignment is ours.
 */
import type { CapabilityId, FindingId } from '#crawler/classify/decide/tables.ts';

/** A published list of threats, in the version that was read (autumn 2026). */
export const taxonomies = [
  { id: 'owasp-mcp', title: 'OWASP MCP Top 10', version: 'v0.1', form: /^MCP\d\d:2025$/ },
  { id: 'owasp-agentic', title: 'OWASP Agentic Applications', version: '2026', form: /^ASI\d\d$/ },
  { id: 'mitre-atlas', title: 'MITRE ATLAS', version: '5.6.0', form: /^AML\.T\d{4}(?:\.\d{3})?$/ },
  { id: 'safe-mcp', title: 'SAFE-MCP', version: 'autumn 2026', form: /^SAFE-T\d{4}$/ },
  { id: 'aitech', title: 'Cisco AITech', version: 'autumn 2026', form: /^\d+\.\d+\.\d+$/ },
] as const;

/** Id of a row of `taxonomies`. */
export type TaxonomyId = (typeof taxonomies)[number]['id'];

/** A threat and what the taxonomies call it; an empty list where one has no entry for it. */
export interface Threat {
  id: string;
  title: string;
  ids: Readonly<Record<TaxonomyId, readonly string[]>>;
}

const threat = <const Id extends string>(
  id: Id,
  title: string,
  mcp: readonly string[],
  agentic: readonly string[],
  atlas: readonly string[],
  safe: readonly string[],
  aitech: readonly string[],
) => ({
  id,
  title,
  ids: { 'owasp-mcp': mcp, 'owasp-agentic': agentic, 'mitre-atlas': atlas, 'safe-mcp': safe, aitech },
});

/** Every threat. */
export const threats = [
  threat(
    'poisoned-definition',
    'Poisoned definition',
    ['MCP03:2025'],
    ['ASI01'],
    ['AML.T0110', 'AML.T0104'],
    ['SAFE-T1001', 'SAFE-T1501'],
    ['12.1.2'],
  ),
  threat('hidden-text', 'Hidden text', ['MCP03:2025'], ['ASI01'], ['AML.T0051'], ['SAFE-T1402'], ['1.1.1']),
  threat(
    'shadowing',
    'Shadowing of other servers',
    ['MCP03:2025'],
    ['ASI02'],
    ['AML.T0011.002'],
    ['SAFE-T1008', 'SAFE-T1301'],
    ['12.1.5'],
  ),
  threat(
    'changed-definition',
    'Definition changed after approval',
    ['MCP03:2025'],
    ['ASI04'],
    ['AML.T0109'],
    ['SAFE-T1201'],
    ['9.3.1'],
  ),
  threat('destruction', 'Destruction of data', ['MCP02:2025'], ['ASI02'], ['AML.T0101'], ['SAFE-T2101'], ['9.1.2']),
  threat('money', 'Money moved', ['MCP02:2025'], ['ASI02'], ['AML.T0048.000'], ['SAFE-T2104'], []),
  threat(
    'code',
    'Code or commands run',
    ['MCP05:2025'],
    ['ASI05'],
    ['AML.T0053'],
    ['SAFE-T1101', 'SAFE-T1104'],
    ['9.1.1'],
  ),
  threat(
    'way-out',
    'Way out for data',
    ['MCP10:2025'],
    ['ASI02'],
    ['AML.T0086'],
    ['SAFE-T1913', 'SAFE-T1914'],
    ['8.2.3'],
  ),
  threat('secrets', 'Secrets returned', ['MCP01:2025'], ['ASI03'], ['AML.T0098'], ['SAFE-T1502'], ['8.2.3']),
  threat(
    'impostor',
    'Impostor server',
    ['MCP04:2025', 'MCP09:2025'],
    ['ASI04'],
    ['AML.T0010.005'],
    ['SAFE-T1004'],
    ['9.3.1'],
  ),
  threat('path-traversal', 'Path traversal', ['MCP05:2025'], ['ASI05'], ['AML.T0053'], ['SAFE-T1105'], ['9.1.4']),
] as const satisfies readonly Threat[];

/** Id of a row of `threats`. */
export type ThreatId = (typeof threats)[number]['id'];

/** Of each capability; none where using it as meant is no threat that a taxonomy lists. */
export const threatsOfCapability: Readonly<Record<CapabilityId, readonly ThreatId[]>> = {
  'read-data': [],
  'compute-answer': [],
  'ask-service': ['way-out'],
  'view-screen': [],
  wait: [],
  'sign-in': [],
  'create-data': [],
  'change-data': [],
  'arrange-data': [],
  'store-file': [],
  'send-message': ['way-out'],
  publish: ['way-out'],
  'change-access': [],
  configure: [],
  'generate-asset': [],
  'run-code': ['code'],
  'run-query': ['code'],
  'call-api': ['way-out'],
  'start-process': ['code'],
  'stop-process': [],
  'drive-interface': [],
  'delete-data': ['destruction'],
  'clear-data': ['destruction'],
  'overwrite-data': ['destruction'],
  'revoke-access': ['destruction'],
  'cancel-commitment': ['destruction'],
  'move-money': ['money'],
  trade: ['money'],
  purchase: ['money'],
  'change-billing': ['money'],
  'request-payment': ['money'],
};

/** Of each kind of finding. */
export const threatsOfFinding: Readonly<Record<FindingId, readonly ThreatId[]>> = {
  'hidden-characters': ['hidden-text'],
  'look-alike-letters': ['hidden-text', 'impostor'],
  'instructs-model': ['poisoned-definition'],
  'conceals-from-user': ['poisoned-definition'],
  'asks-for-unrelated-data': ['poisoned-definition', 'way-out'],
  'shadows-tools': ['shadowing'],
  'steers-other-tools': ['shadowing'],
  'false-authority': ['poisoned-definition'],
  'hides-markup': ['hidden-text'],
  'encoded-payload': ['hidden-text'],
};

/** Of each attack pattern, by its id; none where no threat of the table is meant. */
export const threatsOfPattern: Readonly<Record<string, readonly ThreatId[]>> = {
  'injected-deletion': ['destruction'],
  'payment-fraud': ['money'],
  'command-injection': ['code'],
  'secret-theft': ['secrets'],
  'privilege-escalation': [],
  'data-exfiltration': ['way-out'],
  'server-side-request-forgery': [],
  'path-traversal': ['path-traversal'],
  'interface-hijack': [],
  'message-abuse': [],
  'runaway-loop': [],
  'data-poisoning': [],
  'indirect-injection': ['hidden-text'],
  'tool-poisoning': ['poisoned-definition', 'hidden-text'],
  'tool-shadowing': ['shadowing'],
  'false-annotation': [],
  'rug-pull': ['changed-definition'],
};

/** One entry of a taxonomy. */
export interface TaxonomyEntry {
  taxonomy: TaxonomyId;
  title: string;
  version: string;
  id: string;
}

/** The entries of some threats, each once, in the order of the taxonomies. */
export function entriesOf(ids: readonly ThreatId[]): TaxonomyEntry[] {
  const chosen: readonly Threat[] = threats.filter(({ id }) => ids.includes(id));
  return taxonomies.flatMap(({ id: taxonomy, title, version }) =>
    [...new Set(chosen.flatMap((one) => one.ids[taxonomy]))].map((id) => ({ taxonomy, title, version, id })),
  );
}

/** Every entry that a threat has, by taxonomy and then by id. */
export const allEntries: readonly TaxonomyEntry[] = taxonomies.flatMap(({ id: taxonomy }) =>
  entriesOf(threats.map(({ id }) => id))
    .filter((entry) => entry.taxonomy === taxonomy)
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })),
);

/** Everything that is assigned to one entry of a taxonomy. */
export interface EntryUse {
  entry: TaxonomyEntry;
  threats: Threat[];
  capabilities: CapabilityId[];
  findings: FindingId[];
  /** Ids of attack patterns. */
  patterns: string[];
}

/** What is assigned to an entry, by its publisher's id; undefined where no threat has it. */
export function usesOfEntry(id: string): EntryUse | undefined {
  const entry = allEntries.find((one) => one.id === id);
  if (!entry) return undefined;
  const own: readonly Threat[] = threats.filter((one: Threat) => one.ids[entry.taxonomy].includes(id));
  const withAny = (table: Readonly<Record<string, readonly ThreatId[]>>) =>
    Object.keys(table).filter((key) => table[key]!.some((named) => own.some((one) => one.id === named)));
  return {
    entry,
    threats: [...own],
    capabilities: withAny(threatsOfCapability) as CapabilityId[],
    findings: withAny(threatsOfFinding) as FindingId[],
    patterns: withAny(threatsOfPattern),
  };
}

/** The threats that a verdict names: by its findings, what it returns, and what it can do. Ids of other versions name none. */
export function threatsOf(verdict: {
  capabilities: readonly { capability: string }[];
  findings: readonly { finding: string }[];
  modifiers: readonly { modifier: string }[];
}): ThreatId[] {
  const of = (table: Readonly<Record<string, readonly ThreatId[]>>, id: string): readonly ThreatId[] =>
    Object.hasOwn(table, id) ? (table[id] ?? []) : [];
  const isSecret = verdict.modifiers.some(({ modifier }) => modifier === 'returns-secrets');
  return [
    ...new Set([
      ...verdict.findings.flatMap(({ finding }) => of(threatsOfFinding, finding)),
      ...(isSecret ? (['secrets'] as const) : []),
      ...verdict.capabilities.flatMap(({ capability }) => of(threatsOfCapability, capability)),
    ]),
  ];
}
