/**
 * Vocabularies and records of the main path. The bottom of the import graph: imports nothing.
 * Vocabularies are `as const` arrays; the database enums, the zod schemas and the site's menus are built from them.
 */

/** What a call can do, least severe first. The most severe that applies to the worst reachable branch wins. */
export const categories = ['read', 'write', 'execute', 'destructive', 'financial'] as const;
export type Category = (typeof categories)[number];

/** A verdict is a category, or `unassessed` where the definition says too little (never shown as low risk). */
export const verdictCategories = [...categories, 'unassessed'] as const;
export type VerdictCategory = (typeof verdictCategories)[number];

/** How bad the worst reachable call is, mildest first. */
export const risks = ['low', 'medium', 'high', 'critical'] as const;
export type Risk = (typeof risks)[number];

/**
 * How a tool list came to us: the server answered, it answered beside a stand-in for the network, a manifest says so, or
 * it was read from source.
 */
export const provenances = ['live', 'stand-in', 'declared', 'static'] as const;
export type Provenance = (typeof provenances)[number];

/** Those a server gave itself, in the order in which they outweigh one another and all others. */
export const ownProvenances: readonly Provenance[] = ['live', 'stand-in'];

/** Whether a list that stands outweighs one that came later: what is told with less aid is not mixed with the rest. */
export function outweighs(standing: Provenance | null, later: Provenance): boolean {
  const weight = (provenance: Provenance) => ownProvenances.indexOf(provenance) + 1 || ownProvenances.length + 1;
  return standing !== null && weight(standing) < weight(later);
}

/** How one attempt to list a server ended. */
export const outcomes = [
  'listed',
  'needs-credentials',
  'needs-arguments',
  'auth-required',
  'payment-required',
  'install-failed',
  'exited',
  'handshake-timeout',
  'protocol-error',
  'too-large',
  'unreachable',
  'address-refused',
  'unsupported-runtime',
  'sandbox-unavailable',
  'not-launchable',
  'interrupted',
] as const;
export type Outcome = (typeof outcomes)[number];

/** A place where servers are found, by the name of its module in `crawler/discover/sources/`. */
export type SourceId = string;

/** Package registries a server can be published to. Only `npm` (and `pypi`, where `uv` is installed) can be started. */
export const packageRegistries = ['npm', 'pypi', 'oci', 'mcpb'] as const;
export type PackageRegistry = (typeof packageRegistries)[number];

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Hints a server gives about its own tool. Untrusted: they may raise a verdict, never lower it alone. */
export interface ToolAnnotations {
  title?: string;
  readOnlyHint?: boolean;
  destructiveHint?: boolean;
  idempotentHint?: boolean;
  openWorldHint?: boolean;
}

/**
 * A tool as its server publishes it, after size caps and removal of what no database can store
 * (NUL, lone surrogates). Everything in it is hostile text.
 */
export interface ToolDefinition {
  name: string;
  title?: string;
  description?: string;
  inputSchema?: JsonObject;
  outputSchema?: JsonObject;
  annotations?: ToolAnnotations & JsonObject;
  _meta?: JsonObject;
}

/** A prompt as its server publishes it, cleaned and cut. Hostile text. */
export interface PromptDefinition {
  name: string;
  title?: string;
  description?: string;
  arguments?: { name: string; description?: string; required?: boolean }[];
}

/** A resource or a template of resources as its server publishes it, cleaned and cut. Hostile text. */
export interface ResourceDefinition {
  /** Address, or its pattern where `template` is set. */
  uri: string;
  name: string;
  title?: string;
  description?: string;
  mimeType?: string;
  template?: boolean;
}

/** What a server offers a model beside its tools that can change. */
export const contextParts = ['instructions', 'prompts', 'resources'] as const;
export type ContextPart = (typeof contextParts)[number];

