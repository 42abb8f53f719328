import type { Source } from '#crawler/discover/source.ts';
import { type StarterServer, starterList } from '#crawler/discover/starter-list.ts';
import type { ServerCandidate } from '#db/types.ts';

/** A candidate from one line of the starter list. */
export function starterCandidate(server: StarterServer): ServerCandidate {
  const {
    name,
    package: packageName,
    registry = 'npm',
    vendor,
    repository,
    path = '',
    args = [],
    env = {},
    bin,
  } = server;
  const page = registry === 'npm' ? 'https://www.npmjs.com/package/' : 'https://pypi.org/project/';
  return {
    source: 'starter',
    location: registry === 'npm' ? packageName : `${registry}:${packageName}`,
    locationUrl: `${page}${packageName}`,
    name,
    vendor,
    ...(repository !== undefined && { repository: { url: repository, path } }),
    package: { registry, name: packageName },
    launch: {
      kind: registry,
      package: packageName,
      ...(bin !== undefined && { bin }),
      args: [...args],
      env: Object.entries(env).map(([name, value]) => ({
        name,
        required: true,
        secret: value === '',
        ...(value !== '' && { default: value }),
      })),
    },
  };
}

/** Servers that toolrisk knows by itself: well-known ones published on npm and PyPI, the lightest first. Needs no network. */
export const starter: Source = {
  id: 'starter',
  title: 'Starter list',
  trust: 90,
  byDefault: true,
  describe: 'Well-known servers published on npm and PyPI, bundled with toolrisk, the light and fast ones first.',
  async *discover({ signal, limit = Number.POSITIVE_INFINITY }) {
    for (const server of starterList.slice(0, limit)) {
      if (signal?.aborted) return;
      yield { kind: 'server', candidate: starterCandidate(server) };
    }
  },
};
