/** The stand-in for the network, as root and as an ordinary user have it. */
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttemptResult } from '#db/types.ts';
import { fixture, openTestConnector, processesWith } from '#test/crawler/connect/support.ts';

const program = join(import.meta.dirname, '../../../fixtures/servers/list-asking.ts');
const isRoot = process.getuid?.() === 0;
/** A user who owns nothing here, and can read this code where it lies outside of root's home. */
const ordinary = 54_321;
const reads = () =>
  spawnSync(process.execPath, ['--version'], { uid: ordinary, gid: ordinary, cwd: import.meta.dirname }).status === 0;
const users = [
  { name: isRoot ? 'root' : 'the user of this test', uid: undefined, skip: false },
  { name: 'an ordinary user', uid: ordinary, skip: !isRoot || !reads() },
];

describe.each(users.filter(({ skip }) => !skip))('as $name', { timeout: 120_000 }, ({ uid }) => {
  async function list(...args: string[]): Promise<AttemptResult> {
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: tmpdir() },
      ...(uid !== undefined && { uid, gid: uid }),
    });
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return JSON.parse(output || `{"outcome":${JSON.stringify(errors)}}`);
  }
  const names = ({ reading }: AttemptResult) => reading?.tools.map((tool) => tool.name);

  test('what is asked of the network is answered with nothing, and the reading says so', async () => {
    const result = await list('http', 'https', 'socket', 'python');
    expect(result.outcome, JSON.stringify(result)).toBe('listed');
    expect(names(result)).toEqual(['get_account', 'resolved_127.0.0.1']);
    expect(result.reading).toMatchObject({
      provenance: 'stand-in',
      notes: [expect.stringContaining('stand-in for the network')],
    });
    expect(result.unaided).toMatchObject({ outcome: 'exited', reason: expect.stringContaining('needs the network') });
  });

  test('ports and lists are given as the errors ask for them', async () => {
    expect(names(await list('port', 'list'))).toContain('get_account');
    expect(names(await list('field'))).toContain('get_account');
  });

  test('databases have nothing in them', async () => {
    expect(names(await list('redis', 'postgres'))).toContain('get_account');
    expect(names(await list('mysql', 'mongodb'))).toContain('get_account');
  });

  test('nothing reaches the loopback, the names or an address of the host while it is up', async () => {
    const outside = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const address = outside.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
    let visits = 0;
    const tcp = createServer((socket) => {
      visits += 1;
      socket.destroy();
    });
    tcp.listen(0, '0.0.0.0');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket('udp4', () => {
      visits += 1;
    });
    udp.bind(port, '0.0.0.0');
    await once(udp, 'listening');
    const canaries = ['127.0.0.1', address, 'localhost'].map((host) => `${host}:${port}`);
    const result = await list('https', `canaries=${canaries.join()}`);
    tcp.close();
    udp.close();
    expect(names(result)).toEqual(['get_account', 'resolved_127.0.0.1']);
    expect(visits).toBe(0);
  });
});

describe('around it', () => {
  let connector: Awaited<ReturnType<typeof openTestConnector>>;
  beforeAll(async () => {
    connector = await openTestConnector();
  });
  afterAll(() => connector.dispose());

  test('it ends with the attempt', async () => {
    const { outcome } = await connector.list(fixture('servers/asks-network.ts', ['https', 'left-behind-8816']), {});
    expect(outcome).toBe('listed');
    expect(processesWith('left-behind-8816')).toEqual([]);
  });

  test('a server that asks for nothing of the network has none', async () => {
    const { reading } = await connector.list(fixture('servers/asks-network.ts'), {});
    expect(reading?.provenance).toBe('live');
    expect(reading?.tools.map((tool) => tool.name)).toEqual(['get_account', 'resolved_none']);
  });

  test('a list that is handed on from the network is none', async () => {
    const { outcome, reason } = await connector.list(fixture('servers/hands-on.ts'), {});
    expect(outcome).toBe('exited');
    expect(reason).toContain('needs the network');
  });
});
