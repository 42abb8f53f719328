/** The files of a public list of servers: of a folder, an archive, a repository or a single file, here or on the network. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { readTarball, readZip } from '#crawler/connect/source/archive.ts';
import { readFolder, type SourceCollector } from '#crawler/connect/source/files.ts';
import { canonicalRepositoryUrl } from '#crawler/discover/identity.ts';
import type { PoliteClient } from '#crawler/discover/polite-client.ts';
import { StopRun } from '#crawler/errors.ts';
import type { CataloguePlace } from './read.ts';

/** How much of a list is read: files, bytes of one and of all. The largest public lists have about 2,000 files. */
const limits = { maxFiles: 20_000, maxFileBytes: 8_000_000, maxTotalBytes: 200_000_000 };
/** Files that can name servers or their tools. */
const wanted = /\.(?:json[c5]?|ya?ml|md|markdown|snap)$/i;
const passedOver = /(?:^|\/)(?:node_modules|\.[^/]+)\//;

/** A list that was opened; without files where it has not changed. */
export interface OpenCatalogue {
  place: CataloguePlace;
  files?: Map<string, string>;
  etag?: string;
  notes: string[];
}

/** Where the archive of a repository's newest commit lies; undefined for hosts that are not known. */
export function archiveOf(repository: string): string | undefined {
  const { host, pathname } = new URL(repository);
  const name = pathname.split('/').at(-1);
  switch (host) {
    case 'github.com':
      return `https://codeload.github.com${pathname}/tar.gz/HEAD`;
    case 'gitlab.com':
      return `${repository}/-/archive/HEAD/${name}-HEAD.tar.gz`;
    case 'codeberg.org':
      return `${repository}/archive/HEAD.tar.gz`;
    default:
      return undefined;
  }
}

/**
 * Opens what the user named.
 * @param named a path, an http(s) address of an archive or file, or a git address
 * @param known `etag` of what was read to its end before
 * @param locate where a repository's archive lies; tests lay it elsewhere
 * @throws {StopRun} where it is none of these; Error in a few words where it cannot be read
 */
export async function openCatalogue(
  client: PoliteClient,
  named: string,
  known: string | undefined,
  { signal, locate = archiveOf }: { signal?: AbortSignal; locate?: typeof archiveOf } = {},
): Promise<OpenCatalogue> {
  const isArchive = /\.(?:tar\.gz|tgz|zip)$/i.test(named.replace(/[?#].*$/, ''));
  const isGit = /^(?:github:|gitlab:|git@|git\+|ssh:)|\.git$/i.test(named);
  const isAddress = /^https?:\/\//i.test(named);
  const isFile = /\.(?:json[c5]?|ya?ml|md|markdown)$/i.test(named.replace(/[?#].*$/, ''));
  const repository = isGit || (isAddress && !isArchive && !isFile) ? canonicalRepositoryUrl(named) : undefined;
  if (isGit && repository === undefined) throw new StopRun(`${named}: this is no address of a repository.`);
  const collector = collectCatalogue();
  if (repository !== undefined) {
    const address = locate(repository);
    if (address === undefined)
      throw new StopRun(`${named}: repositories of this host are not read. Clone it and name its folder.`);
    return fetched(client, address, known, collector, { name: nameOf(repository), repository }, signal);
  }
  if (isAddress) return fetched(client, named, known, collector, { name: nameOf(named) }, signal);
  return fromDisk(named, collector, signal);
}

/** A place as locations have it: without what an address begins and ends with. */
const nameOf = (address: string) => address.replace(/^https?:\/\/(?:[^/@]*@)?/i, '').replace(/[?#].*$/, '');

async function fetched(
  client: PoliteClient,
  address: string,
  etag: string | undefined,
  collector: SourceCollector,
  place: CataloguePlace,
  signal: AbortSignal | undefined,
): Promise<OpenCatalogue> {
  const answer = await client.get(address, { accept: '*/*', etag });
  if (answer.status === 304) return { place, notes: [] };
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  const path = new URL(address).pathname;
  const isZip = answer.body.subarray(0, 2).toString('latin1') === 'PK';
  const isGzip = answer.body[0] === 0x1f && answer.body[1] === 0x8b;
  if (isZip || isGzip) await (isZip ? readZip : readTarball)(Readable.from([answer.body]), collector, { signal });
  else collector.add(basename(path) || 'list.json', answer.text);
  return {
    place,
    files: collector.files,
    notes: collector.notes(),
    ...(answer.etag !== undefined && { etag: answer.etag }),
  };
}

async function fromDisk(
  path: string,
  collector: SourceCollector,
  signal: AbortSignal | undefined,
): Promise<OpenCatalogue> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file or folder' : String(error.code);
    throw new StopRun(`${path}: ${why}.`, { cause: error });
  });
  const name = basename(path.replace(/\/+$/, '')) || path;
  if (found.isDirectory()) await readFolder(path, collector);
  else if (/\.zip$/i.test(path)) await readZip(createReadStream(path), collector, { signal });
  else if (/\.(?:tar\.gz|tgz)$/i.test(path)) await readTarball(createReadStream(path), collector, { signal });
  else if (found.size > limits.maxFileBytes)
    throw new StopRun(`${path}: it is larger than ${limits.maxFileBytes / 1e6} MB.`);
  else collector.add(name, await readFile(path, 'utf8'));
  return { place: { name }, files: collector.files, notes: collector.notes() };
}

/** Takes the files that can name servers, within bounds. */
function collectCatalogue(): SourceCollector {
  const files = new Map<string, string>();
  let count = 0;
  let bytes = 0;
  let leftOut = 0;
  return {
    files,
    take(path, size) {
      if (!wanted.test(path) || passedOver.test(path)) return false;
      const fits = size <= limits.maxFileBytes && count < limits.maxFiles && bytes + size <= limits.maxTotalBytes;
      if (!fits) leftOut++;
      else {
        count++;
        bytes += size;
      }
      return fits;
    },
    add: (path, text) => void files.set(path, text),
    notes: () =>
      leftOut === 0 ? [] : [`${leftOut} files were left out: too large, or more than is read of one list.`],
  };
}
