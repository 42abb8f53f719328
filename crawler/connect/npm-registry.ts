/** Asks an npm registry about one version of a package: what it says of itself, who publishes it, how it was built. */
import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch } from 'undici';
import { z } from 'zod';
import { packageFacts, quoting } from '#crawler/discover/identity-facts.ts';
import { parseNpmSpec } from '#crawler/discover/package-spec.ts';
import type { IdentityFact } from '#db/types.ts';
import type { NpmSettings } from './npm.ts';

/** The public registry, where the user's npm names no other. */
export const publicRegistry = 'https://registry.npmjs.org/';
/** Largest answer that is read, bytes. Metadata of one version seldom exceeds 20 KB, a file of attestations 60 KB. */
const maxAnswerBytes = 2 * 1024 * 1024;
/** Longest wait for one answer, milliseconds. */
const answerTimeoutMs = 10_000;

/** Which version of which package. */
export interface NpmQuestion {
  name: string;
  /** An exact version or a tag; registries answer no ranges here. Default `latest`. */
  wish?: string;
  /** `etag` of an earlier answer to the same question: where nothing changed, the answer is `unchanged`. */
  etag?: string;
  signal?: AbortSignal;
}

/** How a build service tied a version to its source, as the registry's attestation says. The registry checks it when it is published; here only that it is about this very file. */
export interface NpmProvenance {
  /** Address of the repository as attested. */
  repository: string;
  /** Path of the workflow that built it. */
  workflow?: string;
}

/** What a registry says of one version. */
export interface NpmMetadata {
  status: 'found';
  version: string;
  /** Absent where the registry gives none; then nothing can be asked conditionally. */
  etag?: string;
  repository?: string;
  /** Names of the accounts that may publish it; empty where the registry does not say. */
  maintainers: string[];
  deprecated?: string;
  provenance?: NpmProvenance;
  /** All of it with its places and words. */
  facts: IdentityFact[];
}

/** A registry's answer. */
export type NpmAnswer =
  | NpmMetadata
  | { status: 'unchanged' }
  /** There is no such package or version. */
  | { status: 'missing' }
  /** The registry could not be asked or does not answer as one; `reason` says why. */
  | { status: 'failed'; reason: string };

/** An npm registry to ask. */
export interface NpmRegistry {
  /** The version a wish leads to today: one request. Undefined where the registry does not say; never throws. */
  version(question: Omit<NpmQuestion, 'etag'>): Promise<string | undefined>;
  /** Asks for one version: one request, and one more where it has attestations. Never throws for the registry's fault. */
  read(question: NpmQuestion): Promise<NpmAnswer>;
  close(): Promise<void>;
}

