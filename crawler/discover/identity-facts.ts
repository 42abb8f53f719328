/** What was found about a server, as facts about who it is: each with its place and its words. Pure. */
import { canonicalRepositoryUrl, isSameRepository, repositoryOfPage } from '#crawler/identity/repository-url.ts';
import type { IdentityFact, IdentityField, IdentitySource, ServerCandidate } from '#db/types.ts';
import { parseLooseJson } from './manifests/loose-json.ts';
import { binNames, isPublished, mcpEvidence, parsePackageJson } from './manifests/package-json.ts';
import { parsePyproject, pythonMcpEvidence } from './manifests/pyproject.ts';
import { parseServerJson } from './manifests/server-json.ts';

/** Longest quotation kept, UTF-16 units. */
const maxQuote = 500;
/** Accounts, packages and addresses kept of one document. */
const maxOfOne = 20;

/** Facts by source; a source that is there replaces what it said before. */
export type IdentityFacts = Partial<Record<IdentitySource, IdentityFact[]>>;

/** One value of a document as a fact; nothing where it is no text or blank. */
export type Quoter = (field: IdentityField, pointer: string, value: unknown) => IdentityFact[];

/** Makes facts of the values of one document. */
export const quoting =
  (source: IdentitySource, document: string): Quoter =>
  (field, pointer, value) => {
    if (typeof value !== 'string' || value.trim() === '') return [];
    const quote = value
      .replace(/[\u0000-\u001f\u007f]+/g, ' ')
      .trim()
      .slice(0, maxQuote)
      .toWellFormed();
    return [{ source, document, pointer, field, quote }];
  };

/**
 * What a package says of itself, from its `package.json` or from a registry's metadata of one version, which is the
 * same and more. Addresses of people are left out: only names are kept.
 * @param value the parsed document
 */
export function packageFacts(value: unknown, quote: Quoter): IdentityFact[] {
  const get = (path: string): unknown =>
    path.split('/').reduce((at: unknown, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined), value);
  /** A text, or the text in an object: npm takes both for repository, author and bugs. */
  const either = (field: IdentityField, key: string, inner: string) =>
    typeof get(key) === 'string'
      ? quote(field, `/${key}`, withoutMail(get(key)))
      : quote(field, `/${key}/${inner}`, withoutMail(get(`${key}/${inner}`)));
  const maintainers = get('maintainers');
  return [
    ...quote('name', '/name', get('name')),
    ...quote('version', '/version', get('version')),
    ...either('repository', 'repository', 'url'),
    ...quote('directory', '/repository/directory', get('repository/directory')),
    ...quote('homepage', '/homepage', get('homepage')),
    ...either('issues', 'bugs', 'url'),
    ...either('author', 'author', 'name'),
    ...(Array.isArray(maintainers) ? maintainers : [])
      .slice(0, maxOfOne)
      .flatMap((one: unknown, at) =>
        typeof one === 'string'
          ? quote('maintainer', `/maintainers/${at}`, withoutMail(one))
          : quote('maintainer', `/maintainers/${at}/name`, isRecord(one) ? one.name : undefined),
      ),
    ...quote('publisher', '/_npmUser/name', get('_npmUser/name')),
    ...quote('deprecated', '/deprecated', get('deprecated')),
    ...quote('mcp-name', '/mcpName', get('mcpName')),
  ];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A key as a part of a pointer (RFC 6901). */
const pointerToken = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** `Ann Lee <ann@example.com> (https://…)` as `Ann Lee`; other texts as they are. */
const withoutMail = (text: unknown): unknown =>
  typeof text === 'string' ? text.replace(/\s*[<(][^>)]*[@:][^>)]*[>)]/g, '') : text;

/**
 * What a repository says: its address and what its manifests call its packages. Repositories that are forks or archived
 * are left out by discovery, so none of them says anything here.
 */
export function repositoryFacts({ repository, files = {} }: ServerCandidate): IdentityFacts {
  if (!repository) return {};
  const { url, path } = repository;
  const place = quoting('repository', url);
  const facts = [...place('address', '', url), ...place('folder', '', path)];
  const inFolder = (name: string) => quoting('repository', path === '' ? name : `${path}/${name}`);

  const manifest = parsePackageJson(files['package.json'] ?? '');
  if (manifest) {
    const stated = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
    const elsewhere = stated === undefined ? undefined : canonicalRepositoryUrl(stated);
    // A manifest that names another repository is a copy: it does not say what this one publishes.
    const isServer =
      (elsewhere === undefined || isSameRepository(elsewhere, url)) &&
      isPublished(manifest) &&
      binNames(manifest).length > 0 &&
      manifest.workspaces === undefined &&
      mcpEvidence(manifest) !== undefined;
    const quote = inFolder('package.json');
    facts.push(...quote(isServer ? 'server-package' : 'name', '/name', manifest.name));
    facts.push(...quote('mcp-name', '/mcpName', manifest.mcpName));
  }
  const project = parsePyproject(files['pyproject.toml'] ?? '');
  if (project) {
    const isServer = !project.private && project.scripts.length > 0 && pythonMcpEvidence(project) !== undefined;
    const quote = inFolder('pyproject.toml');
    facts.push(...quote(isServer ? 'server-package' : 'name', '/project/name', project.name));
    // Labels are free; the first address of a repository is taken for the one that is meant.
    const [source] = Object.entries(project.urls).filter(([, one]) => repositoryOfPage(one) !== undefined);
    if (source) facts.push(...quote('repository', `/project/urls/${pointerToken(source[0])}`, source[1]));
  }
  const quote = inFolder('server.json');
  const entry = parseServerJson(files['server.json'] ?? '');
  if (entry) {
    facts.push(...quote('mcp-name', '/name', entry.name));
    for (const [at, { identifier }] of entry.packages.slice(0, maxOfOne).entries())
      facts.push(...quote('package', `/packages/${at}/identifier`, identifier));
    for (const [at, { url: remote }] of entry.remotes.slice(0, maxOfOne).entries())
      facts.push(...quote('remote', `/remotes/${at}/url`, remote));
  }
  return { repository: facts };
}

/** What an entry of a registry says, by the `server.json` in it. */
export function entryFacts({ location, locationUrl, files = {} }: ServerCandidate): IdentityFact[] {
  const text = files['server.json'] ?? '';
  const entry = parseServerJson(text);
  if (!entry) return [];
  const loose = parseLooseJson(text);
  const website = 'value' in loose && isRecord(loose.value) ? loose.value.websiteUrl : undefined;
  const quote = quoting('registry', locationUrl ?? location);
  // An address no repository can be read from is no statement about one.
  const repository = canonicalRepositoryUrl(entry.repository?.url ?? '') && entry.repository?.url;
  return [
    ...quote('mcp-name', '/name', entry.name),
    ...quote('repository', '/repository/url', repository),
    ...quote('directory', '/repository/subfolder', entry.repository?.subfolder),
    ...quote('homepage', '/websiteUrl', website),
    ...entry.packages
      .slice(0, maxOfOne)
      .flatMap(({ identifier }, at) => quote('package', `/packages/${at}/identifier`, identifier)),
    ...entry.remotes.slice(0, maxOfOne).flatMap(({ url }, at) => quote('remote', `/remotes/${at}/url`, url)),
  ];
}
