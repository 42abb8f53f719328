/** A server on this machine with the shapes of GitHub's archive endpoints, the npm registry and PyPI's JSON API. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

/** What it serves. */
export interface Sources {
  /** Root of all three, and of GitHub's API. */
  url: string;
  /** Paths of the requests so far, with `304` behind those that were answered so. */
  requests: string[];
  /** Repositories by `owner/name`: the newest commit and its files. */
  repositories: Map<string, { sha: string; files: Record<string, string> }>;
  /** Answers by path, for registries. */
  answers: Map<string, string | Buffer>;
  /** Makes every answer a failure of the server, or GitHub's refusal where no requests are left. */
  fail(how: 'no' | 'broken' | 'rate limit'): void;
  close(): Promise<void>;
}

/** A `.tar.gz` whose files all lie in one folder, as registries and GitHub make them. */
export function tarball(folder: string, files: Record<string, string>): Buffer {
  const blocks = Object.entries(files).flatMap(([path, text]) => {
    const body = Buffer.from(text);
    const block = Buffer.alloc(512);
    new Header({ path: `${folder}/${path}`, type: 'File', size: body.length, mode: 0o644, mtime: new Date(0) }).encode(
      block,
      0,
    );
    return [block, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** Starts the server. */
export async function startSources(): Promise<Sources> {
  const requests: string[] = [];
  const repositories: Sources['repositories'] = new Map();
  const answers: Sources['answers'] = new Map();
  let failing: Parameters<Sources['fail']>[0] = 'no';
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    requests.push(path);
    const [, , owner, name, what, ref] = path.split('/');
    const repository = repositories.get(`${owner}/${name}`);
    const reply = (status: number, body: string | Buffer = '', headers = {}) =>
      response.writeHead(status, headers).end(body);
    if (failing === 'broken') return reply(500);
    if (failing === 'rate limit') {
      const reset = String(Math.ceil(Date.now() / 1000) + 1_800);
      const headers = { 'content-type': 'application/json', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
      return reply(403, '{"message":"API rate limit exceeded"}', headers);
    }
    if (path.startsWith('/repos/') && repository && what === 'commits' && ref === 'HEAD') {
      const etag = `"${repository.sha}"`;
      if (request.headers['if-none-match'] === etag) {
        requests.push(`${requests.pop()} 304`);
        return reply(304, '', { etag });
      }
      return reply(200, repository.sha, { etag, 'content-type': 'application/vnd.github.sha; charset=utf-8' });
    }
    if (path.startsWith('/repos/') && repository && what === 'tarball' && ref === repository.sha)
      return reply(302, '', { location: `/codeload/${owner}/${name}/legacy.tar.gz/${ref}` });
    if (path.startsWith('/codeload/') && repository)
      return reply(200, tarball(`${owner}-${name}-${repository.sha.slice(0, 7)}`, repository.files), {
        'content-type': 'application/x-gzip',
      });
    const answer = answers.get(path);
    if (answer !== undefined) return reply(200, answer, { 'content-type': 'application/octet-stream' });
    return reply(404, '{"message":"Not Found"}', { 'content-type': 'application/json' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    repositories,
    answers,
    fail: (how) => {
      failing = how;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