/** A package a server is published as. `version` is exact when known, else absent. */
export interface PackageRef {
  registry: PackageRegistry;
  name: string;
  version?: string;
}

/** A repository and the folder in it the server lives in (`''` is the root). `url` is canonical: `https://host/owner/name`, no `.git`. */
export interface RepositoryRef {
  url: string;
  path: string;
}

/** An environment variable or HTTP header a server says it wants. Values are never a user's: only defaults a manifest publishes. */
export interface InputDeclaration {
  name: string;
  required: boolean;
  secret: boolean;
  /** Published default or example, if any. */
  default?: string;
  description?: string;
}

/** How to start or reach a server. Pure data, decided by `planLaunch`. Its identity is package, version, arguments and environment names. */
export type LaunchSpec =
  | { kind: 'npm'; package: string; version?: string; bin?: string; args: string[]; env: InputDeclaration[] }
  | { kind: 'pypi'; package: string; version?: string; bin?: string; args: string[]; env: InputDeclaration[] }
  | { kind: 'command'; command: string; args: string[]; env: InputDeclaration[]; cwd?: string }
  | { kind: 'remote'; url: string; transport: 'streamable-http' | 'sse' | 'auto'; headers: InputDeclaration[] };

/** Why nothing can be started, in the words a person reads, and what they can do. */
export interface NotLaunchable {
  kind: 'not-launchable';
  outcome: Outcome;
  reason: string;
  todo: string;
}

/** What `planLaunch` decides: how to list a server, or why it cannot be. */
export type LaunchPlan = LaunchSpec | NotLaunchable;

/** A server as one source found it, before anything is started. */
export interface ServerCandidate {
  source: SourceId;
  /** Where in the source, stable across runs: `owner/name:path`, a file and its key, a package name. */
  location: string;
  /** A link a person can open, if there is one. */
  locationUrl?: string;
  name: string;
  description?: string;
  vendor?: string;
  repository?: RepositoryRef;
  /** Only the package itself says that it is from that repository: shown, but no reason to take the two for one server. */
  repositoryIsClaimed?: true;
  package?: PackageRef;
  remoteUrl?: string;
  /** Stars of the repository when found. */
  stars?: number;
  /** RFC 3339 time of the last push, when the source knows it. */
  pushedAt?: string;
  /** How to launch, or why that cannot be, where the source already says it (a client configuration, the starter list). */
  launch?: LaunchPlan;
  /** The version its `server.json` names is known to be published: as in a registry's entry, unlike in a repository, which may run ahead. */
  pinned?: true;
  /** Manifest and README texts by path relative to the server's folder; what `planLaunch` reads when `launch` is absent. */
  files?: Record<string, string>;
  /** Tools that the source says it has, cleaned. Shown as declared, and only until the server or its source tells. */
  tools?: ToolDefinition[];
}

/** What a source yields: a server, something it left out with the reason, or a sentence for the person watching. */
export type DiscoveryItem =
  | { kind: 'server'; candidate: ServerCandidate }
  | { kind: 'skipped'; source: SourceId; location: string; reason: string }
  /** `failed`: something the person asked for could not be done; the command ends with 1 once the rest is done. */
  | { kind: 'notice'; source: SourceId; message: string; failed?: boolean };

/** Which source of a server this is: a version of a package, or a commit of its repository. */
export interface SourceVersion {
  from: 'npm' | 'pypi' | 'repository';
  version: string;
}

/** What was last read of a server's source, so that the same source is not fetched and read again. */
export interface SourceRead extends SourceVersion {
  /** Revision of the readers that read it. */
  revision: number;
  /** What came of it, where that was no tool: one sentence. */
  note?: string;
}