const versionSchema = z.object({
  name: z.string(),
  version: z.string().max(256),
  dist: z
    .object({
      integrity: z.string().optional().catch(undefined),
      attestations: z.object({ url: z.string() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
const attestationsSchema = z.object({
  attestations: z.array(
    z.object({
      predicateType: z.string(),
      bundle: z.object({ dsseEnvelope: z.object({ payload: z.string() }) }),
    }),
  ),
});
const workflowSchema = z.object({ repository: z.string(), path: z.string().optional() });
const statementSchema = z.object({
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha512: z.string() }) })),
  predicate: z.object({
    // SLSA provenance 1.0, and 0.2 before it.
    buildDefinition: z
      .object({ externalParameters: z.object({ workflow: workflowSchema }) })
      .optional()
      .catch(undefined),
    invocation: z
      .object({ configSource: z.object({ uri: z.string(), entryPoint: z.string().optional() }) })
      .optional()
      .catch(undefined),
  }),
});

/**
 * Makes ready to ask the registry of the user's npm, through the user's proxy and with the user's certificates, without
 * any token. Only that registry is asked: a redirect, or attestations at another place, are not followed.
 */
export function openNpmRegistry(settings: NpmSettings): NpmRegistry {
  const registry = new URL((settings.registry ?? publicRegistry).replace(/\/*$/, '/'));
  const dispatcher = createDispatcher(settings);

  async function get(url: URL, etag: string | undefined, signal: AbortSignal | undefined) {
    const answer = await fetch(url, {
      dispatcher,
      redirect: 'manual',
      headers: { accept: 'application/json', 'user-agent': 'toolrisk', ...(etag && { 'if-none-match': etag }) },
      signal: AbortSignal.any([AbortSignal.timeout(answerTimeoutMs), ...(signal ? [signal] : [])]),
    });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      return { status: answer.status };
    }
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of answer.body ?? []) {
      bytes += part.byteLength;
      if (bytes > maxAnswerBytes) throw new Error('its answer is too large');
      parts.push(part);
    }
    return {
      status: 200,
      etag: answer.headers.get('etag') ?? undefined,
      value: JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown,
    };
  }

  async function readProvenance(
    { name, version, dist }: z.output<typeof versionSchema>,
    signal: AbortSignal | undefined,
  ): Promise<{ provenance?: NpmProvenance; facts: IdentityFact[] }> {
    const address = dist?.attestations?.url;
    if (address === undefined || !URL.canParse(address)) return { facts: [] };
    const url = new URL(address);
    if (url.origin !== registry.origin) return { facts: [] };
    const parsed = attestationsSchema.safeParse((await get(url, undefined, signal)).value);
    const provenance = parsed.success
      ? provenanceOf(parsed.data, { name, version, integrity: dist?.integrity })
      : undefined;
    if (!provenance) return { facts: [] };
    const quote = quoting('npm', url.href);
    const at = '/predicate/buildDefinition/externalParameters/workflow';
    return {
      provenance,
      facts: [
        ...quote('attested-repository', `${at}/repository`, provenance.repository),
        ...quote('attested-workflow', `${at}/path`, provenance.workflow),
      ],
    };
  }

  /** Where a registry answers for a version; undefined for what is no package and version or tag. */
  function addressOf(name: string, wish: string): URL | undefined {
    if (parseNpmSpec(name)?.name !== name || !/^[\w][\w.+-]*$/.test(wish)) return undefined;
    return new URL(`${name.replace('/', '%2f')}/${encodeURIComponent(wish)}`, registry);
  }

  return {
    async version({ name, wish = 'latest', signal }) {
      const url = addressOf(name, wish);
      const answer = url && (await get(url, undefined, signal).catch(() => undefined));
      const parsed = versionSchema.safeParse(answer?.value);
      return parsed.success && parsed.data.name === name ? parsed.data.version : undefined;
    },
    async read({ name, wish = 'latest', etag, signal }) {
      const url = addressOf(name, wish);
      if (!url) return { status: 'failed', reason: `${name}@${wish} is no package and version that can be asked for` };
      try {
        const answer = await get(url, etag, signal);
        if (answer.status === 304) return { status: 'unchanged' };
        if (answer.status === 404 || answer.status === 405) return { status: 'missing' };
        const parsed = versionSchema.safeParse(answer.value);
        if (!parsed.success || parsed.data.name !== name)
          return {
            status: 'failed',
            reason: answer.status === 200 ? 'its answer is not a version' : `status ${answer.status}`,
          };
        const facts = packageFacts(answer.value, quoting('npm', url.href));
        const built = await readProvenance(parsed.data, signal).catch(() => ({ facts: [], provenance: undefined }));
        const said = (field: IdentityFact['field']) => facts.find((fact) => fact.field === field)?.quote;
        return {
          status: 'found',
          version: parsed.data.version,
          etag: answer.etag,
          repository: said('repository'),
          maintainers: facts.filter(({ field }) => field === 'maintainer').map(({ quote }) => quote),
          deprecated: said('deprecated'),
          provenance: built.provenance,
          facts: [...facts, ...built.facts],
        };
      } catch (error) {
        const { message, cause } = error as Error & { cause?: { code?: string } };
        return { status: 'failed', reason: cause?.code ?? message };
      }
    },
    close: () => dispatcher.close(),
  };
}

/** The user's proxy and certificates, as npm takes them: its own settings first, then the environment's. */
export function createDispatcher({ proxy, cafile, noproxy, env, ...settings }: NpmSettings): Dispatcher {
  const ca = cafile === undefined ? undefined : readFileSync(cafile, 'utf8');
  const connect = { ...(ca !== undefined && { ca }), rejectUnauthorized: settings['strict-ssl'] !== 'false' };
  const httpsProxy = settings['https-proxy'] ?? env.HTTPS_PROXY ?? env.https_proxy;
  const httpProxy = proxy ?? env.HTTP_PROXY ?? env.http_proxy;
  if (httpsProxy === undefined && httpProxy === undefined) return new Agent({ connect });
  return new EnvHttpProxyAgent({
    connect,
    requestTls: connect,
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? httpProxy ?? '',
    noProxy: noproxy ?? env.NO_PROXY ?? env.no_proxy ?? '',
  });
}

/** The build attestation among those of a version, if it is about the very file the registry gives out. */
function provenanceOf(
  { attestations }: z.output<typeof attestationsSchema>,
  { name, version, integrity }: { name: string; version: string; integrity?: string },
): NpmProvenance | undefined {
  const sha512 = /^sha512-(\S+)$/.exec(integrity ?? '')?.[1];
  if (sha512 === undefined) return undefined;
  const digest = Buffer.from(sha512, 'base64').toString('hex');
  const subject = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  for (const { predicateType, bundle } of attestations) {
    if (!predicateType.startsWith('https://slsa.dev/provenance/')) continue;
    const statement = statementSchema.safeParse(
      JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString('utf8')),
    );
    if (!statement.success) continue;
    if (!statement.data.subject.some((one) => one.name === subject && one.digest.sha512 === digest)) continue;
    const { buildDefinition, invocation } = statement.data.predicate;
    const workflow = buildDefinition?.externalParameters.workflow;
    if (workflow) return { repository: workflow.repository, ...(workflow.path && { workflow: workflow.path }) };
    const source = invocation?.configSource;
    if (source)
      return {
        repository: source.uri.replace(/@refs\/.*$/, ''),
        ...(source.entryPoint && { workflow: source.entryPoint }),
      };
  }
  return undefined;
}
