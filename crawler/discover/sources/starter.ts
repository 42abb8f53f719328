import type { Source } from '#crawler/discover/source.ts';
import { type StarterServer, starterList } from '#crawler/discover/starter-list.ts';
import type { ServerCandidate } from '#db/types.ts';

/** A candidate from one line of the starter list. */
export function starterCandidate(server: StarterServer): ServerCandidate {
  const { name, package: packageName, vendor, repository, path = '', args = [], env = {}, bin } = server;
  return {
    source: 'starter',
    location: packageName,
    locationUrl: `https://www.npmjs.com/package/${packageName}`,
    name,
    vendor,
    ...(repository !== undefined && { repository: { url: repository, path } }),
    package: { registry: 'npm', name: packageName },
    launch: {
      kind: 'npm',
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

/** Servers that toolrisk knows by itself: well-known ones published on npm, the lightest first. Needs no network. */
export const starter: Source = {
  id: 'starter',
  title: 'Starter list',
  describe: 'Well-known servers published on npm, bundled with toolrisk, the light and fast ones first.',
  async *discover({ signal, limit = Number.POSITIVE_INFINITY }) {
    for (const server of starterList.slice(0, limit)) {
      if (signal?.aborted) return;
      yield { kind: 'server', candidate: starterCandidate(server) };
    }
  },
};
