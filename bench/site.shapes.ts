/** A process that `bench/site.ts` starts: the site on a database, or a bare Node server that sends bodies it was given. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDb } from '#db/client.ts';
import { startSite } from '#site/serve.ts';

/** A body the bare server sends for a path. */
export interface BareBody {
  path: string;
  head: Record<string, string>;
  base64: string;
}

/** What a process is asked for, and what it answers with. */
export type Asked =
  | { do: 'site'; url: string; cacheBytes?: number }
  | { do: 'bare'; bodies: BareBody[] }
  | { do: 'usage' };
export type Told = { url: string } | { cpuMs: number; rssMb: number };

process.on('message', async (asked: Asked) => {
  if (asked.do === 'site') {
    const { db, listen } = await openDb(asked.url);
    const site = await startSite({ db, listen, port: 0, cacheBytes: asked.cacheBytes, costlyPerMinute: 1e9 });
    process.send?.({ url: site.url } satisfies Told);
  } else if (asked.do === 'bare') {
    const bodies = new Map(
      asked.bodies.map(({ path, head, base64 }) => [path, { head, body: Buffer.from(base64, 'base64') }]),
    );
    const server = createServer((request, response) => {
      const found = bodies.get(request.url ?? '');
      if (!found) return void response.writeHead(404).end();
      response.writeHead(200, found.head).end(found.body);
    });
    server.listen(0, '127.0.0.1', () =>
      process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    );
  } else {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 1e6 } satisfies Told);
  }
});
process.on('disconnect', () => process.exit(0));
