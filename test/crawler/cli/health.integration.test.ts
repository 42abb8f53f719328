/** Health and figures, as a load balancer and Prometheus see them. */
import { describe, expect, test } from 'vitest';
import { checkHealth, serveHealth } from '#crawler/health.ts';
import { createMetrics } from '#crawler/metrics.ts';
import { openQueue } from '#crawler/queue.ts';
import { finishRun, startRun } from '#db/queries/runs.ts';
import { upsertServer } from '#db/queries/servers.ts';
import { ensureBuilt } from '#site/build.ts';
import { startSite } from '#site/serve.ts';
import { serverPath, toolPath } from '#site/src/lib/paths.ts';
import { hostileNames, seed } from '#test/site/seed.ts';
import { testDatabases } from '#test/support/database.ts';

/** The samples of an exposition by name and labels, and the name of everything that has a type. */
function readExposition(text: string) {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    if (name !== undefined) samples.set(name, Number(value));
  }
  return samples;
}

describe.each(testDatabases)('on $name', ({ open }) => {
  test('health and figures follow what happens, down to a database that goes away', async () => {
    const opened = await open();
    const { db } = opened;
    await seed(db);
    await upsertServer(db, {
      candidate: { source: 'file', location: 'waiting', name: 'Waiting' },
      identities: ['seed:waiting'],
      slug: 'waiting',
      launch: { kind: 'command', command: 'node', args: [], env: [] },
    });
    const run = await startRun(db, 'crawl', ['starter']);
    await finishRun(db, run.id, 'finished', { found: 6, attempted: 5 });
    const queue = await openQueue(opened, { onError: () => {} });
    const metrics = createMetrics(db);
    metrics.visited({ outcome: 'exited', reason: 'It ended.', todo: 'Look.', durationMs: 1500 });
    const health = await serveHealth('127.0.0.1:0', { db, metrics });
    await ensureBuilt({ quiet: true });
    const site = await startSite({ db, port: 0, requested: metrics.requested, checkHealth: () => checkHealth(db) });
    const figures = async () => {
      const response = await fetch(`${health.url}/metrics`);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
      return readExposition(await response.text());
    };

    for (const url of [health.url, site.url]) {
      const response = await fetch(`${url}/healthz`);
      expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    expect((await fetch(`${site.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${health.url}/servers`)).status).toBe(404);

    const paths = ['/', serverPath('workbench'), ...hostileNames.map((name) => toolPath('hostile', name)), '/icon.svg'];
    for (const path of [...paths, '/servers/none', '/nothing', '/also/nothing', '/%E0%A4%A']) {
      await (await fetch(site.url + path)).arrayBuffer();
    }
    await (await fetch(site.url, { method: 'POST' })).arrayBuffer();

    const now = await figures();
    const requests = [...now].filter(([name]) => name.startsWith('toolrisk_http_requests_total'));
    expect(Object.fromEntries(requests)).toEqual({
      'toolrisk_http_requests_total{route="/",status="2xx"}': 1,
      'toolrisk_http_requests_total{route="/servers/[slug]",status="2xx"}': 1,
      'toolrisk_http_requests_total{route="/servers/[slug]/tools/[tool]",status="2xx"}': hostileNames.length,
      'toolrisk_http_requests_total{route="/healthz",status="2xx"}': 1,
      'toolrisk_http_requests_total{route="file",status="2xx"}': 1,
      'toolrisk_http_requests_total{route="/servers/[slug]",status="4xx"}': 1,
      // No page at `/metrics` and two others, an address that is none, and a POST.
      'toolrisk_http_requests_total{route="unmatched",status="4xx"}': 5,
    });
    expect(now.get('toolrisk_http_requests_in_flight')).toBe(0);
    expect(now.get('toolrisk_http_request_seconds_count{route="/servers/[slug]"}')).toBe(2);
    expect(now.get('toolrisk_visits_total{outcome="exited"}')).toBe(1);
    expect(now.get('toolrisk_visit_seconds_bucket{le="2"}')).toBe(1);
    expect(now.get('toolrisk_database_up')).toBe(1);
    expect(now.get('toolrisk_servers{outcome="listed"}')).toBe(4);
    expect(now.get('toolrisk_servers{outcome="not-visited"}')).toBe(2);
    expect(now.get('toolrisk_tools{category="write",risk="medium",provenance="static"}')).toBe(1);
    expect(now.get('toolrisk_jobs{queue="list-server",state="waiting"}')).toBe(0);
    expect(now.get('toolrisk_jobs{queue="list-server-dead",state="waiting"}')).toBe(0);
    expect(now.get('toolrisk_servers_due')).toBe(2);
    expect(now.get('toolrisk_oldest_due_visit_seconds')).toBeGreaterThan(0);
    const hourAgo = Date.now() / 1000 - 3600;
    expect(now.get('toolrisk_last_visit_timestamp_seconds')).toBeGreaterThan(hourAgo);
    expect(now.get('toolrisk_last_run_end_timestamp_seconds{kind="crawl",state="finished"}')).toBeGreaterThan(hourAgo);

    await queue.stop();
    await opened.close();
    for (const url of [health.url, site.url]) {
      const response = await fetch(`${url}/healthz`);
      expect(response.status).toBe(503);
      expect(await response.text()).toMatch(/^The database cannot be asked: .{3,}\n$/);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    const after = await figures();
    expect(after.get('toolrisk_database_up')).toBe(0);
    expect([...after.keys()].filter((name) => /^toolrisk_(servers|tools|jobs|oldest|last)/.test(name))).toEqual([]);
    expect(after.get('toolrisk_visits_total{outcome="exited"}')).toBe(1);
    await Promise.all([site.close(), health.close()]);
  });
});

test.each(['nowhere', '127.0.0.1', '127.0.0.1:99999', ':', 'http://127.0.0.1:1'])(
  '--health %s is refused with an example',
  async (address) => {
    await expect(serveHealth(address, {} as never)).rejects.toThrow('such as 127.0.0.1:9090');
  },
);
