/** An npm registry on this machine with answers of the real one's shapes, to which a test adds packages. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { packageTarball } from './tarball.ts';

/** What a package says of itself. */
export interface Manifest {
  name: string;
  version: string;
  [field: string]: unknown;
}

/** How a version is published. */
export interface PublishOptions {
  builtFrom?: string;
  /** Files of its archive beside `package.json`, text by path. Without them and `archive` it has none. */
  files?: Record<string, string>;
  /** Its archive, where it is not made of files. */
  archive?: Buffer;
  /** What the registry says of its archive, where that is not the truth. */
  dist?: Record<string, unknown>;
}

/** A registry that is being served. */
export interface LoopbackRegistry {
  url: string;
  /** Paths asked for, with the method. */
  asked: string[];
  /** Publishes a version and makes it the latest. */
  publish(manifest: Manifest, options?: PublishOptions): void;
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
  const bodies = new Map<string, string | Buffer>();
  const packuments = new Map<string, { name: string; 'dist-tags': Record<string, string>; versions: object }>();
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
    publish({ name, version, ...rest }, { builtFrom, files, archive, dist } = {}) {
      const packed =
        archive ?? packageTarball({ 'package.json': JSON.stringify({ name, version, ...rest }), ...files });
      const hasArchive = archive !== undefined || files !== undefined;
      const digest = createHash('sha512')
        .update(hasArchive ? packed : `${name}@${version}`)
        .digest();
      const tarball = `${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
      if (hasArchive) bodies.set(`/${tarball}`.toLowerCase(), packed);
      const path = `/-/npm/v1/attestations/${name.replace('/', '%2f')}@${version}`;
      const document = JSON.stringify({
        name,
        version,
        ...rest,
        _id: `${name}@${version}`,
        dist: {
          integrity: `sha512-${digest.toString('base64')}`,
          tarball: `${url}${tarball}`,
          ...dist,
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
      const known = packuments.get(name);
      const packument = {
        name,
        'dist-tags': { ...known?.['dist-tags'], latest: version },
        versions: { ...known?.versions, [version]: JSON.parse(document) as object },
      };
      packuments.set(name, packument);
      bodies.set(`/${name.replace('/', '%2f')}`.toLowerCase(), JSON.stringify(packument));
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
