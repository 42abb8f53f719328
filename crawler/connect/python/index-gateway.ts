/**
 * All that uv can reach: pages of the user's Python index that name wheels, and those wheels, checked against the hash the
 * index gives before uv sees a byte of them. Nothing else is served, and nothing is asked but names and files so named.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import PQueue from 'p-queue';
import { openPromise } from 'yauzl';
import { formatBytes } from '#crawler/connect/attempt-failure.ts';
import type { InstallLimits } from '#crawler/connect/npm/limits.ts';
import type { RegistryClient } from '#crawler/connect/npm/registry-client.ts';
import { type IndexFile, readIndexPage } from './index-page.ts';

/** What the gateway works with. */
export interface IndexParts {
  /** One for each index of the user's, the first that has a package counts. */
  clients: readonly RegistryClient[];
  /** Folder of verified wheels, named by hash; only this program writes there. */
  wheels: string;
  limits: InstallLimits;
}

/** A gateway that is open. */
export interface IndexGateway {
  /** Why files or pages were not given out, in the order they were asked for. */
  refused: string[];
  close(): Promise<void>;
}

const accept = 'application/vnd.pypi.simple.v1+json, text/html;q=0.2';
/** Pages of the index read at once: one may be as large as its bound. */
const pagesAtOnce = 12;
const jsonType = 'application/vnd.pypi.simple.v1+json';

/**
 * Opens a gateway.
 * @param socket path of the socket, which must be free
 */
export async function openIndexGateway(
  { clients, wheels, limits }: IndexParts,
  { socket, signal }: { socket: string; signal: AbortSignal },
): Promise<IndexGateway> {
  await mkdir(wheels, { recursive: true });
  /** What pages have named, by the path it is asked for at. */
  const named = new Map<string, { file: IndexFile; client: RegistryClient }>();
  const refused: string[] = [];
  const pages = new PQueue({ concurrency: pagesAtOnce });
  let requests = 0;
  let packed = 0;
  let read = 0;

  async function page(name: string, host: string): Promise<string | undefined> {
    for (const client of clients) {
      const url = new URL(`${encodeURIComponent(name)}/`, client.registry);
      const answer = await client.get(url, { accept, signal, maxBytes: limits.maxPackumentBytes });
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.body) {
        read += chunk.byteLength;
        if (read > limits.maxDocumentBytes)
          throw new Error(`more than ${formatBytes(limits.maxDocumentBytes)} of pages`);
        chunks.push(chunk);
      }
      if (answer.status === 404) continue;
      if (answer.status !== 200) throw new Error(`the index answered ${answer.status}`);
      const files = readIndexPage(
        Buffer.concat(chunks).toString('utf8'),
        answer.headers.get('content-type') ?? '',
        url,
      );
      return JSON.stringify({
        meta: { 'api-version': '1.0' },
        name,
        files: files.map((file) => {
          const path = `/files/${file.sha256}/${file.filename}`;
          named.set(path, { file, client });
          if (file.metadataSha256) {
            const metadata = { ...file, url: `${file.url}.metadata`, sha256: file.metadataSha256 };
            named.set(`${path}.metadata`, { file: metadata, client });
          }
          return {
            filename: file.filename,
            url: `http://${host}${path}`,
            hashes: { sha256: file.sha256 },
            ...(file.requiresPython && { 'requires-python': file.requiresPython }),
            ...(file.yanked && { yanked: true }),
            'core-metadata': file.metadataSha256 ? { sha256: file.metadataSha256 } : false,
          };
        }),
      });
    }
    return undefined;
  }

  /** The verified file on this disk. */
  async function fetchFile(
    { url, sha256, filename }: IndexFile,
    client: RegistryClient,
    isWheel: boolean,
  ): Promise<string> {
    const path = join(wheels, sha256);
    const now = new Date();
    if (
      await utimes(path, now, now).then(
        () => true,
        () => false,
      )
    )
      return path;
    const part = join(wheels, `${process.pid}-${randomUUID()}`);
    try {
      const answer = await client.get(new URL(url), { signal, maxBytes: limits.maxPackedBytes });
      if (answer.status !== 200) throw new Error(`${filename}: the index answered ${answer.status}`);
      const hash = createHash('sha256');
      async function* counted(body: AsyncIterable<Uint8Array>) {
        for await (const chunk of body) {
          packed += chunk.byteLength;
          if (packed > limits.maxDownloadBytes)
            throw new Error(`more than ${formatBytes(limits.maxDownloadBytes)} in all`);
          hash.update(chunk);
          yield chunk;
        }
      }
      await pipeline(Readable.from(counted(answer.body)), createWriteStream(part, { flags: 'wx' }), { signal });
      if (hash.digest('hex') !== sha256)
        throw new Error(`${filename} is not what the index says it is: its hash differs`);
      if (isWheel) await checkWheel(part, filename, limits);
      await rename(part, path);
      return path;
    } finally {
      await rm(part, { force: true });
    }
  }

  async function answer(path: string, host: string, response: ServerResponse): Promise<void> {
    try {
      const simple = /^\/simple\/([a-z0-9][\w.-]*)\/?$/i.exec(path)?.[1];
      if (simple !== undefined) {
        const body = await pages.add(() => page(simple, host));
        if (body === undefined) return refuse(response, 404);
        return void response.writeHead(200, { 'content-type': jsonType }).end(body);
      }
      const wanted = named.get(path);
      if (wanted === undefined) return refuse(response, 404);
      const file = await fetchFile(wanted.file, wanted.client, !path.endsWith('.metadata'));
      const { size } = await stat(file);
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': size });
      await pipeline(createReadStream(file), response);
    } catch (error) {
      refused.push((error as Error).message);
      if (response.headersSent) response.destroy();
      // No status that uv tries again.
      else refuse(response, 400);
    }
  }

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 0 }, (request, response) => {
    requests += 1;
    request.resume();
    if (request.method !== 'GET' || requests > limits.maxRequests) return refuse(response, 405);
    void answer(decode(request.url ?? ''), request.headers.host ?? '', response);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve));
  await chmod(socket, 0o666);
  return {
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Looks at what a wheel would unpack to before anybody unpacks it. */
async function checkWheel(path: string, filename: string, limits: InstallLimits): Promise<void> {
  const zip = await openPromise(path, { strictFileNames: true });
  try {
    const { size } = await stat(path);
    const most = Math.min(limits.maxUnpackedBytes, Math.max(limits.freeUnpackedBytes, size * limits.maxRatio));
    if (zip.entryCount > limits.maxFiles) throw new Error(`${filename} holds more than ${limits.maxFiles} files`);
    let bytes = 0;
    for await (const entry of zip.eachEntry()) {
      bytes += entry.uncompressedSize;
      if (bytes > most) throw new Error(`${filename} unpacks to more than ${formatBytes(most)}`);
      const kind = (entry.externalFileAttributes >>> 28) & 0xf;
      if (kind !== 0 && kind !== 4 && kind !== 8) throw new Error(`${filename} holds something that is no file`);
      if (entry.fileName.split('/').length > limits.maxDepth) throw new Error(`${filename} is nested too deep`);
    }
  } finally {
    zip.close();
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path.split('?')[0] ?? '');
  } catch {
    return '';
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end('refused');
}
