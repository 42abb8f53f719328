/** An npm registry on this machine with answers of the real one's shapes, to which a test adds packages. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry that is being served. */
export interface LoopbackRegistry {
  url: string;
  /** Paths asked for, with the method. */
  asked: string[];
  /** Publishes a version and makes it the latest. */
  publish(
    manifest: { name: string; version: string; [field: string]: unknown },
    options?: { builtFrom?: string },
  ): void;
  /** Answers a path in another way. */
  answer(path: string, handle: (request: IncomingMessage, response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** An attestation as npm gives it out: a SLSA statement in an envelope, here without a signature. */
export function attestation(subject: { name: string; sha512: string }, repository: string, workflow: string) {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: subject.name, digest: { sha512: subject.sha512 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
        externalParameters: { workflow: { ref: 'refs/tags/v1', repository, path: workflow } },
      },
    },
  };
  return {
    predicateType: 'https://slsa.dev/provenance/v1',
    bundle: {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      dsseEnvelope: { payload: Buffer.from(JSON.stringify(statement)).toString('base64'), signatures: [] },
    },
  };
}

/** Serves a registry on a free port. */
export async function serveNpmRegistry(): Promise<LoopbackRegistry> {
  const bodies = new Map<string, string>();
  const handlers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(`${request.method} ${path}`);
    const handle = handlers.get(path.split('?')[0] as string);
    if (handle) return handle(request, response);
    const body = bodies.get(path.toLowerCase());
    if (body === undefined) return void response.writeHead(404).end('"Not Found"');
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { 'content-type': 'application/json', etag }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    asked,
    publish({ name, version, ...rest }, { builtFrom } = {}) {
      const digest = createHash('sha512').update(`${name}@${version}`).digest();
      const path = `/-/npm/v1/attestations/${name.replace('/', '%2f')}@${version}`;
      const document = JSON.stringify({
        name,
        version,
        ...rest,
        _id: `${name}@${version}`,
        dist: {
          integrity: `sha512-${digest.toString('base64')}`,
          tarball: `${url}${name}/-/${name.split('/').at(-1)}-${version}.tgz`,
          ...(builtFrom && {
            attestations: {
              url: new URL(path, url).href,
              provenance: { predicateType: 'https://slsa.dev/provenance/v1' },
            },
          }),
        },
      });
      for (const wish of [version, 'latest'])
        bodies.set(`/${name.replace('/', '%2f')}/${wish}`.toLowerCase(), document);
      if (!builtFrom) return;
      const subject = { name: `pkg:npm/${name.replace('@', '%40')}@${version}`, sha512: digest.toString('hex') };
      const attestations = [
        {
          predicateType: 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1',
          bundle: attestation(subject, '', '').bundle,
        },
        attestation(subject, builtFrom, '.github/workflows/publish.yml'),
      ];
      bodies.set(path.toLowerCase(), JSON.stringify({ attestations }));
    },
    answer: (path, handle) => void handlers.set(path, handle),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