/** One reading of a server: its list of tools and how it was obtained. */
export interface Reading {
  provenance: Provenance;
  /** In the order the server gave, unique by name (the first of a duplicate name is kept). */
  tools: ToolDefinition[];
  /** Negotiated MCP revision, e.g. `2025-11-25`; absent when not live. */
  protocolVersion?: string;
  /** Self-reported and no identity. */
  serverInfo?: { name?: string; version?: string; title?: string };
  instructions?: string;
  /** In the server's order; absent where it was not asked. */
  prompts?: PromptDefinition[];
  /** Resources, then templates; absent where it was not asked. */
  resources?: ResourceDefinition[];
  /** The package version actually installed. */
  packageVersion?: string;
  /** Arguments the server was started with. */
  args: string[];
  /** Names of environment variables or headers that were given a placeholder. */
  envNames: string[];
  /** How long the server says its list stays fresh, milliseconds. */
  ttlMs?: number;
  /** What was cut, dropped or odd while reading, one sentence each. */
  notes: string[];
  /** Start to listed, milliseconds. */
  durationMs: number;
}

/** How one attempt ended. `reading` is there when, and only when, the outcome is `listed`. */
export interface AttemptResult {
  outcome: Outcome;
  /** One sentence a person understands. */
  reason: string;
  /** What they can do about it; empty when listed. */
  todo: string;
  reading?: Reading;
  /** Last lines of stderr, at most 4,000 characters. Hostile text. */
  stderrTail?: string;
  /** How it ended before the network was stood in for, where the reading is of that provenance. */
  unaided?: Pick<AttemptResult, 'outcome' | 'reason' | 'todo'>;
  /** `WWW-Authenticate` posture of a remote, when it answered 401 or 402. */
  authPosture?: string;
  durationMs: number;
}

/** The exact words a verdict rests on. `value.slice(start, end) === quote` where `pointer` (RFC 6901) leads to `value` in the tool definition; where it leads to an object or array, the last pointer segment (the property name) is quoted. Offsets are half-open UTF-16. */
export interface Evidence {
  rule: string;
  pointer: string;
  quote: string;
  start: number;
  end: number;
}

/** What the server knows about itself that may help to judge one tool. */
export interface ServerContext {
  name?: string;
  description?: string;
  package?: string;
  /** Names of all its tools. */
  tools?: string[];
}

/** Something a tool can do, reported by a rule with its evidence. The table in `crawler/classify/verdict.ts` turns capabilities into category and risk. */
export interface CapabilityFinding {
  capability: string;
  rule: string;
  evidence: Evidence[];
}

/** A named reason that moved the risk off its category's base. */
export interface AppliedModifier {
  modifier: string;
  evidence: Evidence[];
}

/** What parameters or results look like (`accepts-url`, `returns-credentials` …). */
export interface Signal {
  signal: string;
  evidence: Evidence[];
}

/** An annotation that disagrees with the verdict. `corrected` is the value to paste. */
export interface Contradiction {
  annotation: 'readOnlyHint' | 'destructiveHint' | 'idempotentHint' | 'openWorldHint';
  declared: boolean;
  corrected: boolean;
  evidence: Evidence[];
}

/** Text that tries to steer the model, hides characters, or points at other servers' tools. */
export interface Finding {
  finding: string;
  evidence: Evidence[];
}

/** One value of a mode parameter (`method`, `action` …) and what that branch does. */
export interface Branch {
  /** RFC 6901 pointer to the parameter's schema. */
  pointer: string;
  /** Argument name as the policy's `args.<field>` writes it. */
  parameter: string;
  value: string;
  category: Category;
}

/** The complete, deterministic verdict on one tool. */
export interface Classification {
  category: VerdictCategory;
  /** `null` where unassessed: a missing value is never an optimistic one. */
  risk: Risk | null;
  /** 0..1, how sure the category is right. */
  confidence: number;
  /** The words the category rests on, the decisive one first. Empty only where unassessed. */
  evidence: Evidence[];
  /** Everything that was detected, decisive or not. */
  capabilities: CapabilityFinding[];
  modifiers: AppliedModifier[];
  branches: Branch[];
  /** Sibling tools with the same verb, as support where the description is empty. */
  support: string[];
  signals: Signal[];
  contradictions: Contradiction[];
  findings: Finding[];
  /** Why no rule looked at it: its definition is beyond what is judged, see `judge.ts`. Then it is unassessed. */
  notJudged?: 'too-large';
  /** Version of the rules that gave this verdict. */
  ruleset: string;
}

/** Who says something about the identity of a server. */
export const identitySources = ['npm', 'package', 'repository', 'registry'] as const;
export type IdentitySource = (typeof identitySources)[number];

/**
 * One thing somebody says about who a server is. `quote` is the value as it was written, found by `pointer` (RFC 6901)
 * in `document`: a file name or an address. Hostile text, at most 500 characters, control characters made blanks.
 */
export interface IdentityFact {
  /** `index` is what toolrisk itself knows of other servers. */
  source: IdentitySource | 'index';
  document: string;
  pointer: string;
  field: IdentityField;
  quote: string;
}

/** What a fact is about. */
export type IdentityField =
  /** What a package is called, or what a manifest in a repository calls its package. */
  | 'name'
  /** As `name`, in the manifest of a server that is meant to be published. */
  | 'server-package'
  | 'version'
  /** Where a package or registry entry says its source is, and in which folder. */
  | 'repository'
  | 'directory'
  | 'homepage'
  | 'issues'
  | 'author'
  /** An account that may publish the package. */
  | 'maintainer'
  /** The account that published this version. */
  | 'publisher'
  | 'deprecated'
  /** Its name in the official MCP registry. */
  | 'mcp-name'
  /** Repository and workflow by which the registry's build attestation says this version was built. */
  | 'attested-repository'
  | 'attested-workflow'
  /** The repository that is being read, and the folder of the server in it. */
  | 'address'
  | 'folder'
  /** A package or remote address that a registry entry or `server.json` names. */
  | 'package'
  | 'remote';

/** What was asked about a server's identity and what came of it; `reason` is explained in `crawler/classify/identity.ts`. */
export interface IdentityCheck {
  reason: string;
  evidence: IdentityFact[];
}

/** Who is behind a server, as far as the facts show. */
export interface IdentityAssessment {
  checks: IdentityCheck[];
  /** That the registry marks this version as deprecated. */
  deprecated?: IdentityFact;
  /** True where package and repository are tied to each other, false where they contradict each other, the name imitates another or no source is named; absent where too little is known. */
  identified?: boolean;
}

/** Grades of trust in a server, best first. */
export const grades = ['A', 'B', 'C', 'D', 'F'] as const;
export type Grade = (typeof grades)[number];

/** One line of the formula of trust, with what it came to for a server. */
export interface GradeFactor {
  id: string;
  title: string;
  /** Points taken off, 0 or negative. */
  points: number;
  /** What was counted, in words. */
  detail: string;
}

/** Trust in a server as a grade, and how it came about. */
export interface ServerGrade {
  /** `null` where too little is known: never an optimistic guess. */
  grade: Grade | null;
  /** 0..100; of no meaning where ungraded. */
  score: number;
  /** Empty where ungraded. */
  factors: GradeFactor[];
  /** Version of the rules whose verdicts it rests on. */
  ruleset: string;
}

/** What can happen to a server or tool over time. */
export const changeKinds = [
  'server-found',
  'server-gone',
  'server-back',
  'tool-added',
  'tool-removed',
  'tool-changed',
  'verdict-changed',
  'posture-changed',
  'trust-changed',
  'context-changed',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Stands for a verdict that has not been given yet: as cautious as one that could not be given. */
export const unjudged: Classification = {
  category: 'unassessed',
  risk: null,
  confidence: 0,
  evidence: [],
  capabilities: [],
  modifiers: [],
  branches: [],
  support: [],
  signals: [],
  contradictions: [],
  findings: [],
  ruleset: 'none',
};
